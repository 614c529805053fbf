/// What a subscription is to its provider, such as `AZURE::Subscription`.
public struct ResourceType: OpenEnumeration, QueryValue {
    /// The values that are known.
    public static let known: [Self] = [
        "ACRONIS::Tenant",
        "AWS::Resource",
        "AZURE::CustomerEntitlement",
        "AZURE::Subscription",
        "GCP::Resource",
        "GSUITE::Entitlement",
        "GSUITE::Subscription",
        "IBM::LegacyOrder",
        "IBM::Order",
        "ITG::Product",
        "LYSE::Electricity",
        "LYSE::Fiber",
        "LYSE::Mobile",
        "MCAFEE::Order",
        "NAME::Domain",
        "NAME::DomainTransfer",
        "SOPHOS::Tenant",
        "VERTEX::Solution",
    ].map(Self.init)

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
