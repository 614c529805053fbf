/// Which subscriptions are wanted, in which order.
public struct SubscriptionQuery: IonQuery, Sendable, Hashable {
    /// A custom field of customers, and the value that it must have.
    public struct CustomField: Sendable, Hashable {
        /// The field's name.
        public let name: String
        /// The value.
        public let value: String

        /// A condition from its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Only those of this customer.
    public var customerID: String?
    /// Only the one that the provider knows under this id.
    public var subscriptionID: String?
    /// Only those of this reseller.
    public var resellerID: String?
    /// Only those of this cloud provider.
    public var providerID: String?
    /// Only those in this state.
    public var status: SubscriptionStatus?
    /// Only those that started within.
    public var startRange: DateRange?
    /// Only those that end then.
    public var endDate: Instant?
    /// Only those that end within.
    public var endRange: DateRange?
    /// Only those of this term, such as `P1Y`.
    public var billingTerm: String?
    /// Only those billed in this cycle, such as `monthly`.
    public var billingCycle: String?
    /// Only those with so many licences.
    public var totalLicenses: Int?
    /// Only those of this product of the catalogue.
    public var catalogProductID: String?
    /// Only those of this product of the provider.
    public var providerProductID: String?
    /// Only those with this purchase order of the customer.
    public var customerPO: String?
    /// Only those with this purchase order of the reseller.
    public var resellerPO: String?
    /// Only those whose customer has this in a custom field.
    public var customField: CustomField?
    /// Only those of the cloud provider of this name.
    public var providerName: String?
    /// Only those of the account of this name.
    public var accountName: String?
    /// Only those of the customer of this name.
    public var customerName: String?
    /// Only those of this name.
    public var name: String?
    /// Only those of this type, such as `AZURE::Subscription`.
    public var resourceType: ResourceType?
    /// Free text that the service searches for.
    public var filter: String?
    /// The field to sort by.
    public var sortBy: String?
    /// Smallest or greatest first.
    public var sortOrder: SortOrder?
    /// On behalf of which user.
    public var userID: String?
    /// How many come in one page. The service's own default is 100.
    public var pageSize = 100
    /// How many are left out at the start.
    public var offset = 0
    /// How many are wanted at most; `nil` for all.
    public var limit: Int?

    /// All subscriptions, 100 a page.
    public init() {}

    static let parameters: [QueryParameter<Self>] =
        [
            .init("customer", \.customerID, sends: "customerId", "ID", "only those of this customer"),
            .init(
                "subscription", \.subscriptionID, sends: "subscriptionId", "ID", "only the one with this provider's id"),
            .init("reseller", \.resellerID, sends: "resellerId", "ID", "only those of this reseller"),
            .init("provider", \.providerID, sends: "providerId", "ID", "only those of this cloud provider"),
            .init("status", \.status, sends: "subscriptionStatus", "STATUS", "only those in this state"),
        ] + range("start", \.startRange, sends: "startDateRange", "started") + [
            .init("end-date", \.endDate, sends: "endDate", "only those that end then")
        ] + range("end", \.endRange, sends: "endDateRange", "end") + [
            .init("billing-term", \.billingTerm, sends: "billingTerm", "TERM", "only those of this term, such as P1Y"),
            .init(
                "billing-cycle", \.billingCycle, sends: "billingCycle", "CYCLE", "only those billed so, such as monthly"
            ),
            .init("total-licenses", \.totalLicenses, sends: "totalLicense", "only those with so many licences"),
            .init(
                "product", \.catalogProductID, sends: "ccpProductId", "ID",
                "only those of this product of the catalogue"),
            .init(
                "provider-product", \.providerProductID, sends: "providerProductId", "ID",
                "only those of this product of the provider"),
            .init(
                "customer-po", \.customerPO, sends: "customerPo", "only those with this purchase order of the customer"),
            .init(
                "reseller-po", \.resellerPO, sends: "resellerPo", "only those with this purchase order of the reseller"),
            customFieldParameter,
            .init(
                "provider-name", \.providerName, sends: "cloudProviderName",
                "only those of the cloud provider of this name"),
            .init("account-name", \.accountName, sends: "accountName", "only those of the account of this name"),
            .init("customer-name", \.customerName, sends: "customerName", "only those of the customer of this name"),
            .init("name", \.name, sends: "subscriptionName", "only those of this name"),
            .init("resource-type", \.resourceType, sends: "resourceType", "TYPE", "only those of this type"),
            .init("search", \.filter, sends: "pagination.filter", "only those that the service finds this text in"),
            .init("sort-by", \.sortBy, sends: "pagination.sortBy", "FIELD", "the field to sort by"),
            .init("sort-order", \.sortOrder, sends: "pagination.sortOrder", "ORDER", "smallest or greatest first"),
            .init("user", \.userID, sends: "pagination.userId", "ID", "on behalf of this user"),
            .offset(\.offset), .limit(\.limit), .pageSize(\.pageSize),
        ]

    private static let customFieldParameter = QueryParameter<Self>(
        ParameterDescription("custom-field", "NAME=VALUE", "only those whose customer has this in a custom field"),
        read: { query, text throws(ParameterFault) in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ParameterFault(name: "custom-field", reason: "must be NAME=VALUE, not \"\(text)\"")
            }
            query.customField = CustomField(name: parts[0], value: parts[1])
        },
        items: { query in
            query.customField.map {
                [QueryItem("customField.field", $0.name), QueryItem("customField.value", $0.value)]
            } ?? []
        })
}

extension SubscriptionQuery {
    /// The call for the list.
    package var call: IonCall {
        IonCall(
            .current, ["subscriptions"], items, for: "subscriptions",
            answer: .list(
                ListShape(
                    ["items"], of: "subscription", paging: .offset, pageSize: pageSize, offset: offset, limit: limit)))
    }
}
