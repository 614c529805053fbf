internal import Records

/// A request that reads: what is asked for, and what the answer holds.
package struct IonCall: Sendable, Hashable {
    /// Which version of the API answers, and so which credentials are sent.
    package enum Version: Sendable, Hashable {
        /// Version 1, with the key and its secret.
        case legacy
        /// Version 3, with the access token.
        case current
    }

    /// What an answer holds.
    package enum Answer: Sendable, Hashable {
        /// One object: the whole answer, or the member at the end of these steps.
        case object(at: [String])
        /// A list of objects, perhaps in pages.
        case list(ListShape)
    }

    /// Which version of the API answers.
    package let version: Version
    /// The path below the account (version 3) or the version (version 1), a segment an element, not yet encoded.
    let path: [String]
    /// The query without what asks for a page, not yet encoded.
    var items: [QueryItem]
    /// How the service is to write its answer; version 3 writes JSON only.
    package var encoding = LegacyQuery.Encoding.json
    /// The members of each object that are wanted; `nil` for the service's own choice. See
    /// ``IonConfiguration/fieldsParameter``.
    package var chosenFields: [String]?
    /// Whether the objects' ids are only the last part of their names (`accounts/17017/customers/306011`); each object
    /// then gets a member `id` where it has none.
    var hasIDInName = false
    /// What the answer holds.
    package let answer: Answer
    /// What messages call that which is fetched: `subscriptions`, `customer 306011`.
    package let subject: String

    /// A call from its parts.
    init(_ version: Version, _ path: [String], _ items: [QueryItem] = [], for subject: String, answer: Answer) {
        self.version = version
        self.path = path
        self.items = items
        self.subject = subject
        self.answer = answer
    }

    /// The shape of the list that the answer is; `nil` when it is one object.
    package var list: ListShape? {
        if case .list(let shape) = answer { shape } else { nil }
    }

    /// The path and the query as they are sent, with what asks for a page.
    func target(_ paging: [QueryItem] = []) -> String {
        let path = path.map(\.percentEncoded).joined(separator: "/")
        let query = (items + paging).map(\.encoded).joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }
}

/// A name and a value of a query.
package struct QueryItem: Sendable, Hashable {
    /// The name, not encoded.
    package let name: String
    /// The value, not encoded.
    package let value: String

    /// An item from its name and value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// The item as it is sent.
    var encoded: String { "\(name.percentEncoded)=\(value.percentEncoded)" }
}
