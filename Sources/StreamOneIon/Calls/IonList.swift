internal import Formats

/// The objects of a list, in the service's order, fetched page by page as they are asked for.
///
/// Reading it to its end is proof that nothing was left out: pages that repeat, contradict the announced total or lead
/// in a circle are errors. Each iteration fetches anew.
public struct IonList<Element: Decodable & Sendable>: AsyncSequence, Sendable {
    let client: IonClient
    let call: IonCall

    /// Begins to read the list at its start.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: client.pages(call).makeAsyncIterator(), entity: call.list?.entity ?? call.subject)
    }

    /// Hands the objects on one by one.
    public struct Iterator: AsyncIteratorProtocol {
        var pages: IonPages.Iterator
        let entity: String
        private var page: ArraySlice<JSONValue> = []
        private var count = 0

        init(pages: IonPages.Iterator, entity: String) {
            self.pages = pages
            self.entity = entity
        }

        /// The next object; `nil` at the end.
        ///
        /// - Throws: ``IonError``; code ``IonError/Code/unexpectedAnswer`` also for an object that is not what it
        ///   should be.
        public mutating func next() async throws -> Element? {
            while page.isEmpty {
                guard let next = try await pages.next() else { return nil }
                page = next[...]
            }
            count += 1
            return try Element(ion: page.removeFirst(), as: "\(entity) number \(count)")
        }
    }
}
