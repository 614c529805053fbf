import Testing

@testable import StreamOneIon

@Suite("What a failed call is told as")
struct IonErrorTests {
    @Test(
        "Codes by status",
        arguments: [
            (400, IonError.Code.badRequest), (401, .refused), (403, .refused), (404, .notFound), (409, .badRequest),
            (422, .badRequest), (429, .unavailable), (500, .unavailable), (503, .unavailable), (302, .unexpectedAnswer),
        ])
    func codes(_ status: Int, _ code: IonError.Code) {
        let error = IonError(status: status, body: [], while: "fetching report 1")
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message.hasPrefix("fetching report 1: the service answered \(status). "))
    }

    @Test(
        "The service's words and the request's number",
        arguments: [
            (
                #"{"code": 5, "message": "no such report", "details": [{"@type": "x"}, {"requestId": "r-9"}]}"#,
                ": no such report (request r-9). ", "r-9"
            ),
            (#"{"error": "invalid_grant"}"#, ": invalid_grant. ", nil),
            (#"{"message": 5, "details": {}}"#, "answered 400. ", nil),
            ("<html>Bad gateway</html>", "answered 400. ", nil), ("[]", "answered 400. ", nil),
        ] as [(String, String, String?)])
    func words(_ body: String, _ part: String, _ requestID: String?) {
        let error = IonError(status: 400, body: Array(body.utf8), while: "x")
        #expect(error.message.contains(part), "\(error.message)")
        #expect(error.requestID == requestID)
    }

    @Test("Long words are cut")
    func longWords() {
        let body = #"{"message": ""# + String(repeating: "a", count: 5_000) + #""}"#
        #expect(IonError(status: 400, body: Array(body.utf8), while: "x").message.count < 500)
    }
}

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
