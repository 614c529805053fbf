internal import Formats
internal import Records

/// `…/orders` and `…/customers/{customer}/orders…`.
struct OrderEndpoints: Sendable {
    private static let statuses = ["NEW", "CONFIRMED", "ON_HOLD", "COMPLETED", "ERROR", "CANCELED", "IN_PROGRESS"]
    private static let filters: [ObjectFilter] = [
        .equals("status", "status"), list("filter.accountIdList") { [$0["accountId"]?.string] },
        list("filter.customerIdList") { [$0["customerId"]?.string] },
        list("filter.providerNameList") { ($0["orderItems"]?.array ?? []).map { $0["providerName"]?.string } },
    ]

    /// The orders.
    let orders: [JSONValue]
    /// The account whose orders they are, those of accounts below it among them.
    let accountID: String

    /// A filter whose value is several, with commas between them.
    private static func list(
        _ name: String, _ texts: @escaping @Sendable (JSONValue) -> [String?]
    ) -> ObjectFilter {
        ObjectFilter(name: name) { order, value in
            let wanted = Set(value.split(separator: ",").map { $0.trimmingBlanks.lowercased() })
            return texts(order).contains { $0.map { wanted.contains($0.lowercased()) } ?? false }
        }
    }

    /// `GET …/orders`: a page of all orders, the latest first unless told otherwise.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let key = try request.query.choice("sortBy", among: ["createTime", "updateTime"]) ?? "createTime"
        let order = try request.query.choice("sortOrder", among: ["ASC", "DESC"]) ?? "DESC"
        var found = try selected(request)
        if try request.query.truth("filter.excludeSubAccounts") == true {
            found = found.filter { $0["accountId"]?.string == accountID }
        }
        let times = found.enumerated().map { ($0.element, $0.element[key]?.string ?? "", $0.offset) }
        let sorted = times.sorted { left, right in
            left.1 == right.1 ? left.2 < right.2 : (left.1 < right.1) == (order == "ASC")
        }
        return try TokenPaging(request.query).page(of: sorted.map(\.0), named: "orders", request.paging)
    }

    /// `GET …/customers/{customer}/orders`: a page of a customer's orders; `-` stands for any customer.
    func customerPage(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        let customer = captured[captured.count - 1]
        let found = try selected(request).filter { customer == "-" || $0["customerId"]?.string == customer }
        return try TokenPaging(request.query).page(of: found, named: "orders", request.paging)
    }

    /// `GET …/customers/{customer}/orders/{order}`.
    func order(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        let (customer, id) = (captured[captured.count - 2], captured[captured.count - 1])
        let found = orders.first {
            $0["orderId"]?.string == id && (customer == "-" || $0["customerId"]?.string == customer)
        }
        guard let found else { throw .notFound("order \(id)") }
        return Response(found)
    }

    private func selected(_ request: Request) throws(Refusal) -> [JSONValue] {
        _ = try request.query.choice("status", among: Self.statuses)
        return ObjectFilter.select(orders, Self.filters, request.query)
    }
}
