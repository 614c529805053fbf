import Records
import TestSupport
import Testing

@Suite("Reading exact decimals")
struct ExactDecimalParsingTests {
    @Test(
        "A plain number is read exactly",
        arguments: [
            ("0", "0"), ("-0", "0"), ("+0", "0"), ("7", "7"), ("+7", "7"), ("-12.50", "-12.5"), ("0012.40", "12.4"),
            (".5", "0.5"), ("5.", "5"), ("-.5", "-0.5"), ("6.1e-7", "0.00000061"), ("1E3", "1000"), ("1e+3", "1000"),
            ("12.5e0", "12.5"), ("1.5e-00017", "0.000000000000000015"), ("0e99999", "0"), ("-0e-99999", "0"),
            ("0e999999999999999999999999", "0"), ("788.8426101221", "788.8426101221"),
            ("0.123456789012345678", "0.123456789012345678"), ("0.1234567890123456780", "0.123456789012345678"),
            ("1.0000000000000000000000000000000000000000000000", "1"),
            ("0000000000000000000000000000000000000000000001.5", "1.5"),
            ("999999999999999999", "999999999999999999"), ("9999999999999999999", "9999999999999999999"),
            ("0.000000000000000001", "0.000000000000000001"), ("10e-19", "0.000000000000000001"),
            ("100000000000000000000", "100000000000000000000"), ("1e20", "100000000000000000000"),
            ("12345678901234567.890123456789012345", "12345678901234567.890123456789012345"),
            ("123456789012345678901.123456789012345678", "123456789012345678901.123456789012345678"),
            ("170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"),
            ("-170141183460469231731.687303715884105727", "-170141183460469231731.687303715884105727"),
            ("-170141183460469231731.687303715884105728", "-170141183460469231731.687303715884105728"),
            ("170141183460469231731687303715884105727e-18", "170141183460469231731.687303715884105727"),
        ]
    )
    func plainNumber(text: String, expected: String) throws {
        #expect(try ExactDecimal(parsing: text).description == expected)
    }

    @Test(
        "What is not a plain number is refused",
        arguments: [
            "1,250.00", "$12", " ", " 1", "1 ", ".", "-", "+", "--1", "+-1", "1-", "1e", "1e+", "1e-", "e5", ".e5",
            "1.2.3",
            "1e5.0", "1e5e5", "٣", "１", "0x10", "1_000", "NaN", "inf", "-Infinity", "12\u{0}", "1\n", "12,50", "−1",
            "½",
            "1e 5", "(1.00)", "1.0%", "null", "00000000000000000000000000000000000000000x", "1e99999999999999999999x",
        ]
    )
    func garbage(text: String) {
        #expect(throws: ExactDecimal.ParsingFault.notANumber) { try ExactDecimal(parsing: text) }
    }

