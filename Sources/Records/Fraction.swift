/// A share of a whole: 28 of 30 days.
public struct Fraction: Sendable, Hashable {
    /// How many parts are taken.
    public let numerator: Int
    /// How many parts make the whole.
    public let denominator: Int

    /// All of it.
    public static let whole = Fraction(numerator: 1, denominator: 1)

    private init(numerator: Int, denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A share; `nil` unless the parts are not negative and the whole has some.
    public init?(_ numerator: Int, of denominator: Int) {
        guard numerator >= 0, denominator > 0 else { return nil }
        self.init(numerator: numerator, denominator: denominator)
    }
}
