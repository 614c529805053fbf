import Formats
import IonSandbox
import Records
import Testing

@Suite struct SubscriptionTests {
    private func page(_ session: Session, _ query: String) throws -> (items: [JSONValue], total: Int?) {
        let value = try JSONValue(parsing: try session.get("/subscriptions" + query).body)
        return (try #require(value["items"]?.array), value["paginationResponse"]?["totalSize"]?.integer)
    }

    @Test("all pages together are all items, in their order", arguments: [1, 7, 100, 256, 257, 1000])
    func pages(_ limit: Int) throws {
        let session = try Session()
        var items: [JSONValue] = []
        while true {
            let page = try page(session, "?pagination.limit=\(limit)&pagination.offset=\(items.count)")
            #expect(page.total == TemporaryFixtures.items.count)
            if page.items.isEmpty { break }
            items += page.items
        }
        #expect(try items == TemporaryFixtures.items.map { try JSONValue(parsing: $0) })
    }

    @Test("a page has a hundred items unless told otherwise, and never more than a thousand")
    func limits() throws {
        let session = try Session()
        #expect(try page(session, "").items.count == 100)
        #expect(try page(session, "?pagination.limit=0").items.count == 100)
        #expect(try page(session, "?pagination%2Elimit=100000").items.count == 257)
        let beyond = try page(session, "?pagination.offset=257")
        #expect(beyond.items.isEmpty && beyond.total == 257)
        for query in ["?pagination.limit=x", "?pagination.offset=-1", "?pagination.limit=99999999999"] {
            #expect(try session.get("/subscriptions" + query).status == 400)
        }
    }

    @Test("items arrive with the bytes that they have in the file")
    func verbatim() throws {
        let text = try Session().get("/subscriptions?pagination.limit=2&pagination.offset=3").text
        let items = TemporaryFixtures.items[3...4].joined(separator: ",")
        #expect(text == #"{"items":[\#(items)],"paginationResponse":{"totalSize":257}}"#)
    }

    @Test("filters look at the item itself; the status in any case")
    func filters() throws {
        let session = try Session()
        #expect(try page(session, "?subscriptionStatus=ACTIVE").total == 171)
        #expect(try page(session, "?subscriptionStatus=deleted&customerId=3").total == 17)
        #expect(try page(session, "?customerId=99").total == 0)
        #expect(try page(session, "?subscriptionStatus=In+Progress").total == 0)
    }

    @Test("items are found alike wherever the chunks are cut")
    func locatorCuts() throws {
        let items = #"{"id":7,"s":"é\n"}, {"in":{"id":"no"},"id":null}, 5,{"id":true,"s":[1]}"#
        let bytes = Array(#"{"x":[{"a":1}],"items":[\#(items)],"y":{}}"#.utf8)
        let expected = [#"{"id":7,"s":"é\n"}"#, #"{"in":{"id":"no"},"id":null}"#, #"{"id":true,"s":[1]}"#]
        for cut in 0...bytes.count {
            var locator = JSONItemLocator(member: "items", fields: ["id", "s"])
            var items = try locator.read(bytes.span.extracting(first: cut))
            items += try locator.read(bytes.span.extracting(cut..<bytes.count))
            try locator.finish()
            #expect(items.map { String(decoding: bytes[$0.byteRange], as: UTF8.self) } == expected)
            #expect(items.map(\.values) == [["7", "é\n"], [nil, nil], ["true", nil]])
        }
    }
}
