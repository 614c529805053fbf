/// An item that was open and is no more.
package struct EndedItem: Sendable, Hashable {
    /// What ended it.
    package enum Ending: Sendable, Hashable {
        /// Another item with exactly the opposite amount, of this name: a credit or a late charge, and what it puts right.
        case takenBack(by: String)
        /// Somebody's decision that it is settled, or written off.
        case decided(ItemDecision)
    }

    /// The item.
    package let item: OpenItem
    /// What ended it.
    package let ending: Ending

    /// Whether nobody will ask for the money.
    package var isWrittenOff: Bool {
        if case .decided(let decision) = ending { decision.kind == .writtenOff } else { false }
    }

    /// How it ended, in a word: `taken-back`, `cleared`, `written-off`.
    package var word: String {
        switch ending {
        case .takenBack: "taken-back"
        case .decided(let decision): decision.kind.rawValue
        }
    }
}
