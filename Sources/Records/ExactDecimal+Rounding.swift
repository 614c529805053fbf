extension ExactDecimal {
    /// The number rounded to so many fraction digits, halves away from nought.
    ///
    /// - Throws: ``Overflow`` when the result does not fit.
    public func roundedHalfUp(toDigits digits: Int) throws(Overflow) -> ExactDecimal {
        guard digits < Self.fractionDigits else { return self }
        let unit = Self.powerOfTen(Self.fractionDigits - max(0, digits)).magnitude
        let (quotient, remainder) = scaled.magnitude.quotientAndRemainder(dividingBy: unit)
        let (product, overflow) = (remainder >= unit / 2 ? quotient + 1 : quotient).multipliedReportingOverflow(
            by: unit)
        guard !overflow, let magnitude = Int128(exactly: product) else { throw Overflow() }
        return ExactDecimal(scaled: scaled < 0 ? -magnitude : magnitude)
    }
}
