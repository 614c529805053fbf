/// Writing numbers as text.
extension ExactDecimal: CustomStringConvertible {
    /// The number with no more digits than it needs: `12.4`, `-0.05`, `7`.
    public var description: String { text(minimumFractionDigits: 0) }

    /// The number with at least so many digits behind the point, and more where it has more.
    public func text(minimumFractionDigits: Int) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes, minimumFractionDigits: minimumFractionDigits)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the number's text to a buffer, as ASCII. Nothing is allocated but the buffer's own memory.
    public func append(to bytes: inout [UInt8], minimumFractionDigits: Int = 0) {
        var text = DecimalText()
        let (whole, fraction) = parts
        text.setWhole(whole, isNegative: scaled < 0)
        text.setFraction(fraction, minimumDigits: min(minimumFractionDigits, Self.fractionDigits))
        text.append(to: &bytes)
    }

    /// What stands before the point, and what stands behind it times 10¹⁸.
    private var parts: (whole: UInt128, fraction: UInt64) {
        let unit: UInt64 = 1_000_000_000_000_000_000
        let magnitude = scaled.magnitude
        if magnitude >> 82 == 0 {
            // Numbers below some millions, which a machine word can divide: 10¹⁸ is 2¹⁸ × 5¹⁸.
            let whole = UInt64(truncatingIfNeeded: magnitude >> 18) / 3_814_697_265_625
            // What is left is below 10¹⁸, so that its lowest 64 bits are all of it.
            return (UInt128(whole), UInt64(truncatingIfNeeded: magnitude) &- whole &* unit)
        }
        let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: UInt128(unit))
        return (quotient, UInt64(remainder))
    }
}

/// The digits of a number around its point, in memory that needs no allocation.
private struct DecimalText {
    /// Where the point stands: a sign and 21 digits fit before it.
    private static let point = 22
    private var bytes = InlineArray<48, UInt8>(repeating: UInt8(ascii: "0"))
    private var start = DecimalText.point
    private var end = DecimalText.point

    mutating func setWhole(_ whole: UInt128, isNegative: Bool) {
        var rest = UInt64(truncatingIfNeeded: whole)
        if whole > UInt128(UInt64.max) {
            let (high, low) = whole.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
            put(UInt64(low), digits: 18, endingAt: start)
            start -= 18
            rest = UInt64(high)
        }
        repeat {
            start -= 1
            bytes[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if isNegative {
            start -= 1
            bytes[start] = UInt8(ascii: "-")
        }
    }

    /// Nine digits at a time: the second half is nought in nearly all numbers.
    mutating func setFraction(_ fraction: UInt64, minimumDigits: Int) {
        guard fraction > 0 || minimumDigits > 0 else { return }
        bytes[Self.point] = UInt8(ascii: ".")
        let first = Self.point + 1
        let (upper, lower) = (fraction / 1_000_000_000, fraction % 1_000_000_000)
        if lower == 0, upper % 10_000_000 == 0 {
            // Most numbers are amounts of money, with two digits.
            put(upper / 10_000_000, digits: 2, endingAt: first + 2)
            end = first + 2
        } else {
            put(upper, digits: 9, endingAt: first + 9)
            end = first + 9
        }
        if lower > 0 {
            put(lower, digits: 9, endingAt: first + 18)
            end = first + 18
        }
        while end > first, bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
        end = max(end, first + minimumDigits)
    }

    /// Writes so many digits, noughts in front included.
    private mutating func put(_ number: UInt64, digits: Int, endingAt end: Int) {
        var rest = number
        for index in stride(from: end - 1, through: end - digits, by: -1) where rest > 0 {
            bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    func append(to buffer: inout [UInt8]) {
        let text = bytes.span.extracting(start..<end)
        unsafe text.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
}
