/// Whether one pays before or after.
public struct BillingMode: OpenEnumeration {
    /// `PREPAY`
    public static let prepay = Self(rawValue: "PREPAY")
    /// `POSTPAY`
    public static let postpay = Self(rawValue: "POSTPAY")
    /// `BILLING_MODE_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "BILLING_MODE_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [.prepay, .postpay, .unspecified]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
