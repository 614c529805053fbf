import Testing

@testable import StreamOneIon

@Suite("Pages of subscriptions")
struct SubscriptionPagingTests {
    @Test(
        "Lists that end well",
        arguments: [
            ([(2, 5), (2, 5), (1, 5)], 5), ([(0, 0)], 0), ([(3, 3)], 3),
            // Without a total the list ends with an empty page.
            ([(2, nil), (1, nil), (0, nil)], 3), ([(0, nil)], 0), ([(2, 3), (1, nil)], 3),
        ] as [([(Int, Int?)], Int)])
    func whole(_ pages: [(Int, Int?)], _ count: Int) throws {
        var paging = SubscriptionPaging()
        for (place, page) in pages.enumerated() {
            let goesOn = try paging.take(Self.page(page.0, of: page.1), digest: "\(place)")
            #expect(goesOn == (place < pages.count - 1))
        }
        #expect(paging.count == count)
    }

    @Test("A list that shifted between two pages: one subscription comes twice, so another is missing")
    func shifted() throws {
        var paging = SubscriptionPaging()
        let pages = [#"[{"id": "1"}, {"id": "2"}]"#, #"[{"id": "2"}]"#].map {
            Array(#"{"items": \#($0), "paginationResponse": {"totalSize": 3}}"#.utf8)
        }
        #expect(try paging.take(pages[0], digest: "0"))
        let error = #expect(throws: IonError.self) { try paging.take(pages[1], digest: "1") }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains("subscription 2 came twice") == true)
    }

    @Test(
        "Lists that cannot be trusted",
        arguments: [
            ([(2, 5), (2, 6)], "changed from 5 to 6"), ([(2, 3), (2, 3)], "announced 3 subscriptions and sent 4"),
            ([(2, 5), (0, 5)], "announced 5 subscriptions and ended after 2"), ([(0, 5)], "ended after 0"),
            ([(2, 1)], "announced 1 subscriptions and sent 2"),
        ] as [([(Int, Int?)], String)])
    func broken(_ pages: [(Int, Int?)], _ message: String) throws {
        var paging = SubscriptionPaging()
        for (place, page) in pages.dropLast().enumerated() {
            #expect(try paging.take(Self.page(page.0, of: page.1), digest: "\(place)"))
        }
        let last = try #require(pages.last)
        let error = #expect(throws: IonError.self) { try paging.take(Self.page(last.0, of: last.1), digest: "last") }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("The same page twice is no list")
    func repeated() throws {
        var paging = SubscriptionPaging()
        _ = try paging.take(Self.page(2, of: 6), digest: "same")
        let error = #expect(throws: IonError.self) { try paging.take(Self.page(2, of: 6), digest: "same") }
        #expect(error?.message.contains("the page at 2 twice") == true)
    }

    @Test(
        "Pages that are none",
        arguments: [
            "", "{}", "[]", #"{"items": {}}"#, #"{"paginationResponse": {"totalSize": 3}}"#, #"{"items": [1,"#,
        ])
    func noPage(_ body: String) {
        var paging = SubscriptionPaging()
        let error = #expect(throws: IonError.self) { try paging.take(Array(body.utf8), digest: "") }
        #expect(error?.code == .unexpectedAnswer)
    }

    @Test("A total of nought needs no list, and has two names", arguments: ["totalSize", "totalCount"])
    func nothing(_ name: String) throws {
        var paging = SubscriptionPaging()
        let goesOn = try paging.take(Array("{\"paginationResponse\": {\"\(name)\": 0}}".utf8), digest: "")
        #expect(!goesOn)
    }

    private static func page(_ count: Int, of total: Int?) -> [UInt8] {
        let items = Array(repeating: "{}", count: count).joined(separator: ",")
        let paging = total.map { ", \"paginationResponse\": {\"totalSize\": \($0)}" } ?? ""
        return Array("{\"items\": [\(items)]\(paging)}".utf8)
    }
}
