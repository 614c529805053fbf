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

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        let otherPeriods = OtherPeriods(plan: plan, earlier: earlier, classOf: charges.chargeClass)
        let (rows, others) = otherPeriods.separate(charges.takeGroups())
        let groups = Occurrences.split(aliases.replaced(in: rows))
        entitlements.sort { $0.origin < $1.origin }
        let cascade = Cascade(
            plan: plan, groups: groups, entitlements: entitlements,
            occurrences: Occurrences.ofRepeats(in: entitlements))
        let judge = Judge(
            plan: plan, cascade: cascade, result: cascade.run(), charges: charges, aliases: aliases,
            order: ChargeGroupOrder(keys: keys))
        var outcomes = try judge.outcomes()
        outcomes += try otherPeriods.outcomes(of: others)
        outcomes += charges.unknown.map(Outcome.init(unknown:))
        outcomes += charges.classGroups.map(Outcome.init(accounted:))
        OutcomeOrder(keys: keys).sort(&outcomes)
        return try Reconciliation(
            kind: .entitlements, outcomes: outcomes, keys: keys, charged: charges.totals, entitled: entitled,
            untested: plan.untested)
    }
}
