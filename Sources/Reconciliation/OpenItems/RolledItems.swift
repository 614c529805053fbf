package import Records

/// What was carried into a period, what ended in it, and the proof that nothing else went or came.
package struct RolledItems: Sendable {
    /// The period.
    package let period: Month
    /// What earlier months have left open and still is, as the next period begins with it.
    package let carried: [OpenItem]
    /// What is open no more: of this period in published order, then of earlier ones in theirs.
    package let ended: [EndedItem]
    /// What was open before.
    package let opening: ControlTotals
    /// What is open of this period.
    package let new: ControlTotals
    /// What was taken back, or decided to be settled.
    package let cleared: ControlTotals
    /// What nobody will ask for.
    package let writtenOff: ControlTotals
    /// What the next period begins with.
    package let closing: ControlTotals
    /// T6: what was open and what is new, less what has ended, is what is open now.
    package let identities: [IdentityCheck]
    /// The items that decisions name and that are not open, in order.
    package let unusedDecisions: [String]

    private let decisions: [String: ItemDecision]
    private let endedIDs: Set<String>

    init(
        into period: Month, opening: [OpenItem], new: ControlTotals, carried: [OpenItem], ended: [EndedItem],
        closing: ControlTotals, decisions: [String: ItemDecision],
        unusedDecisions: [String]
    ) throws(ExactDecimal.Overflow) {
        self.period = period
        self.carried = carried
        self.ended = ended
        self.new = new
        self.closing = closing
        self.decisions = decisions
        self.unusedDecisions = unusedDecisions
        self.opening = try Self.totals(of: opening)
        cleared = try Self.totals(of: ended.filter { !$0.isWrittenOff }.map(\.item))
        writtenOff = try Self.totals(of: ended.filter(\.isWrittenOff).map(\.item))
        endedIDs = Set(ended.map(\.item.id))
        identities = try Self.identities(
            adding: [self.opening, new], subtracting: [cleared, writtenOff], is: closing)
    }

    /// The month before, whose open items the period began with.
    package var from: Month { period.previous }

    /// The legs of carried items that are none of these, in order: nothing of this period can take those items back.
    package func strayLegs(besides legs: Set<String>) -> [String] { Set(carried.map(\.leg)).subtracting(legs).sorted() }

    /// An item of this period as it stands in the end; `nil` where it has ended.
    package func standing(_ item: OpenItem) -> OpenItem? {
        endedIDs.contains(item.id) ? nil : item.with(decisions[item.id])
    }

    private static func totals(of items: [OpenItem]) throws(ExactDecimal.Overflow) -> ControlTotals {
        var totals = ControlTotals()
        for item in items { try totals.add(item) }
        return totals
    }

    private static func identities(
        adding: [ControlTotals], subtracting: [ControlTotals], is closing: ControlTotals
    ) throws(ExactDecimal.Overflow) -> [IdentityCheck] {
        let count = adding.reduce(0) { $0 + $1.count } - subtracting.reduce(0) { $0 + $1.count }
        var identities = [
            IdentityCheck(
                name: "T6", unit: "items", source: ExactDecimal(count), outcomes: ExactDecimal(closing.count))
        ]
        for currency in Set((adding + subtracting + [closing]).flatMap(\.currencies)).sorted() {
            var sum = ExactDecimal.zero
            for totals in adding { sum = try sum.adding(totals[currency]) }
            for totals in subtracting { sum = try sum.subtracting(totals[currency]) }
            identities.append(
                IdentityCheck(name: "T6", unit: currency.description, source: sum, outcomes: closing[currency]))
        }
        return identities
    }
}

extension Reconciliation {
    /// What is open, by the totals of the codes: how many outcomes, and what was billed less what was expected.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package var open: ControlTotals {
        get throws(ExactDecimal.Overflow) {
            var open = ControlTotals()
            for (code, totals) in totals where code.isOpen {
                open.add(rows: totals.count)
                for currency in totals.billed.currencies { try open.add(totals.billed[currency], currency, rows: 0) }
                for currency in totals.expected.currencies {
                    try open.add(try ExactDecimal.zero.subtracting(totals.expected[currency]), currency, rows: 0)
                }
            }
            return open
        }
    }
}
