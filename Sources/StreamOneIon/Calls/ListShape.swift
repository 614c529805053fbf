/// Where the objects of a list stand in its answers, and how the list is cut into pages.
package struct ListShape: Sendable, Hashable {
    /// How a list is cut into pages.
    package enum Paging: Sendable, Hashable {
        /// Not at all: one answer has everything.
        case none
        /// By `pagination.limit` and `pagination.offset`; each page says how many objects there are in all.
        case offset
        /// By `pageSize` and `pageToken`; each page but the last says the token of the next.
        case token
        /// By `limit` and `offset` of version 1; the first page with nothing on it is the end.
        case legacyOffset
    }

    /// The members that lead to the objects: `items`, or `data` and `invoice`.
    package let steps: [String]
    /// What one object is called in messages: `subscription`.
    package let entity: String
    /// The members of which the first that an object has tells it from all others.
    package let identity: [String]
    /// How the list is cut into pages.
    package let paging: Paging
    /// How many objects are asked for at a time.
    package var pageSize: Int
    /// How many objects are left out at the start; lists with tokens have no such thing.
    package var offset = 0
    /// How many objects are wanted at most; `nil` for all.
    package var limit: Int?

    /// A shape from its parts.
    init(
        _ steps: [String], of entity: String, identity: [String] = ["id"], paging: Paging, pageSize: Int = 100,
        offset: Int = 0, limit: Int? = nil
    ) {
        self.steps = steps
        self.entity = entity
        self.identity = identity
        self.paging = paging
        self.pageSize = pageSize
        self.offset = offset
        self.limit = limit
    }
}
