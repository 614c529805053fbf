/// Which customers are wanted.
public struct CustomerQuery: IonQuery, Sendable, Hashable {
    /// Only the one with this address.
    public var email: String?
    /// Only those who are written to in this language.
    public var languageCode: String?
    /// Only those in this state.
    public var status: CustomerStatus?
    /// Only those whose contact has this name.
    public var name: String?
    /// How many come in one page.
    public var pageSize = 100
    /// How many are wanted at most; `nil` for all.
    public var limit: Int?

    /// All customers, 100 a page.
    public init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init("email", \.email, sends: "filter.customerEmail", "only the one with this address"),
        .init(
            "language", \.languageCode, sends: "filter.languageCode", "CODE", "only those written to in this language"),
        .init("status", \.status, sends: "filter.customerStatus", "STATUS", "only those in this state"),
        .init("name", \.name, sends: "filter.customerName", "only those whose contact has this name"),
        .limit(\.limit), .pageSize(\.pageSize),
    ]
}

extension CustomerQuery {
    /// The call for the list.
    package var call: IonCall {
        let shape = ListShape(
            ["customers"], of: "customer", identity: ["name"], paging: .token, pageSize: pageSize, limit: limit)
        var call = IonCall(.current, ["customers"], items, for: "customers", answer: .list(shape))
        call.hasIDInName = true
        return call
    }
}
