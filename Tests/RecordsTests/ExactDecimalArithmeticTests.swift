import Records
import TestSupport
import Testing

@Suite("Arithmetic of exact decimals")
struct ExactDecimalArithmeticTests {
    private static let smallest = ExactDecimal(scaled: 1)
    private static let highest = ExactDecimal(scaled: .max)
    private static let lowest = ExactDecimal(scaled: .min)

    @Test("Sums and differences are exact")
    func sums() throws {
        let tenth = try ExactDecimal(parsing: "0.1")
        let fifth = try ExactDecimal(parsing: "0.2")
        #expect(try tenth.adding(fifth) == ExactDecimal(parsing: "0.3"))
        #expect(try tenth.subtracting(fifth) == ExactDecimal(parsing: "-0.1"))
        #expect(try Self.highest.adding(.zero) == Self.highest)
        #expect(try Self.highest.adding(Self.lowest) == ExactDecimal(scaled: -1))
    }

    @Test("A sum or difference beyond the range is an error, not a wrap")
    func overflow() {
        #expect(throws: ExactDecimal.Overflow.self) { try Self.highest.adding(Self.smallest) }
        #expect(throws: ExactDecimal.Overflow.self) { try Self.lowest.subtracting(Self.smallest) }
        #expect(throws: ExactDecimal.Overflow.self) { try ExactDecimal.zero.subtracting(Self.lowest) }
    }

    @Test(
        "Products round half to even at the eighteenth digit",
        arguments: [
            ("2", "3", "6"), ("-2", "3", "-6"), ("-2", "-3", "6"), ("0", "-3", "0"), ("12.5", "0.1", "1.25"),
            ("0.000000000000000001", "0.5", "0"), ("0.000000000000000003", "0.5", "0.000000000000000002"),
            ("-0.000000000000000003", "0.5", "-0.000000000000000002"),
            ("0.000000000000000005", "0.5", "0.000000000000000002"),
            ("0.000000000000000001", "0.500000000000000001", "0.000000000000000001"),
            ("170141183460469231731.687303715884105727", "1", "170141183460469231731.687303715884105727"),
            ("170141183460469231731.687303715884105727", "-1", "-170141183460469231731.687303715884105727"),
            ("-170141183460469231731.687303715884105728", "1", "-170141183460469231731.687303715884105728"),
            ("10000000000", "10000000000", "100000000000000000000"),
        ]
    )
    func products(left: String, right: String, expected: String) throws {
        let product = try ExactDecimal(parsing: left).multiplied(by: ExactDecimal(parsing: right))
        #expect(product.description == expected)
        #expect(try ExactDecimal(parsing: right).multiplied(by: ExactDecimal(parsing: left)) == product)
    }

    @Test("The sign of the lowest number turns around only where that fits")
    func lowestTimesMinusOne() {
        #expect(throws: ExactDecimal.Overflow.self) { try Self.lowest.multiplied(by: ExactDecimal(-1)) }
    }

    @Test("A product whose quotient fills 128 bits and then rounds up is an overflow, not a trap")
    func quotientAtTheEdge() {
        // (2¹²⁸ − 1) × 10¹⁸ + more than a half of 10¹⁸, from two factors below 2¹²⁷.
        let left = ExactDecimal(scaled: 145_671_876_692_921_256_680_682_475_165_959_937_784)
        let right = ExactDecimal(scaled: 2_335_951_006_097_486_908)
        #expect(throws: ExactDecimal.Overflow.self) { try left.multiplied(by: right) }
    }

    @Test("Random products agree with arithmetic on paper", arguments: 0..<40 as Range<UInt64>)
    func agreesWithPaper(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let left = Self.random(using: &generator)
            let right = Self.random(using: &generator)
            let paper = (Digits(left.scaled.magnitude) * Digits(right.scaled.magnitude)).shifted(by: -18).number
            let sign = left.isNegative != right.isNegative ? "-" : ""
            if let expected = Int128(sign + paper.description) {
                #expect(try left.multiplied(by: right).scaled == expected, "\(left) × \(right)")
            } else {
                #expect(throws: ExactDecimal.Overflow.self, "\(left) × \(right)") { try left.multiplied(by: right) }
            }
        }
    }

    @Test("Magnitude, sign and order")
    func order() {
        #expect(Self.lowest.magnitude == Self.highest)
        #expect(ExactDecimal(-5).magnitude == ExactDecimal(5))
        #expect(ExactDecimal(-5).isNegative && !ExactDecimal.zero.isNegative && ExactDecimal.zero.isZero)
        #expect([Self.highest, .zero, Self.lowest, .one].sorted() == [Self.lowest, .zero, .one, Self.highest])
        #expect(ExactDecimal(Int.max).description == "\(Int.max)")
        #expect(ExactDecimal(Int.min).description == "\(Int.min)")
    }

    private static func random(using generator: inout SplitMix64) -> ExactDecimal {
        let shift = Int.random(in: 0..<127, using: &generator)
        return ExactDecimal(scaled: Int128.random(in: .min ... .max, using: &generator) >> shift)
    }
}
