import Formats
import Testing

@testable import StreamOneIon

@Suite("Reading lists page by page")
struct PageCursorTests {
    /// A page: ids, and what is said of the list.
    struct Page: Sendable {
        var ids: [String?]
        var total: Int?
        var next: String?

        init(_ ids: String?..., total: Int? = nil, next: String? = nil) {
            self.ids = ids
            self.total = total
            self.next = next
        }

        var content: PageContent { PageContent(ids: ids, total: total, nextToken: next) }
    }

    struct Whole: Sendable, CustomStringConvertible {
        let description: String
        let paging: ListShape.Paging
        var limit: Int?
        let pages: [Page]
    }

    static let whole = [
        Whole(
            description: "a total that is reached", paging: .offset,
            pages: [Page("1", "2", total: 3), Page("3", total: 3)]),
        Whole(description: "a total of nought", paging: .offset, pages: [Page(total: 0)]),
        Whole(description: "no total: until a page is empty", paging: .offset, pages: [Page("1"), Page("2"), Page()]),
        Whole(
            description: "a total that only the first says", paging: .offset, pages: [Page("1", total: 2), Page("2")]),
        Whole(description: "as many as are wanted", paging: .offset, limit: 2, pages: [Page("1", "2", total: 9)]),
        Whole(
            description: "version 1 ends with an empty page, not with a short one", paging: .legacyOffset,
            pages: [Page("1", "2"), Page("3"), Page()]),
        Whole(
            description: "version 1, as many as are wanted", paging: .legacyOffset, limit: 3,
            pages: [Page("1", "2"), Page("3")]),
        Whole(
            description: "tokens, also over an empty page", paging: .token,
            pages: [Page("1", next: "a"), Page(next: "b"), Page("2", next: "")]),
        Whole(description: "tokens, and nothing at all", paging: .token, pages: [Page()]),
        Whole(description: "one answer", paging: .none, pages: [Page("1", "2")]),
    ]

    @Test("Lists that end well", arguments: whole)
    func ends(_ list: Whole) throws {
        var cursor = Self.cursor(list.paging, limit: list.limit)
        for (place, page) in list.pages.enumerated() {
            #expect(try cursor.take(page.content) == (place < list.pages.count - 1))
        }
        #expect(cursor.count == list.pages.reduce(0) { $0 + $1.ids.count })
    }

    struct Broken: Sendable, CustomStringConvertible {
        let description: String
        let paging: ListShape.Paging
        var limit: Int?
        let pages: [Page]

        init(_ description: String, _ paging: ListShape.Paging, limit: Int? = nil, _ pages: Page...) {
            self.description = description
            self.paging = paging
            self.limit = limit
            self.pages = pages
        }
    }

    static let broken = [
        Broken("the list changed from 5 to 6", .offset, Page("1", "2", total: 5), Page("3", total: 6)),
        Broken("announced 3 subscriptions and sent 4", .offset, Page("1", "2", total: 3), Page("3", "4", total: 3)),
        Broken("announced 5 subscriptions and ended after 2", .offset, Page("1", "2", total: 5), Page(total: 5)),
        Broken("announced 5 subscriptions and ended after 0", .offset, Page(total: 5)),
        Broken("subscription 2 came twice", .offset, Page("1", "2", total: 4), Page("2", "3", total: 4)),
        Broken("subscription 1 came twice", .token, Page("1", next: "a"), Page("1", next: "b")),
        Broken("points to a page that was fetched already", .token, Page("1", next: "a"), Page("2", next: "a")),
        Broken("subscription 2 came twice", .legacyOffset, Page("1", "2"), Page("2")),
        Broken("subscription 1 came twice", .none, Page("1", "1")),
        Broken("subscription number 2 has no id", .legacyOffset, Page("1", "")),
        Broken("subscription number 2 has no id", .offset, Page("1", nil, total: 2)),
        Broken("the service sent 3 of at most 2 that were asked for", .legacyOffset, limit: 2, Page("1", "2", "3")),
    ]

