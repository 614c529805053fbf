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
        let groups = charges.takeGroupsByOccurrence()
        entitlements.sort { $0.origin < $1.origin }
        let cascade = Cascade(
            levels: plan.levels, groups: groups, entitlements: entitlements,
            occurrences: Self.occurrences(of: entitlements))
        let judge = Judge(
            cascade: cascade, result: cascade.run(), classifier: Classifier(plan: plan),
            order: ChargeGroupOrder(keys: keys))
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(groups.count + entitlements.count + charges.classGroups.count)
        try judge.appendMatches(to: &outcomes)
        try judge.appendLeftovers(to: &outcomes)
        outcomes += charges.unknown.map(judge.classifier.unknownType)
        outcomes += charges.classGroups.map(judge.classifier.accounted)
        OutcomeOrder(keys: keys).sort(&outcomes)
        return try Reconciliation(
            kind: .entitlements, outcomes: outcomes, keys: keys, charged: charges.totals, entitled: entitled)
    }

    /// How many identical entitlements come before each that has any: the second of two is held against the second of
    /// two identical charges. Identical ones have the same keys, so only those are looked at closely.
    private static func occurrences(of entitlements: [Entitlement]) -> [Int: Int] {
        var counts: [MatchKeys: Int32] = [:]
        for entitlement in entitlements { counts[entitlement.keys, default: 0] += 1 }
        var seen: [Entitlement: Int] = [:]
        var occurrences: [Int: Int] = [:]
        for (place, entitlement) in entitlements.enumerated() where counts[entitlement.keys, default: 0] > 1 {
            var content = entitlement
            content.origin = RowOrigin(file: 0, row: 0)
            let occurrence = seen[content, default: 0]
            seen[content] = occurrence + 1
            if occurrence > 0 { occurrences[place] = occurrence }
        }
        return occurrences
    }
}

/// Turns what the cascade brought together, and what it did not, into outcomes.
private struct Judge {
    let cascade: Cascade
    let result: CascadeResult
    let classifier: Classifier
    let order: ChargeGroupOrder

    func appendMatches(to outcomes: inout [Outcome]) throws(ExactDecimal.Overflow) {
        for (place, claimants) in result.groupsOfEntitlement.enumerated() where !claimants.isEmpty {
            // The least precise level that was needed is the one to be told.
            let level = claimants.compactMap { result.levelOfGroup[$0] }.max() ?? 1
            outcomes += try classifier.match(
                cascade.entitlements[place], groups(claimants), level: level)
        }
        for cluster in result.clusters {
            outcomes += try classifier.ambiguous(
                groups(cluster.groups), cluster.entitlements.map { cascade.entitlements[$0] },
                level: cluster.level)
        }
    }

    private func groups(_ places: [Int]) -> [ChargeGroup] {
        order.sorted(places.map { cascade.groups[$0] })
    }

    func appendLeftovers(to outcomes: inout [Outcome]) throws(ExactDecimal.Overflow) {
        for (place, group) in cascade.groups.enumerated() where result.levelOfGroup[place] == nil {
            outcomes += try classifier.unmatched(group)
        }
        for (place, entitlement) in cascade.entitlements.enumerated()
        where result.groupsOfEntitlement[place].isEmpty && !result.contested.contains(place) {
            outcomes.append(try classifier.unmatched(entitlement))
        }
    }
}
