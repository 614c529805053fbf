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

    /// An engine that has seen nothing yet.
    package init(plan: MatchPlan) {
        self.plan = plan
        charges = ChargeGroups(table: plan.chargeTypes)
    }

    /// Adds a charge whose keys are numbers of ``keys``.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(_ charge: Charge) throws(ExactDecimal.Overflow) {
        let keys = keys
        try charges.add(charge) { keys.text(charge.type) }
    }

    /// Adds an entitlement whose keys are numbers of ``keys``.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(_ entitlement: Entitlement) throws(ExactDecimal.Overflow) {
        try entitled.add(try entitlement.expectedAmount(in: plan.period), entitlement.currency)
        entitlements.append(entitlement)
    }

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        let groups = charges.groupsByOccurrence()
        let ranked = Self.rankRepeats(entitlements)
        let result = Cascade(levels: plan.levels, groups: groups, entitlements: ranked).run()
        let classifier = Classifier(plan: plan)
        var outcomes = try Self.matches(result, groups, ranked, classifier)
        outcomes += try Self.leftovers(result, groups, ranked, classifier)
        outcomes += charges.unknown.map(classifier.unknownType)
        outcomes += charges.classGroups.map(classifier.accounted)
        return try Reconciliation(
            outcomes: OutcomeOrder(keys: keys).sorted(outcomes), keys: keys, charged: charges.totals, entitled: entitled)
    }

    /// Numbers identical entitlements, so that the second of two is held against the second of two identical charges.
    private static func rankRepeats(_ entitlements: [Entitlement]) -> [CascadeEntitlement] {
        var seen: [Entitlement: Int] = [:]
        return entitlements.sorted { $0.origin < $1.origin }.map { entitlement in
            var content = entitlement
            content.origin = RowOrigin(file: 0, row: 0)
            defer { seen[content, default: 0] += 1 }
            return CascadeEntitlement(entitlement: entitlement, occurrence: seen[content, default: 0])
        }
    }

    private static func matches(
        _ result: CascadeResult, _ groups: [ChargeGroup], _ ranked: [CascadeEntitlement], _ classifier: Classifier
    ) throws(ExactDecimal.Overflow) -> [Outcome] {
        var outcomes: [Outcome] = []
        for (place, claimants) in result.groupsOfEntitlement.enumerated() where !claimants.isEmpty {
            // The least precise level that was needed is the one to be told.
            let level = claimants.compactMap { result.levelOfGroup[$0] }.max() ?? 1
            outcomes += try classifier.match(ranked[place].entitlement, claimants.map { groups[$0] }, level: level)
        }
        for cluster in result.clusters {
            outcomes += try classifier.ambiguous(
                cluster.groups.map { groups[$0] }, cluster.entitlements.map { ranked[$0].entitlement },
                level: cluster.level)
        }
        return outcomes
    }

    private static func leftovers(
        _ result: CascadeResult, _ groups: [ChargeGroup], _ ranked: [CascadeEntitlement], _ classifier: Classifier
    ) throws(ExactDecimal.Overflow) -> [Outcome] {
        var outcomes: [Outcome] = []
        for (place, group) in groups.enumerated() where result.levelOfGroup[place] == nil {
            outcomes += try classifier.unmatched(group)
        }
        for (place, candidate) in ranked.enumerated()
        where result.groupsOfEntitlement[place].isEmpty && !result.contested.contains(place) {
            outcomes.append(try classifier.unmatched(candidate.entitlement))
        }
        return outcomes
    }
}
