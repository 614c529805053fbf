/// What somebody has decided about an open item.
package struct ItemDecision: Sendable, Hashable {
    /// What was decided.
    package enum Kind: String, Sendable, CaseIterable {
        /// It is settled, by something that no source shows.
        case cleared
        /// Nobody will ask for the money.
        case writtenOff = "written-off"
        /// It is disputed, and stays open.
        case disputed
        /// A credit was promised, and it stays open until that comes.
        case creditExpected = "credit-expected"
    }

    /// What was decided.
    package let kind: Kind
    /// Why, in the words of whoever decided.
    package let note: String

    /// A decision from its parts.
    package init(_ kind: Kind, note: String = "") {
        self.kind = kind
        self.note = note
    }

    /// Where an item stands that stays open; `nil` where the decision ends it.
    var status: OpenItem.Status? {
        switch kind {
        case .cleared, .writtenOff: nil
        case .disputed: .disputed
        case .creditExpected: .creditExpected
        }
    }
}
