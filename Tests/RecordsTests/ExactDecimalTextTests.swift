import Records
import TestSupport
import Testing

@Suite("Writing exact decimals")
struct ExactDecimalTextTests {
    @Test(
        "A number has the digits it needs, and the least number asked for",
        arguments: [
            ("12.4", 0, "12.4"), ("12.4", 2, "12.40"), ("7", 0, "7"), ("7", 2, "7.00"), ("-0.05", 1, "-0.05"),
            ("0", 0, "0"), ("0", 3, "0.000"), ("0.000000000000000001", 2, "0.000000000000000001"),
            ("1", 25, "1.000000000000000000"), ("100", 0, "100"), ("-100.10", 0, "-100.1"),
        ]
    )
    func fractionDigits(text: String, minimum: Int, expected: String) throws {
        #expect(try ExactDecimal(parsing: text).text(minimumFractionDigits: minimum) == expected)
    }

    @Test("The whole range can be written and read back", arguments: [Int128.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func edges(scaled: Int128) throws {
        let number = ExactDecimal(scaled: scaled)
        #expect(try ExactDecimal(parsing: number.description) == number)
    }

    @Test("Random numbers come back from their text", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let shift = Int.random(in: 0..<128, using: &generator)
            let number = ExactDecimal(scaled: Int128.random(in: .min ... .max, using: &generator) >> shift)
            let digits = Int.random(in: 0...18, using: &generator)
            #expect(try ExactDecimal(parsing: number.text(minimumFractionDigits: digits)) == number)
        }
    }

    @Test("Text is added behind what a buffer holds")
    func appends() throws {
        var bytes = Array("a=".utf8)
        try ExactDecimal(parsing: "-1.5").append(to: &bytes, minimumFractionDigits: 2)
        #expect(String(decoding: bytes, as: UTF8.self) == "a=-1.50")
    }
}
