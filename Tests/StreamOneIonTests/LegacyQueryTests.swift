import Testing

@testable import StreamOneIon

@Suite("Lists of version 1")
struct LegacyQueryTests {
    struct Case: Sendable {
        let query: String
        let change: @Sendable (inout LegacyQuery) -> Void
    }

    static let cases = [
        Case(query: "") { _ in },
        Case(query: "filter%5BbillingStartDate%3Agte%5D=2026-10-01") {
            $0.filters = [.init(field: "billingStartDate", modifier: .gte, value: "2026-10-01")]
        },
        Case(query: "filter%5Bname%5D=A%26B%20%C3%A5&filter%5Bnumber%3Apartial%5D=IN%25") {
            $0.filters = [
                .init(field: "name", value: "A&B å"), .init(field: "number", modifier: .partial, value: "IN%"),
            ]
        },
        Case(query: "sort%5Bid%5D=asc&sort%5Btotal%5D=desc") {
            $0.sorting = [.init(field: "id", direction: .asc), .init(field: "total", direction: .desc)]
        },
        Case(query: "relations=") { $0.relations = [] },
        Case(query: "relations=lines%2Ccustomer") { $0.relations = ["lines", "customer"] },
    ]

    @Test("What is sent", arguments: cases)
    func target(_ test: Case) {
        var query = LegacyQuery()
        test.change(&query)
        #expect(query.invoices.target() == "invoices/myinvoices" + (test.query.isEmpty ? "" : "?\(test.query)"))
    }

    @Test("A customer's invoices have a path of their own")
    func customer() {
        var query = LegacyQuery()
        query.customerID = "7 7"
        #expect(query.invoices.target() == "invoices?customerId=7%207")
    }
}
