/// For whom a product is shown: a customer sees the published one with the price book's prices.
public struct ClientRole: OpenEnumeration, QueryValue {
    /// `CUSTOMER`
    public static let customer = Self(rawValue: "CUSTOMER")
    /// `OWNER`
    public static let owner = Self(rawValue: "OWNER")

    /// The values that are known.
    public static let known: [Self] = [
        .customer, .owner,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
