extension ExactDecimal {
    /// The number rounded to so many fraction digits, halves away from nought.
    ///
    /// - Throws: ``Overflow`` when the result does not fit.
    public func roundedHalfUp(toDigits digits: Int) throws(Overflow) -> ExactDecimal {
        try rounded(.halfUp, toDigits: digits)
    }

    /// The number rounded to so many fraction digits.
    ///
    /// - Throws: ``Overflow`` when the result does not fit.
    public func rounded(_ rounding: Rounding, toDigits digits: Int) throws(Overflow) -> ExactDecimal {
        try share(.whole, rounding, toDigits: digits)
    }

    /// A share of the number, rounded once, at the end, to so many fraction digits.
    ///
    /// The product with the share's numerator is formed at its full width before it is divided.
    ///
    /// - Throws: ``Overflow`` when the result does not fit.
    public func share(
        _ share: Fraction, _ rounding: Rounding, toDigits digits: Int
    ) throws(Overflow) -> ExactDecimal {
        let unit = Self.powerOfTen(Self.fractionDigits - min(max(0, digits), Self.fractionDigits)).magnitude
        let divisor = unit * UInt128(share.denominator)
        let product = scaled.magnitude.multipliedFullWidth(by: UInt128(share.numerator))
        guard product.high < divisor else { throw Overflow() }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let lifted = quotient + (Self.lifts(remainder, of: divisor, isOdd: quotient & 1 == 1, rounding) ? 1 : 0)
        let (magnitude, overflow) = lifted.multipliedReportingOverflow(by: unit)
        guard !overflow, let result = Int128(exactly: magnitude) else { throw Overflow() }
        return ExactDecimal(scaled: scaled < 0 ? -result : result)
    }

    /// A share of the number, where it has no more than 18 fraction digits; `nil` where it has more.
    ///
    /// - Throws: ``Overflow`` when the result does not fit.
    public func exactShare(_ share: Fraction) throws(Overflow) -> ExactDecimal? {
        let product = scaled.magnitude.multipliedFullWidth(by: UInt128(share.numerator))
        let divisor = UInt128(share.denominator)
        guard product.high < divisor else { throw Overflow() }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        guard remainder == 0 else { return nil }
        guard let result = Int128(exactly: quotient) else { throw Overflow() }
        return ExactDecimal(scaled: scaled < 0 ? -result : result)
    }

    private static func lifts(
        _ remainder: UInt128, of divisor: UInt128, isOdd: Bool, _ rounding: Rounding
    ) -> Bool {
        switch rounding {
        case .towardZero: false
        case .halfUp: remainder >= divisor - remainder
        case .halfEven: roundsUp(remainder, of: divisor, isOdd: isOdd)
        }
    }
}