    @Test("Complaint 11: lists that cannot be trusted", arguments: broken)
    func faults(_ list: Broken) {
        var cursor = Self.cursor(list.paging, limit: list.limit)
        let error = #expect(throws: IonError.self) { for page in list.pages { _ = try cursor.take(page.content) } }
        #expect(error?.code == .unexpectedAnswer)
        #expect(error?.message.contains(list.description) == true, "\(error?.message ?? "")")
    }

    @Test("Complaint 11: tokens that lead from one empty page to the next for ever")
    func endless() {
        var cursor = Self.cursor(.token)
        let error = #expect(throws: IonError.self) {
            for number in 0...1000 { _ = try cursor.take(Page(next: "\(number)").content) }
        }
        #expect(error?.message.contains("pages without a subscription") == true)
    }

    @Test("What asks for the next page")
    func items() throws {
        var offsets = PageCursor(
            ListShape(["items"], of: "subscription", paging: .offset, pageSize: 100, offset: 10, limit: 102), of: "it")
        #expect(offsets.items.map(\.encoded) == ["pagination.limit=100", "pagination.offset=10"])
        _ = try offsets.take(PageContent(ids: (0..<100).map(String.init)))
        #expect(offsets.items.map(\.encoded) == ["pagination.limit=2", "pagination.offset=110"])

        var tokens = Self.cursor(.token)
        #expect(tokens.items.map(\.encoded) == ["pageSize=100"])
        _ = try tokens.take(Page("1", next: "a b").content)
        #expect(tokens.items.map(\.encoded) == ["pageSize=100", "pageToken=a%20b"])
    }

    static let noPages = [
        (#"{}"#, ListShape.Paging.offset), (#"[]"#, .offset), (#"{"items": {}}"#, .offset), (#"[]"#, .token),
        (#"{"paginationResponse": {"totalSize": 3}}"#, .offset), (#"{"error": "no"}"#, .token), (#"{}"#, .legacyOffset),
        (#"{"items": {}}"#, .token),
    ]

    @Test("Complaint 11: answers that have no list are no empty list", arguments: noPages)
    func noPage(_ body: String, _ paging: ListShape.Paging) throws {
        let answer = try JSONValue(parsing: body)
        let error = #expect(throws: IonError.self) {
            try IonPage(
                answer, of: ListShape(["items"], of: "subscription", paging: paging), subject: "subscriptions",
                isFirst: true)
        }
        #expect(error?.code == .unexpectedAnswer)
    }

    static let emptyPages = [
        (#"{"paginationResponse": {"totalSize": 0}}"#, ListShape.Paging.offset),
        (#"{"paginationResponse": {"totalCount": "0"}}"#, .offset), (#"{"items": []}"#, .offset), (#"{}"#, .token),
        (#"{"nextPageToken": "a"}"#, .token), (#"{"items": []}"#, .legacyOffset),
    ]

    @Test("Answers that say that there is nothing", arguments: emptyPages)
    func emptyPage(_ body: String, _ paging: ListShape.Paging) throws {
        let list = ListShape(["items"], of: "subscription", paging: paging)
        #expect(try IonPage(try JSONValue(parsing: body), of: list, subject: "it", isFirst: true).records.isEmpty)
    }

    @Test("Behind the first page, a page without a list that leads nowhere is no end of it")
    func laterPages() throws {
        let list = ListShape(["items"], of: "customer", paging: .token)
        let error = #expect(throws: IonError.self) { try IonPage([:], of: list, subject: "it", isFirst: false) }
        #expect(error?.message.contains("has no list \"items\"") == true)
        #expect(try IonPage(["nextPageToken": "a"], of: list, subject: "it", isFirst: false).records.isEmpty)
        #expect(try IonPage(["items": []], of: list, subject: "it", isFirst: false).records.isEmpty)
    }

    private static func cursor(_ paging: ListShape.Paging, limit: Int? = nil) -> PageCursor {
        PageCursor(ListShape(["items"], of: "subscription", paging: paging, limit: limit), of: "subscriptions")
    }
}
