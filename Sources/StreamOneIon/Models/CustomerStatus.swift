/// The state of a customer.
public struct CustomerStatus: OpenEnumeration, QueryValue {
    /// `ACTIVE`
    public static let active = Self(rawValue: "ACTIVE")
    /// `INACTIVE`
    public static let inactive = Self(rawValue: "INACTIVE")

    /// The values that are known.
    public static let known: [Self] = [
        .active, .inactive,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
