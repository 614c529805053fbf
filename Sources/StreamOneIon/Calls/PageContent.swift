package import Formats

/// What a page of a list says for reading on.
package struct PageContent: Sendable {
    /// What tells each object from the others; `nil` where an object lacks it.
    package let ids: [String?]
    /// How many objects the whole list has, where the page says it.
    package var total: Int?
    /// What leads to the next page, where there is one.
    package var nextToken: String?

    /// A page from what it says.
    package init(ids: [String?], total: Int? = nil, nextToken: String? = nil) {
        self.ids = ids
        self.total = total
        self.nextToken = nextToken
    }
}

/// A page of a list with its objects, in memory.
package struct IonPage: Sendable {
    /// The members beside the objects that a page without any may have.
    private static let pagingMembers: Set<String> = ["nextPageToken", "totalSize", "paginationResponse"]

    /// The objects, as they came.
    package let records: [JSONValue]
    /// What the page says for reading on.
    package let content: PageContent

    /// A page from an answer.
    ///
    /// - Parameter isFirst: Whether nothing came before it. A later page without a list and without a next page would end
    ///   the list, and so is none.
    /// - Throws: Code ``IonError/Code/unexpectedAnswer`` when there is no such list in it.
    package init(_ answer: JSONValue, of list: ListShape, subject: String, isFirst: Bool) throws(IonError) {
        let paging = answer["paginationResponse"]
        let total = paging?["totalSize"]?.integer ?? paging?["totalCount"]?.integer
        let nextToken = answer["nextPageToken"]?.string ?? ""
        guard let records = Self.records(in: answer, list, total: total, mayBeLeftOut: isFirst || !nextToken.isEmpty)
        else {
            let steps = list.steps.joined(separator: ".")
            throw IonError(.unexpectedAnswer, "fetching \(subject): the answer has no list \"\(steps)\"")
        }
        self.records = records
        content = PageContent(
            ids: records.map { record in list.identity.lazy.compactMap { record[$0]?.scalarText }.first },
            total: total, nextToken: nextToken)
    }

    /// The objects of an answer; none where it says that there are none.
    private static func records(
        in answer: JSONValue, _ list: ListShape, total: Int?, mayBeLeftOut: Bool
    ) -> [JSONValue]? {
        let place = list.steps.reduce(answer) { (value: JSONValue?, step) in value?[step] }
        if let records = place?.array { return records }
        guard place == nil || place == .null, case .object(let members) = answer else { return nil }
        switch list.paging {
        // What is left out because it is empty is an empty list only where nothing else is said.
        case .token, .none:
            return mayBeLeftOut && members.allSatisfy { pagingMembers.contains($0.name) } ? [] : nil
        case .offset: return total == 0 ? [] : nil
        case .legacyOffset: return nil
        }
    }
}
