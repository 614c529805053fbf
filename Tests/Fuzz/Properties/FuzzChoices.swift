/// Choices that look random and depend on an input alone.
struct FuzzChoices: RandomNumberGenerator {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The choices for an input, by its FNV-1a hash.
    init(for input: [UInt8]) {
        for byte in input { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// SplitMix64, of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators".
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Ways to cut an input: in two, in a few pieces, in many, and where it is short byte by byte.
    mutating func splits(of input: [UInt8]) -> [[[UInt8]]] {
        var splits = [split(input, into: 2), split(input, into: 4), split(input, into: 1 + input.count / 3)]
        if input.count <= 512 { splits.append(input.map { [$0] }) }
        return splits
    }

    private mutating func split(_ input: [UInt8], into count: Int) -> [[UInt8]] {
        let cuts = (1..<max(2, count)).map { _ in Int.random(in: 0...input.count, using: &self) }.sorted()
        return zip([0] + cuts, cuts + [input.count]).map { Array(input[$0..<$1]) }
    }
}
