/// Decides, page by page, whether a list of version 1 goes on.
///
/// The service announces no total, so a list is over when a page has nothing on it, or when as many objects came as
/// were wanted. A list that repeats itself is an error: an object that was never seen would look like one that does
/// not exist.
package struct LegacyPaging: Sendable {
    /// How many objects the pages so far held.
    package private(set) var count = 0
    /// The objects' ids, in the order in which they came.
    package private(set) var ids: [String] = []
    private let entity: String
    private let limit: Int?
    private var seenIDs: Set<String> = []

    /// At the start of a list.
    ///
    /// - Parameters:
    ///   - entity: What an object is called in the answer: `invoice`.
    ///   - limit: How many are wanted at most.
    package init(entity: String, limit: Int?) {
        self.entity = entity
        self.limit = limit
    }

    /// Takes the ids of a page; returns whether another page is to be fetched.
    ///
    /// - Throws: Code ``IonError/Code/unexpectedAnswer``.
    package mutating func take(_ page: [String]) throws(IonError) -> Bool {
        for id in page {
            guard !id.isEmpty else { throw fault("\(entity) number \(ids.count + 1) has no id") }
            guard seenIDs.insert(id).inserted else {
                throw fault(
                    "\(entity) \(id) came twice: the service repeats a page, or the list shifted while it was read, so "
                        + "that others are missing; sort by a field that does not change, such as id, and run again")
            }
            ids.append(id)
        }
        count += page.count
        if let limit, count > limit { throw fault("the service sent \(count) of at most \(limit) that were asked for") }
        return !page.isEmpty && count != limit
    }

    private func fault(_ reason: String) -> IonError {
        IonError(.unexpectedAnswer, "fetching \(entity)s: \(reason)")
    }
}
