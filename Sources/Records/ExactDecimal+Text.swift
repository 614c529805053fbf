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

    /// Appends the number's text to a buffer, as ASCII.
    public func append(to bytes: inout [UInt8], minimumFractionDigits: Int = 0) {
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: Self.one.scaled.magnitude)
        bytes.append(contentsOf: String(whole).utf8)

        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: Self.fractionDigits)
        var rest = UInt64(fraction)
        for index in digits.indices.reversed() where rest > 0 {
            digits[index] += UInt8(rest % 10)
            rest /= 10
        }
        let needed = (digits.lastIndex { $0 != UInt8(ascii: "0") } ?? -1) + 1
        let shown = max(needed, min(minimumFractionDigits, Self.fractionDigits))
        guard shown > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: digits[..<shown])
    }
}
