package import Records

/// Counts what is held against what customers agreed to: seats that nobody pays for, and seats that nobody has.
///
/// Items are added as they arrive, in any order. Seats with the plan's keys are counted on either side, and each pair of
/// counts ends in one outcome. What ended is held no more; what is neither running nor ended is for a person.
package struct AgreementCheck: Sendable {
    /// The texts behind the keys of what is added.
    package var keys = KeyTable()

    private let plan: AgreementPlan
    private var held: [AgreementItem] = []
    private var agreed: [AgreementItem] = []
    private var aliases = AliasTable()

    /// A check that has seen nothing yet.
    package init(plan: AgreementPlan) {
        self.plan = plan
    }

    /// Adds a subscription that is held, was held, or may be.
    package mutating func add(held item: AgreementItem) {
        held.append(item)
    }

    /// Adds what a customer agreed to.
    package mutating func add(agreed item: AgreementItem) {
        agreed.append(item)
    }

    /// Adds an alias: an id that stands for another, on either side.
    ///
    /// - Throws: ``AliasTable/Conflict``.
    package mutating func add(alias: KeyID, standsFor id: KeyID, for key: MatchKey) throws(AliasTable.Conflict) {
        try aliases.add(alias, standsFor: id, for: key, in: keys)
    }

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        var groups: [MatchKeys: AgreementGroup] = [:]
        for item in held { try groups[place(of: item, in: &groups), default: AgreementGroup()].add(held: item) }
        for item in agreed { try groups[place(of: item, in: &groups), default: AgreementGroup()].add(agreed: item) }
        var outcomes = OutcomeList()
        for (keys, group) in groups {
            var outcome = try group.outcome(keys, plan, isUnmapped: aliases.lacks(keys, among: plan.aliasedKeys))
            if group.isAliased { outcome.flags.insert(.aliased) }
            outcomes.append(outcome)
        }
        outcomes.sort(by: keys)
        let (charged, entitled) = try (totals(\.billed, of: outcomes), totals(\.expected, of: outcomes))
        return try Reconciliation(
            kind: .agreements, outcomes: outcomes, keys: keys, charged: charged, entitled: entitled,
            further: try unitIdentities(outcomes))
    }

    /// The keys under which an item is counted.
    private func place(of item: AgreementItem, in groups: inout [MatchKeys: AgreementGroup]) -> MatchKeys {
        var keys = item.keys
        if aliases.resolve(&keys) { groups[keys, default: AgreementGroup()].isAliased = true }
        return keys
    }

    /// Rows are counted where they came from; amounts are what the outcomes make of seats and prices.
    private func totals(
        _ side: KeyPath<Outcome, OutcomeSide?>, of outcomes: OutcomeList
    ) throws(ExactDecimal.Overflow) -> ControlTotals {
        var totals = ControlTotals()
        for outcome in outcomes {
            guard let side = outcome[keyPath: side] else { continue }
            try totals.add(side.amount, side.currency, rows: side.rows.count)
        }
        return totals
    }

    /// T2 and T3 in seats: all that is held and all that was agreed to stand in the outcomes, and no row twice.
    private func unitIdentities(_ outcomes: OutcomeList) throws(ExactDecimal.Overflow) -> [IdentityCheck] {
        var (units, rows) = (ExactDecimal.zero, 0)
        var (agreedUnits, agreedRows) = (ExactDecimal.zero, 0)
        for outcome in outcomes {
            units = try units.adding(outcome.billed?.quantity ?? .zero)
            agreedUnits = try agreedUnits.adding(outcome.expected?.quantity ?? .zero)
            rows += outcome.billed?.rows.count ?? 0
            agreedRows += outcome.expected?.rows.count ?? 0
        }
        return [
            IdentityCheck(name: "T2", unit: "items", source: ExactDecimal(held.count), outcomes: ExactDecimal(rows)),
            IdentityCheck(
                name: "T2", unit: "units", source: try held.filter { $0.state != .ended }.sum(), outcomes: units),
            IdentityCheck(
                name: "T3", unit: "items", source: ExactDecimal(agreed.count), outcomes: ExactDecimal(agreedRows)),
            IdentityCheck(name: "T3", unit: "units", source: try agreed.sum(), outcomes: agreedUnits),
        ]
    }
}

extension [AgreementItem] {
    fileprivate func sum() throws(ExactDecimal.Overflow) -> ExactDecimal {
        var sum = ExactDecimal.zero
        for item in self { sum = try sum.adding(item.quantity) }
        return sum
    }
}
