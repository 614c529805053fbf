internal import Records

/// Arithmetic with whole factors. Invented amounts are small, so an overflow here is a bug and traps.
extension ExactDecimal {
    /// The number times a fraction. The result is exact as long as it needs no more than 18 fraction digits.
    func times(_ numerator: Int, over denominator: Int = 1) -> ExactDecimal {
        ExactDecimal(scaled: scaled * Int128(numerator) / Int128(denominator))
    }

    /// The number cut to so many fraction digits; a half is rounded away from nought.
    func rounded(toFractionDigits digits: Int) -> ExactDecimal {
        var step: Int128 = 1
        for _ in digits..<Self.fractionDigits { step *= 10 }
        let half = scaled < 0 ? -step / 2 : step / 2
        return ExactDecimal(scaled: (scaled + half) / step * step)
    }
}
