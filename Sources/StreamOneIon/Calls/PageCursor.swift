/// Where the reading of a list stands: which page is to be asked for next, and whether there is one.
///
/// All schemes of paging end in the same certainty: every object came once. A list that ends early, repeats itself or
/// changes its length while it is read is an error, because an object that was never seen looks like one that does not
/// exist.
package struct PageCursor: Sendable {
    /// How many pages without an object may follow each other.
    private static let emptyPageLimit = 100

    /// How many objects the pages so far held.
    package private(set) var count = 0
    private let list: ListShape
    private let subject: String
    private var total: Int?
    private var token: String?
    private var seenTokens: Set<String> = []
    private var seenIDs: Set<String> = []
    private var emptyPages = 0

    /// At the start of a list.
    ///
    /// - Parameter subject: What messages call the list.
    package init(_ list: ListShape, of subject: String) {
        self.list = list
        self.subject = subject
    }

    /// Whether no page has been taken yet.
    package var isAtStart: Bool { count == 0 && emptyPages == 0 }

    /// What messages call the place in the list: `subscriptions from 200`.
    package var place: String { list.paging == .none ? subject : "\(subject) from \(list.offset + count)" }

    /// What asks for the next page.
    var items: [QueryItem] {
        let size = String(min(list.pageSize, (list.limit ?? .max) - count))
        let offset = String(list.offset + count)
        return switch list.paging {
        case .none: []
        case .offset: [QueryItem("pagination.limit", size), QueryItem("pagination.offset", offset)]
        case .legacyOffset: [QueryItem("limit", size), QueryItem("offset", offset)]
        case .token: [QueryItem("pageSize", String(list.pageSize))] + (token.map { [QueryItem("pageToken", $0)] } ?? [])
        }
    }

    /// Takes a page; returns whether another one is to be fetched.
    ///
    /// - Throws: Code ``IonError/Code/unexpectedAnswer``.
    package mutating func take(_ page: PageContent) throws(IonError) -> Bool {
        for id in page.ids { try take(id) }
        count += page.ids.count
        emptyPages = page.ids.isEmpty ? emptyPages + 1 : 0
        if let limit = list.limit, list.paging != .token, count > limit {
            throw fault("the service sent \(count) of at most \(limit) that were asked for")
        }
        let goesOn =
            switch list.paging {
            case .none: false
            case .legacyOffset: !page.ids.isEmpty
            case .offset: try goesOn(behind: page)
            case .token: try goesOn(to: page.nextToken)
            }
        return goesOn && count < list.limit ?? .max
    }

    private mutating func take(_ id: String?) throws(IonError) {
        guard let id, !id.isEmpty else {
            throw fault("\(list.entity) number \(seenIDs.count + 1) has no \(list.identity[0])")
        }
        guard seenIDs.insert(id).inserted else {
            let advice =
                list.paging == .legacyOffset
                ? "sort by a field that does not change, such as id, and run again" : "run again"
            throw fault(
                "\(list.entity) \(id) came twice: the service repeats a page, or the list shifted while it was read, so "
                    + "that others are missing; \(advice)")
        }
    }

    /// Holds what came against the total that the service announces.
    private mutating func goesOn(behind page: PageContent) throws(IonError) -> Bool {
        if let announced = page.total {
            guard total == nil || total == announced else {
                throw fault("the list changed from \(total ?? 0) to \(announced) while it was read; run again")
            }
            total = announced
        }
        guard let total else { return !page.ids.isEmpty }
        let place = list.offset + count
        if place > total, !page.ids.isEmpty {
            throw fault("the service announced \(total) \(list.entity)s and sent \(place)")
        }
        if page.ids.isEmpty, place < total {
            throw fault("the service announced \(total) \(list.entity)s and ended after \(place)")
        }
        return place < total
    }

    private mutating func goesOn(to next: String?) throws(IonError) -> Bool {
        guard let next, !next.isEmpty else { return false }
        guard seenTokens.insert(next).inserted else {
            throw fault("the service points to a page that was fetched already; the list has no end")
        }
        guard emptyPages < Self.emptyPageLimit else {
            throw fault("the service sent \(emptyPages) pages without a \(list.entity), and promises more")
        }
        token = next
        return true
    }

    private func fault(_ reason: String) -> IonError {
        IonError(.unexpectedAnswer, "fetching \(subject): \(reason)")
    }
}
