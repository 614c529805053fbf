internal import Formats

/// `…/customers…` of version 3.
struct CustomerEndpoints: Sendable {
    private static let filters: [ObjectFilter] = [
        .equals("filter.customerEmail", "customerEmail"), .equals("filter.languageCode", "languageCode"),
        .equals("filter.customerStatus", "customerStatus"), .equals("filter.customerName", "customerName"),
    ]
    private static let statuses = ["CUSTOMER_STATUS_UNSPECIFIED", "ACTIVE", "INACTIVE"]

    /// The customers.
    let customers: [JSONValue]

    /// `GET …/customers`: a page.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        _ = try request.query.choice("filter.customerStatus", among: Self.statuses)
        let paging = try TokenPaging(request.query)
        let found = ObjectFilter.select(customers, Self.filters, request.query)
        return paging.page(of: found, named: "customers", request.paging)
    }

    /// `GET …/customers/{customer}`.
    func customer(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        Response(try customers.named(captured.last, "customer"))
    }
}

extension [JSONValue] {
    /// The object whose resource name ends with an id.
    func named(_ id: String?, _ what: String) throws(Refusal) -> JSONValue {
        let object = first { object in
            guard let id, let name = object["name"]?.string else { return false }
            return name.hasSuffix("/\(id)")
        }
        guard let object else { throw .notFound("\(what) \(id ?? "")") }
        return object
    }
}
