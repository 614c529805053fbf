import Testing

@testable import StreamOneIon

@Suite("Lists of version 1")
struct LegacyQueryTests {
    struct Case: Sendable {
        let query: String
        let change: @Sendable (inout LegacyQuery) -> Void
    }

    static let cases = [
        Case(query: "limit=100&offset=0") { _ in },
        Case(query: "filter%5BbillingStartDate%3Agte%5D=2026-10-01&limit=100&offset=0") {
            $0.filters = [.init(field: "billingStartDate", modifier: .gte, value: "2026-10-01")]
        },
        Case(query: "filter%5Bname%5D=A%26B%20%C3%A5&filter%5Bnumber%3Apartial%5D=IN%25&limit=100&offset=0") {
            $0.filters = [
                .init(field: "name", value: "A&B å"), .init(field: "number", modifier: .partial, value: "IN%"),
            ]
        },
        Case(query: "sort%5Bid%5D=asc&sort%5Btotal%5D=desc&limit=7&offset=3") {
            $0.sorting = [.init(field: "id", direction: .asc), .init(field: "total", direction: .desc)]
            $0.pageSize = 7
            $0.offset = 3
        },
        Case(query: "limit=100&offset=0&relations=") { $0.relations = [] },
        Case(query: "limit=100&offset=0&relations=lines%2Ccustomer") { $0.relations = ["lines", "customer"] },
        Case(query: "limit=5&offset=0") { $0.limit = 5 },
    ]

    @Test("What is sent", arguments: cases)
    func text(_ test: Case) {
        var query = LegacyQuery()
        test.change(&query)
        #expect(query.text(from: 0) == test.query)
    }

    @Test("Later pages begin behind what came, and ask for no more than is wanted")
    func laterPages() {
        var query = LegacyQuery()
        query.offset = 10
        query.limit = 250
        #expect(query.text(from: 200) == "limit=50&offset=210")
    }

    @Test("A list goes on until a page is empty")
    func untilEmpty() throws {
        var paging = LegacyPaging(entity: "invoice", limit: nil)
        #expect(try paging.take(["1", "2"]))
        // A page that is shorter than was asked for is not yet the end.
        #expect(try paging.take(["3"]))
        #expect(try !paging.take([]))
        #expect(paging.count == 3)
    }

    @Test("A list ends when as much came as was wanted")
    func untilLimit() throws {
        var paging = LegacyPaging(entity: "invoice", limit: 3)
        #expect(try paging.take(["1", "2"]))
        #expect(try !paging.take(["3"]))
    }

    @Test(
        "Lists that cannot be trusted",
        arguments: [
            ([["1", "2"], ["2"]], nil, "invoice 2 came twice"), ([["1", "1"]], nil, "invoice 1 came twice"),
            ([["1", ""]], nil, "invoice number 2 has no id"),
            ([["1", "2", "3"]], 2, "the service sent 3 of at most 2 that were asked for"),
        ] as [([[String]], Int?, String)])
    func faults(_ pages: [[String]], _ limit: Int?, _ words: String) throws {
        var paging = LegacyPaging(entity: "invoice", limit: limit)
        let error = #expect(throws: IonError.self) { for page in pages { _ = try paging.take(page) } }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains(words) == true)
    }
}
