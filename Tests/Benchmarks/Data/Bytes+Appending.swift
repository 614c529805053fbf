extension [UInt8] {
    /// Appends text.
    mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends a whole number.
    mutating func append(number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(digits: number.magnitude, count: 1)
    }

    /// Appends a decimal number.
    ///
    /// - Parameters:
    ///   - scaled: The number times ten to the power of the fraction digits.
    ///   - fractionDigits: How many digits stand behind the point.
    mutating func append(scaled: Int, fractionDigits: Int) {
        var power: UInt = 1
        for _ in 0..<fractionDigits { power *= 10 }
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: power)
        if scaled < 0 { append(UInt8(ascii: "-")) }
        append(digits: whole, count: 1)
        append(UInt8(ascii: "."))
        append(digits: fraction, count: fractionDigits)
    }

    /// Appends a day of the month that is billed.
    mutating func append(dayOfOctober day: Int) {
        append(text: "2026-10-")
        append(digits: UInt(day), count: 2)
    }

    /// Appends a field of CSV, in quotes only where RFC 4180 demands them.
    mutating func append(field text: String) {
        let needsQuotes = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return append(contentsOf: text.utf8) }
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends bytes as they stand inside a JSON string. An ampersand is escaped as services do that fear for HTML.
    mutating func append(escaped bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): append(text: "\\\"")
            case UInt8(ascii: "\\"): append(text: "\\\\")
            case UInt8(ascii: "\n"): append(text: "\\n")
            case UInt8(ascii: "&"): append(text: "\\u0026")
            default: append(byte)
            }
        }
    }

    private mutating func append(digits number: UInt, count: Int) {
        var digits: InlineArray<20, UInt8> = .init(repeating: UInt8(ascii: "0"))
        var (rest, first) = (number, 20)
        while rest > 0 {
            first -= 1
            digits[first] += UInt8(rest % 10)
            rest /= 10
        }
        for place in Swift.min(first, 20 - count)..<20 { append(digits[place]) }
    }
}
