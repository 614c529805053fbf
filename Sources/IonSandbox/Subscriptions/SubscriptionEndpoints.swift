internal import Formats
internal import Records

/// `…/subscriptions`.
struct SubscriptionEndpoints: Sendable {
    private static let defaultLimit = 100
    private static let maximumLimit = 1000

    /// The items.
    let source: any SubscriptionSource
    /// Version 1's customers, who have the custom fields.
    let customers: [JSONValue]
    /// What ranges by name are reckoned from.
    let today: CivilDate

    /// `GET …/subscriptions`: a page of items, `{"items": […], "paginationResponse": {"totalSize": N}}`.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let limit = try number("pagination.limit", in: request.query)
        let offset = try number("pagination.offset", in: request.query)
        let filter = try SubscriptionFilter(request.query, today: today, customers: customersWith)
        do throws(SandboxError) {
            // As in all of protobuf's JSON, a nought is a value that is not there.
            let size = limit == 0 ? Self.defaultLimit : min(limit, Self.maximumLimit)
            let page = try source.page(offset: offset, limit: size, filter: filter, paging: request.paging)
            // Pages without an end are told by a total that is always one ahead.
            let totalSize = request.paging == .endless ? offset + size + 1 : page.totalSize
            return Response(body: .bytes(Self.body(page.items, totalSize: totalSize)))
        } catch {
            throw .internalError(error.message)
        }
    }

    /// `GET …/customers/{customer}/subscriptions/{id}`: the list's item with what has happened to it.
    func detail(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        let (customer, id) = (captured[captured.count - 2], captured[captured.count - 1])
        _ = try request.query.truth("refresh")
        do throws(SandboxError) {
            guard let item = try source.item(id: id), item["customerId"]?.string == customer else {
                return Refusal.notFound("subscription \(id) of customer \(customer)").response
            }
            return Response(Self.detailed(item))
        } catch {
            throw .internalError(error.message)
        }
    }

    private static func detailed(_ item: JSONValue) -> JSONValue {
        guard case .object(let members) = item else { return item }
        let log: JSONValue = [
            "id": .string("log-\(item["id"]?.string ?? "")"), "actionType": "Subscription Created",
            "actionDate": item["subscriptionPurchasedDate"] ?? "", "actionStatus": "succeeded",
            "productId": item["subscriptionSkuId"] ?? "", "skuId": "0001",
            "actionDetails": .string("Quantity: \(item["subscriptionTotalLicenses"]?.string ?? "")"),
            "ccpUserId": "677176", "ccpUserName": "Signe Halvmåne", "ccpUserEmail": "signe@halvmane.example",
        ]
        let place = members.firstIndex { $0.name == "ccpProductInfo" } ?? members.count
        let logs: JSONValue = ["totalCount": "1", "items": [log]]
        return .object(members[..<place] + [.init("activityLogs", logs), .init("attributes", [])] + members[place...])
    }

    /// The customers whose custom field of a name has a value, or any.
    private func customersWith(field: String, value: String?) -> Set<String> {
        let found = customers.filter { customer in
            (customer["customFieldsValues"]?.array ?? []).contains {
                $0["name"]?.string == field && (value == nil || $0["value"]?.string == value)
            }
        }
        return Set(found.compactMap { $0["id"]?.string })
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
