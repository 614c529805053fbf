internal import Formats

/// `/api/v1/customers…`.
struct LegacyCustomerEndpoints: Sendable {
    /// What can come along with a customer; what its member is called is what it is called.
    private static let relations: Set<String> = ["invoices", "group", "customFieldsValues"]

    private struct Customer: LegacyObject {
        let object: JSONValue

        func value(_ field: String) -> String? { object[field]?.scalarText }
    }

    private let customers: [Customer]
    private let fields: Set<String>

    /// The endpoints over the customers of a fixture.
    init(_ objects: [JSONValue]) {
        customers = objects.map(Customer.init)
        var fields: Set<String> = ["id", "name", "company", "email", "groupId"]
        for case .object(let members) in objects {
            fields.formUnion(members.lazy.filter { $0.value.scalarText != nil }.map(\.name))
        }
        self.fields = fields
    }

    /// The numbers of all customers.
    var ids: Set<String> { Set(customers.compactMap { $0.value("id") }) }

    /// `GET …/customers`: a page, `{"data":{"customer":[…]}}`.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let query = try query(request)
        let page = request.paging.page(of: query.select(from: customers), offset: query.offset, limit: query.limit)
        let objects = page.map { Self.wanted($0.object, query) }
        return LegacyAnswer.response(["data": ["customer": .array(objects)]], to: request)
    }

    /// `GET …/customers/{customer}`: a list of one, as the service writes what it has made.
    func customer(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        guard let id = captured.last, let customer = customers.first(where: { $0.value("id") == id }) else {
            throw .notFound("customer \(captured.last ?? "")")
        }
        let object = Self.wanted(customer.object, try query(request))
        return LegacyAnswer.response(["data": ["customer": [object]]], to: request)
    }

    private func query(_ request: Request) throws(Refusal) -> LegacyListQuery {
        try LegacyListQuery(request.query, fields: fields, relations: Self.relations, usual: ["customFieldsValues"])
    }

    private static func wanted(_ object: JSONValue, _ query: LegacyListQuery) -> JSONValue {
        guard case .object(let members) = object else { return object }
        return .object(members.filter { query.wants($0.name, relations: relations) })
    }
}
