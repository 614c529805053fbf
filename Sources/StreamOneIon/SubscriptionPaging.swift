internal import Formats

/// Decides, page by page, whether the list of subscriptions goes on.
///
/// A list that ends early, repeats itself or changes its length while it is read is an error: a subscription that was
/// never seen would look like one that is not billed.
package struct SubscriptionPaging: Sendable {
    /// How many subscriptions the pages so far held: the offset of the next page.
    package private(set) var count = 0
    private var total: Int?
    private var previousDigest: String?
    private var seenIDs: Set<String> = []

    /// At the start of the list.
    package init() {}

    /// Takes a page.
    ///
    /// - Parameters:
    ///   - body: The page's JSON.
    ///   - digest: Tells pages apart.
    /// - Returns: Whether another page is to be fetched.
    /// - Throws: Code ``IonError/Code/unexpectedAnswer``.
    package mutating func take(_ body: [UInt8], digest: String) throws(IonError) -> Bool {
        let (items, ids, announced) = try Self.contents(body)
        if let announced {
            guard total == nil || total == announced else {
                throw Self.fault("the list changed from \(total ?? 0) to \(announced) while it was read; run again")
            }
            total = announced
        }
        guard items == 0 || digest != previousDigest else {
            throw Self.fault("the service sent the page at \(count) twice; the list cannot be read")
        }
        previousDigest = digest
        for id in ids where !seenIDs.insert(id).inserted {
            throw Self.fault(
                "subscription \(id) came twice: the list shifted while it was read, so others are missing; run again")
        }
        count += items
        guard let total else { return items > 0 }
        if count > total { throw Self.fault("the service announced \(total) subscriptions and sent \(count)") }
        if items == 0 && count < total {
            throw Self.fault("the service announced \(total) subscriptions and ended after \(count)")
        }
        return count < total
    }

    private static func contents(_ body: [UInt8]) throws(IonError) -> (items: Int, ids: [String], total: Int?) {
        do {
            let page = try JSONValue(parsing: body)
            let paging = page["paginationResponse"]
            let total = paging?["totalSize"]?.integer ?? paging?["totalCount"]?.integer
            guard let items = page["items"]?.array ?? (total == 0 ? [] : nil) else {
                throw FormatError(code: .malformed, message: "it has no list \"items\"")
            }
            return (items.count, items.compactMap { $0["id"]?.string }, total)
        } catch {
            throw fault("a page cannot be read: \(error)")
        }
    }

    private static func fault(_ reason: String) -> IonError {
        IonError(.unexpectedAnswer, "fetching subscriptions: \(reason)")
    }
}
