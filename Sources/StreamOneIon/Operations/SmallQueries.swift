/// A call that has no parameters.
struct NoQuery: IonQuery {
    static let parameters: [QueryParameter<Self>] = []
}

/// How a subscription is fetched.
struct SubscriptionOptions: IonQuery {
    /// Whether the service asks the provider anew; `nil` leaves it to the service.
    var refresh: Bool?

    static let parameters: [QueryParameter<Self>] = [
        .init("refresh", \.refresh, sends: "refresh", "whether the service asks the provider anew")
    ]

    func call(customerID: String, id: String) -> IonCall {
        IonCall(
            .current, ["customers", customerID, "subscriptions", id], items, for: "subscription \(id)",
            answer: .object(at: []))
    }
}

/// How an order is fetched.
struct OrderOptions: IonQuery {
    /// The customer who ordered; `-` for any.
    var customerID = "-"

    static let parameters: [QueryParameter<Self>] = [
        QueryParameter(
            ParameterDescription("customer", "ID", "the customer who ordered (any)"),
            read: { query, text throws(ParameterFault) in query.customerID = try String.parse(text, for: "customer") })
    ]

    func call(id: String) -> IonCall {
        IonCall(.current, ["customers", customerID, "orders", id], for: "order \(id)", answer: .object(at: []))
    }
}

/// Which reports are wanted.
struct ReportListQuery: IonQuery {
    /// Only those of this part of the portal.
    var module: ReportModule? = .unspecified

    static let parameters: [QueryParameter<Self>] = [
        .init("module", \.module, sends: "module", "MODULE", "only those of this part of the portal")
    ]

    var call: IonCall {
        IonCall(
            .current, ["reports"], items, for: "reports",
            answer: .list(ListShape(["reports"], of: "report", identity: ["reportId"], paging: .none)))
    }
}

extension IonCall {
    /// The call for a customer.
    static func customer(id: String) -> IonCall {
        var call = IonCall(.current, ["customers", id], for: "customer \(id)", answer: .object(at: []))
        call.hasIDInName = true
        return call
    }

    /// The call for a report's description.
    static func report(id: String) -> IonCall {
        IonCall(.current, ["reports", id], for: "the description of report \(id)", answer: .object(at: []))
    }
}

extension LegacyQuery {
    /// The parameters of a call for one object.
    static let objectParameters = parameters.filter {
        ["relations", "fields", "accept"].contains($0.description.name)
    }
}
