/// What kind of time a price is for.
public struct PhaseType: OpenEnumeration {
    /// `TRIAL_PHASE`
    public static let trial = Self(rawValue: "TRIAL_PHASE")
    /// `DISCOUNT_PHASE`
    public static let discount = Self(rawValue: "DISCOUNT_PHASE")
    /// `FIXED_PHASE`
    public static let fixed = Self(rawValue: "FIXED_PHASE")
    /// `UNLIMITED_PHASE`
    public static let unlimited = Self(rawValue: "UNLIMITED_PHASE")
    /// `PHASE_TYPE_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "PHASE_TYPE_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [.trial, .discount, .fixed, .unlimited, .unspecified]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
