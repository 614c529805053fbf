package import Records

/// Holds charges against entitlements.
///
/// Rows are added as they arrive, in any order; ``finish()`` judges them. Every charge and every entitlement ends in
/// exactly one outcome, and the identities that prove it are part of the result.
package struct Reconciler: Sendable {
    /// The texts behind the keys of what is added.
    package var keys = KeyTable()

    private let plan: MatchPlan
    private var charges: ChargeGroups
    private var entitlements: [Entitlement] = []
    private var entitled = ControlTotals()
    private var earlier = EarlierCharges()
    private var aliases = AliasTable()

    /// An engine that has seen nothing yet.
    package init(plan: MatchPlan) {
        self.plan = plan
        charges = ChargeGroups(table: plan.chargeTypes)
    }

    /// Adds a charge whose keys are numbers of ``keys``.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(_ charge: Charge) throws(ExactDecimal.Overflow) {
        try charges.add(charge, typesIn: keys)
    }

    /// Adds an entitlement whose keys are numbers of ``keys``.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(_ entitlement: Entitlement) throws(ExactDecimal.Overflow) {
        let priced = plan.priceScope == .term ? try entitlement.pricedByCycle() : entitlement
        try entitled.add(try priced.expectedAmount(in: plan.period), priced.currency)
        entitlements.append(priced)
    }

    /// Adds a charge of an earlier period, which a charge of this one may repeat or correct.
    package mutating func add(earlier charge: Charge) {
        earlier.add(charge)
    }

    /// Adds an alias: an id that stands for another.
    ///
    /// - Throws: ``AliasTable/Conflict``.
    package mutating func add(alias: KeyID, standsFor id: KeyID, for key: MatchKey) throws(AliasTable.Conflict) {
        try aliases.add(alias, standsFor: id, for: key, in: keys)
    }

    /// Which charges of some types are held against entitlements; of the others no reference is ever looked at.
    package mutating func holdsCharges(ofTypes types: [KeyID]) -> [Bool] {
        charges.classes(of: types, in: keys).map { $0?.isHeld ?? false }
    }

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        // Taken first: what tells the classes holds all that is left in the charges.
        var groups = charges.takeGroups()
        let otherPeriods = OtherPeriods(plan: plan, earlier: earlier, classOf: charges.chargeClass)
        let others = otherPeriods.takeRows(from: &groups)
        aliases.resolve(&groups)
        Occurrences.split(&groups)
        entitlements.sortByRows()
        var outcomes = OutcomeList()
        let judge = Judge(
            plan: plan, cascade: Cascade(plan: plan, groups: groups, entitlements: entitlements), charges: charges,
            aliases: aliases, order: ChargeGroupOrder(keys: keys))
        try judge.appendOutcomes(to: &outcomes)
        for outcome in try otherPeriods.outcomes(of: others) { outcomes.append(outcome) }
        for charge in charges.unknown { outcomes.append(Outcome(unknown: charge)) }
        for group in charges.classGroups { outcomes.append(Outcome(accounted: group)) }
        outcomes.sort(by: keys)
        return try Reconciliation(
            kind: .entitlements, outcomes: outcomes, keys: keys, charged: charges.totals, entitled: entitled,
            untested: plan.untested)
    }
}

extension [Entitlement] {
    /// Sorts entitlements by where they stand, as they mostly are already.
    fileprivate mutating func sortByRows() {
        let isSorted = indices.dropFirst().allSatisfy { self[$0 - 1].origin <= self[$0].origin }
        if !isSorted { sort { $0.origin < $1.origin } }
    }
}
