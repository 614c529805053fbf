/// A seeded source of numbers whose sequence is fixed for good: the standard library promises no such thing.
///
/// Source of the constants: Sebastiano Vigna, `splitmix64.c`.
struct SplitMix64 {
    /// What the numbers are for. Each purpose has a sequence of its own, so that one more draw here moves nothing
    /// there.
    enum Purpose: UInt64 {
        case identity = 1
        case subscription
        case consumption
        case order
    }

    private var state: UInt64

    /// The sequence of one thing, such as the subscription with this index. Indices below nought are as good as others.
    init(seed: UInt64, purpose: Purpose, index: Int) {
        state = Self.mixed(Self.mixed(seed &+ purpose.rawValue &* Self.increment) ^ UInt64(bitPattern: Int64(index)))
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
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

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
