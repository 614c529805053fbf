/// Which orders are wanted, in which order.
public struct OrderQuery: IonQuery, Sendable, Hashable {
    /// Only those of this customer, `-` for those of all customers of all resellers below; `nil` for all of the account.
    public var customerID: String?
    /// Only those in this state.
    public var status: OrderStatus?
    /// The field to sort by: `createTime` or `updateTime`.
    public var sortBy: String?
    /// Earliest or latest first.
    public var sortOrder: SortOrder?
    /// Whether those of accounts below this one are left out.
    public var excludesSubAccounts = false
    /// Only those of these accounts, with commas between them.
    public var accountIDs: String?
    /// Only those of these customers, with commas between them.
    public var customerIDs: String?
    /// Only those of these cloud providers, with commas between them.
    public var providerNames: String?
    /// How many come in one page.
    public var pageSize = 100
    /// How many are wanted at most; `nil` for all.
    public var limit: Int?

    /// All orders, 100 a page.
    public init() {}

    static let parameters: [QueryParameter<Self>] = [
        QueryParameter(
            ParameterDescription("customer", "ID", "only those of this customer (- for any)"),
            read: { query, text throws(ParameterFault) in query.customerID = try String.parse(text, for: "customer") }),
        .init("status", \.status, sends: "status", "STATUS", "only those in this state"),
        .init("sort-by", \.sortBy, sends: "sortBy", "FIELD", "createTime or updateTime"),
        .init("sort-order", \.sortOrder, sends: "sortOrder", "ORDER", "earliest or latest first"),
        .init(
            flag: "exclude-sub-accounts", \.excludesSubAccounts, sends: "filter.excludeSubAccounts",
            "without those of accounts below"),
        .init("accounts", \.accountIDs, sends: "filter.accountIdList", "ID,ID", "only those of these accounts"),
        .init("customers", \.customerIDs, sends: "filter.customerIdList", "ID,ID", "only those of these customers"),
        .init(
            "providers", \.providerNames, sends: "filter.providerNameList", "NAME,NAME",
            "only those of these cloud providers"),
        .limit(\.limit), .pageSize(\.pageSize),
    ]
}

extension OrderQuery {
    /// The call for the list.
    package var call: IonCall {
        IonCall(
            .current, customerID.map { ["customers", $0, "orders"] } ?? ["orders"], items,
            for: customerID.map { "orders of customer \($0)" } ?? "orders",
            answer: .list(
                ListShape(
                    ["orders"], of: "order", identity: ["name", "orderId"], paging: .token, pageSize: pageSize,
                    limit: limit)))
    }
}
