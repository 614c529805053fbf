/// `…/subscriptions`.
struct SubscriptionEndpoints: Sendable {
    private static let (defaultLimit, maximumLimit) = (100, 1000)

    /// The items.
    let index: SubscriptionIndex

    /// `GET …/subscriptions`: a page of items, `{"items": […], "paginationResponse": {"totalSize": N}}`.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let limit = try number("pagination.limit", in: request.query)
        let offset = try number("pagination.offset", in: request.query)
        let filter = SubscriptionIndex.Filter(
            status: request.query["subscriptionStatus"], customerID: request.query["customerId"])
        do throws(SandboxError) {
            // As in all of protobuf's JSON, a nought is a value that is not there.
            let size = limit == 0 ? Self.defaultLimit : min(limit, Self.maximumLimit)
            let page = try index.page(offset: offset, limit: size, filter: filter, paging: request.paging)
            // Pages without an end are told by a total that is always one ahead.
            let totalSize = request.paging == .endless ? offset + size + 1 : page.totalSize
            return Response(body: .bytes(Self.body(page.items, totalSize: totalSize)))
        } catch {
            throw .internalError(error.message)
        }
    }

    private static func body(_ items: [[UInt8]], totalSize: Int) -> [UInt8] {
        var body = Array(#"{"items":["#.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body.append(contentsOf: item)
        }
        body.append(contentsOf: #"],"paginationResponse":{"totalSize":\#(totalSize)}}"#.utf8)
        return body
    }

    private func number(_ name: String, in query: FormFields) throws(Refusal) -> Int {
        guard let text = query[name] else { return 0 }
        guard let number = Int32(text), number >= 0 else {
            throw .invalidArgument("\(name) must be a whole number from 0, not \"\(text)\"")
        }
        return Int(number)
    }
}