    @Test("A plain number is the same wherever it stands, whatever stands before and behind it", arguments: 0..<8)
    func places(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 0...20, using: &generator)
            let number = generator.bytes(count: count, from: seed % 2 == 0 ? "0123456789" : "01234.56789.x-/:")
            var text = number
            if seed % 4 < 2, count > 0 { text[Int.random(in: 0..<count, using: &generator)] = UInt8(ascii: ".") }
            let before = generator.bytes(count: 20, from: "0123456789.,-")
            let all = before + text + generator.bytes(count: 3, from: "0123456789.,")
            let here = ExactDecimal(plain: all.span, 20..<20 + count)
            let alone = ExactDecimal(plain: text.span, 0..<count)
            #expect(here == alone, "\(String(decoding: text, as: UTF8.self))")
            if let here { #expect(try here == ExactDecimal(parsing: text.span)) }
        }
    }

    @Test("No text is a fault of its own")
    func empty() {
        #expect(throws: ExactDecimal.ParsingFault.empty) { try ExactDecimal(parsing: "") }
    }

    @Test(
        "What lies beyond the range is refused, never wrapped",
        arguments: [
            "170141183460469231731.687303715884105728", "-170141183460469231731.687303715884105729",
            "170141183460469231732", "200000000000000000000", "340282366920938463463.374607431768211456",
            "340282366920938463463.3746074317682114559", "1e21", "-1e21", "1e999999999", "-1e999999999",
            "1e99999999999999999999999999", "999999999999999999999999999999999999999999", "1000000000000000000000e-0",
            "1701411834604692317316873037158841057280e-19", "99999999999999999999999999999999999999999.5",
        ]
    )
    func outOfRange(text: String) {
        #expect(throws: ExactDecimal.ParsingFault.outOfRange) { try ExactDecimal(parsing: text) }
    }

    @Test(
        "More than 18 fraction digits are refused where a number must fit exactly",
        arguments: [
            "0.1234567890123456789", "1e-19", "-1e-19", "1e-999999999", "1.0000000000000000001",
            "1234567890123456789.1234567890123456789", "0.000000000000000000000000000000000000000000000001",
            "99999999999999999999.9999999999999999995",
        ]
    )
    func tooManyFractionDigits(text: String) {
        #expect(throws: ExactDecimal.ParsingFault.tooManyFractionDigits) { try ExactDecimal(parsing: text) }
    }

    @Test(
        "A JSON number rounds half to even and says so",
        arguments: [
            ("0.0000000000000000005", "0"), ("0.0000000000000000015", "0.000000000000000002"),
            ("0.0000000000000000025", "0.000000000000000002"), ("-0.0000000000000000015", "-0.000000000000000002"),
            ("-0.0000000000000000025", "-0.000000000000000002"),
            ("0.00000000000000000050000000000001", "0.000000000000000001"),
            ("0.0000000000000000004999999", "0"), ("5e-19", "0"), ("15e-19", "0.000000000000000002"),
            ("1e-999999999", "0"),
            ("0.9999999999999999999", "1"),
            ("1234567890123456789.1234567890123456789", "1234567890123456789.123456789012345679"),
            ("99999999999999999999.9999999999999999995", "100000000000000000000"),
            ("99999999999999999998.0000000000000000005", "99999999999999999998"),
            ("99999999999999999998.0000000000000000015", "99999999999999999998.000000000000000002"),
            ("99999999999999999998.00000000000000000050000000001", "99999999999999999998.000000000000000001"),
            (
                "0.12345678901234567850000000000000000000000000000000000000000000000001",
                "0.123456789012345679"
            ),
        ]
    )
    func rounding(text: String, expected: String) throws {
        let bytes = Array(text.utf8)
        let reading = try ExactDecimal.read(bytes.span)
        #expect(reading.value.description == expected)
        #expect(reading.isRounded)
    }

    @Test("Random numbers agree with arithmetic on paper", arguments: 0..<40 as Range<UInt64>)
    func agreesWithPaper(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let number = WrittenNumber.random(using: &generator)
            let bytes = Array(number.text.utf8)
            let (magnitude, isRounded) = Digits(number.digits).shifted(
                by: number.exponent + ExactDecimal.fractionDigits
            )
            guard let expected = Int128((number.isNegative ? "-" : "") + magnitude.description) else {
                #expect(throws: ExactDecimal.ParsingFault.outOfRange, "\(number.text)") {
                    _ = try ExactDecimal.read(bytes.span)
                }
                continue
            }
            let reading = try ExactDecimal.read(bytes.span)
            #expect(reading.value.scaled == expected, "\(number.text)")
            #expect(reading.isRounded == isRounded, "\(number.text)")
        }
    }

    @Test("Random bytes are read or refused, and never trap", arguments: 0..<20 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let count = Int.random(in: 0...50, using: &generator)
            let bytes = generator.bytes(count: count, from: "0123456789999900000..+-eE, ")
            _ = try? ExactDecimal(parsing: bytes.span)
        }
    }
}

/// A number as it may be written, with the parts that it was written from.
private struct WrittenNumber {
    let isNegative: Bool
    let digits: [UInt8]
    /// The power of ten that the digits are to be multiplied by.
    let exponent: Int
    let text: String

    static func random(using generator: inout SplitMix64) -> WrittenNumber {
        let digits = (0..<Int.random(in: 1...45, using: &generator)).map { _ in
            // Many noughts, nines and fives: that is where rounding and carrying go wrong.
            [0, 0, 0, 9, 9, 5, 5, 1, 2, 3, 4, 6, 7, 8][Int.random(in: 0..<14, using: &generator)] as UInt8
        }
        let point = Bool.random(using: &generator) ? Int.random(in: 0...digits.count, using: &generator) : nil
        let written = Bool.random(using: &generator) ? Int.random(in: -45...25, using: &generator) : nil
        let isNegative = Bool.random(using: &generator)
        var text = isNegative ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index == point { text += "." }
            text += String(digit)
        }
        if let written { text += "e\(written)" }
        let fraction = point.map { digits.count - $0 } ?? 0
        return WrittenNumber(
            isNegative: isNegative,
            digits: digits,
            exponent: (written ?? 0) - fraction,
            text: text
        )
    }
}
