/// A seeded source of numbers whose sequence is fixed for good: the standard library promises no such thing.
///
/// Source of the constants: Sebastiano Vigna, `splitmix64.c`.
struct SplitMix64 {
    private var state: UInt64

    /// The sequence of a seed.
    init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from nought up to, but not including, a bound.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in a range.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True once in so many times.
    mutating func isOne(in count: Int) -> Bool {
        below(count) == 0
    }

    /// One of some things.
    mutating func one<Thing>(of things: [Thing]) -> Thing {
        things[below(things.count)]
    }

    /// The text of a random GUID.
    mutating func guid() -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for length in [8, 4, 4, 4, 12] {
            if !text.isEmpty { text.append(UInt8(ascii: "-")) }
            let bits = next()
            for place in 0..<length { text.append(digits[Int(bits >> (4 * place) & 15)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
