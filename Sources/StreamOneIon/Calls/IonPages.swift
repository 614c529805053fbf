package import Formats

/// The pages of a list, fetched one after the other as they are asked for.
///
/// It ends when every object has come once, or when as many came as were wanted.
package struct IonPages: AsyncSequence, Sendable {
    package typealias Element = [JSONValue]

    let client: IonClient
    let call: IonCall

    package func makeAsyncIterator() -> Iterator { Iterator(client: client, call: call) }

    /// Fetches page by page.
    package struct Iterator: AsyncIteratorProtocol {
        private let client: IonClient
        private let call: IonCall
        private var cursor: PageCursor?
        private var left: Int

        init(client: IonClient, call: IonCall) {
            self.client = client
            self.call = call
            cursor = call.list.map { PageCursor($0, of: call.subject) }
            left = call.list?.limit ?? .max
        }

        /// The objects of the next page, as they came; `nil` at the end of the list. A call that asks for one object
        /// has one page with it.
        ///
        /// - Throws: ``IonError``; code ``IonError/Code/unexpectedAnswer`` for a list that repeats or contradicts itself.
        package mutating func next() async throws -> [JSONValue]? {
            guard left > 0 else { return nil }
            guard var cursor else {
                left = 0
                return [try await client.object(call)]
            }
            let page = try await client.page(call, at: cursor)
            let goesOn = try cursor.take(page.content)
            self.cursor = cursor
            defer { left = goesOn ? left - page.records.count : 0 }
            let records = page.records.prefix(left)
            return call.hasIDInName ? records.map(\.withIDFromName) : Array(records)
        }
    }
}

extension IonClient {
    /// What a call asks for, page by page.
    package func pages(_ call: IonCall) -> IonPages { IonPages(client: self, call: call) }
}

extension JSONValue {
    /// The object with a member `id` in front: the last part of its name. One that has such a member stays as it is.
    var withIDFromName: JSONValue {
        guard case .object(let members) = self, self["id"] == nil,
            let id = self["name"]?.string?.split(separator: "/").last
        else { return self }
        return .object([Member("id", .string(String(id)))] + members)
    }
}
