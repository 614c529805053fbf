internal import TestSupport

// The standard library does not promise that its own ways to draw stay the same; these do.
extension SplitMix64 {
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
