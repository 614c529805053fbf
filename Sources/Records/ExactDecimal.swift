/// An exact decimal number: fixed point, 18 fraction digits, in a 128-bit integer.
///
/// The range is ±1.7 × 10²⁰. Sums report overflow instead of wrapping, and nothing here is ever a binary
/// floating-point number, so a total is the total.
///
/// The type is frozen and its arithmetic inlinable because the reconciling loops of other modules use it once
/// per row; behind a module border the same calls cost several times as much.
@frozen
public struct ExactDecimal: Sendable, Hashable, Comparable {
    /// The value times 10¹⁸.
    public var scaled: Int128

    /// A number from its value times 10¹⁸.
    @inlinable
    public init(scaled: Int128) {
        self.scaled = scaled
    }

    /// A whole number.
    @inlinable
    public init(_ whole: Int) {
        self.scaled = Int128(whole) * Self.one.scaled
    }

    /// How many digits stand behind the decimal point.
    public static let fractionDigits = 18

    /// Nought.
    @inlinable
    public static var zero: ExactDecimal { ExactDecimal(scaled: 0) }

    /// One.
    @inlinable
    public static var one: ExactDecimal { ExactDecimal(scaled: 1_000_000_000_000_000_000) }

    /// Whether the number is below nought.
    @inlinable
    public var isNegative: Bool { scaled < 0 }

    /// Whether the number is nought.
    @inlinable
    public var isZero: Bool { scaled == 0 }

    /// The number without its sign; the type's lowest value, which has no counterpart, becomes its highest.
    @inlinable
    public var magnitude: ExactDecimal {
        ExactDecimal(scaled: scaled == .min ? .max : abs(scaled))
    }

    /// Whether the left value comes first.
    @inlinable
    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { left.scaled < right.scaled }
}

/// Arithmetic that says when a result does not fit.
extension ExactDecimal {
    /// A result that is beyond ±1.7 × 10²⁰.
    public struct Overflow: Error, CustomStringConvertible {
        /// Creates the error.
        @inlinable
        public init() {}

        /// What a reader of the message is told.
        public var description: String { "a sum or product is beyond ±170,141,183,460,469,231,731" }
    }

    /// The sum of two numbers.
    ///
    /// - Throws: ``Overflow`` when the sum does not fit.
    @inlinable
    public func adding(_ other: ExactDecimal) throws(Overflow) -> ExactDecimal {
        let (sum, overflow) = scaled.addingReportingOverflow(other.scaled)
        if overflow { throw Overflow() }
        return ExactDecimal(scaled: sum)
    }

    /// The difference of two numbers.
    ///
    /// - Throws: ``Overflow`` when the difference does not fit.
    @inlinable
    public func subtracting(_ other: ExactDecimal) throws(Overflow) -> ExactDecimal {
        let (difference, overflow) = scaled.subtractingReportingOverflow(other.scaled)
        if overflow { throw Overflow() }
        return ExactDecimal(scaled: difference)
    }

    /// The product of two numbers; digits beyond the eighteenth are rounded half to even.
    ///
    /// The product is formed at its full width of 256 bits before it is cut, so only a result that is itself out
    /// of range is an overflow.
    ///
    /// - Throws: ``Overflow`` when the product does not fit.
    public func multiplied(by other: ExactDecimal) throws(Overflow) -> ExactDecimal {
        let isNegative = (scaled < 0) != (other.scaled < 0)
        let product = scaled.magnitude.multipliedFullWidth(by: other.scaled.magnitude)
        let divisor = Self.one.scaled.magnitude
        guard product.high < divisor else { throw Overflow() }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let roundsUp = Self.roundsUp(remainder, of: divisor, isOdd: quotient & 1 == 1)
        guard let result = Self.assembled(quotient, roundsUp: roundsUp, isNegative: isNegative) else {
            throw Overflow()
        }
        return result
    }

    /// A number from its magnitude times 10¹⁸, lifted by one where rounding asks for it; `nil` when it does not fit.
    static func assembled(_ quotient: UInt128, roundsUp: Bool, isNegative: Bool) -> ExactDecimal? {
        let (magnitude, overflow) = quotient.addingReportingOverflow(roundsUp ? 1 : 0)
        guard !overflow, magnitude <= (isNegative ? Int128.min : .max).magnitude else { return nil }
        return ExactDecimal(scaled: Int128(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude))
    }

    /// Half-to-even: whether a remainder lifts its quotient by one.
    static func roundsUp(_ remainder: UInt128, of divisor: UInt128, isOdd: Bool) -> Bool {
        let half = divisor / 2
        return remainder > half || (remainder == half && divisor.isMultiple(of: 2) && isOdd)
    }
}
