package import Records

/// Carries into a period what earlier ones have left open.
///
/// Nothing is cleared by silence: the rows of a month do not come again with the next one, and what was billed wrongly stays
/// billed wrongly. An item ends when something of this period takes its amount back to the last digit, or when somebody
/// decides so. `docs/rules.md`, section 12, has the rule to the letter.
package struct RollForward: Sendable {
    /// What was open before, in the order of the earlier set, as this period begins with it.
    private let opening: [OpenItem]
    private let period: Month
    private let decisions: [String: ItemDecision]
    /// By what would take them back, the ids of items.
    private var claims: [Claim: [String]] = [:]
    /// Items of this period that may end in it, in their order, with what they may take back.
    private var doubtful: [(item: OpenItem, claim: Claim?)] = []

    private var ended: [EndedItem] = []
    private var closing = ControlTotals()
    private var usedDecisions: Set<String> = []

    /// What an item and what takes it back have in common.
    private struct Claim: Hashable {
        let leg: String
        let keys: [String]
        let amount: OpenItem.Amount

        init?(_ item: OpenItem, of amount: (ExactDecimal) -> ExactDecimal?) {
            guard let open = item.amounts.first, item.amounts.count == 1, !open.amount.isZero,
                !item.keys.subscription.isEmpty, let amount = amount(open.amount)
            else { return nil }
            leg = item.leg
            keys = [item.keys.subscription, item.keys.sku]
            self.amount = OpenItem.Amount(amount, open.currency)
        }
    }

    /// What the month before has left open.
    ///
    /// - Parameter decisions: By the ids of items, what was decided about them.
    package init(_ opening: [OpenItem], into period: Month, decisions: [String: ItemDecision]) {
        self.opening = opening.map { $0.carriedOn() }
        self.period = period
        self.decisions = decisions
        for item in opening {
            guard let claim = Claim(item, of: { try? ExactDecimal.zero.subtracting($0) }) else { continue }
            claims[claim, default: []].append(item.id)
        }
    }

    /// Takes an item of this period, in the order in which they are published.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func take(_ item: OpenItem) throws(ExactDecimal.Overflow) {
        let claim = claim(of: item)
        if claim != nil || decisions[item.id] != nil {
            doubtful.append((item, claim))
        } else {
            try closing.add(item)
        }
    }

    /// The claim that an item of this period may take back; `nil` where it takes back none.
    private func claim(of item: OpenItem) -> Claim? {
        guard item.mayTakeBack, let claim = Claim(item, of: { $0 }), claims[claim] != nil else { return nil }
        return claim
    }

    /// What came of all items.
    ///
    /// - Parameter new: What is open of this period, by the totals of the legs.
    /// - Throws: `ExactDecimal.Overflow`.
    package consuming func finish(new: ControlTotals) throws(ExactDecimal.Overflow) -> RolledItems {
        let takers = takers()
        var carried: [OpenItem] = []
        for (item, _) in doubtful { _ = try settle(item, takers) }
        for item in opening where try settle(item, takers) { carried.append(item.with(decisions[item.id])) }
        return try RolledItems(
            into: period, opening: opening, new: new, carried: carried, ended: ended, closing: closing,
            decisions: decisions, unusedDecisions: Set(decisions.keys).subtracting(usedDecisions).sorted())
    }

    /// The items that take each other back, by id in both directions.
    private func takers() -> [String: String] {
        var pairs: [String: String] = [:]
        for (claim, takers) in Dictionary(grouping: doubtful, by: \.claim) {
            guard let claim, let taken = claims[claim], taken.count == takers.count else { continue }
            for (taken, taker) in zip(taken, takers) {
                pairs[taken] = taker.item.id
                pairs[taker.item.id] = taken
            }
        }
        return pairs
    }

    /// Whether an item stays open. What takes it back goes before what was decided about it.
    private mutating func settle(
        _ item: OpenItem, _ takers: [String: String]
    ) throws(ExactDecimal.Overflow) -> Bool {
        let decision = decisions[item.id]
        if decision != nil { usedDecisions.insert(item.id) }
        if let other = takers[item.id] {
            ended.append(EndedItem(item: item, ending: .takenBack(by: other)))
        } else if let decision, decision.status == nil {
            ended.append(EndedItem(item: item, ending: .decided(decision)))
        } else {
            try closing.add(item)
            return true
        }
        return false
    }
}

extension OpenItem {
    /// Whether it can take back what an earlier period left open: a credit, a correction, or a charge that comes late.
    fileprivate var mayTakeBack: Bool {
        code == .creditUnlinked || code == .correction || isLate && amounts.allSatisfy { $0.amount > .zero }
    }
}

extension ControlTotals {
    /// Adds an item, with one amount or two.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ item: OpenItem) throws(ExactDecimal.Overflow) {
        add(rows: 1)
        for amount in item.amounts { try add(amount.amount, amount.currency, rows: 0) }
    }
}
