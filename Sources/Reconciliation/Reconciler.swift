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
    private var prices = PriceHistory()
    /// What an earlier step has left over; empty unless the books are judged in parts.
    private var carried = Carried()

    private struct Carried: Sendable {
        var groups: [ChargeGroup] = []
        var entitlements: [Entitlement] = []
        /// How many repeats came before each entitlement, by its row.
        var occurrences: [RowOrigin: Int] = [:]
    }

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
        let priced = try priced(entitlement)
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

    /// Adds a price that held from a day on. All prices come before the entitlements.
    ///
    /// - Throws: ``PriceHistory/Conflict``.
    package mutating func add(_ price: ListedPrice) throws(PriceHistory.Conflict) {
        try prices.add(price, textsIn: keys)
    }

    /// Which charges of some types are held against entitlements; of the others no reference is ever looked at.
    package mutating func holdsCharges(ofTypes types: [KeyID]) -> [Bool] {
        charges.classes(of: types, in: keys).map { $0?.isHeld ?? false }
    }

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        let order = OutcomeOrder(of: keys)
        let judging = judging()
        let matches = judging.matches()
        var shares = [try judging.settled(in: order)]
        for number in 0..<Judging.shareCount { shares.append(try judging.judged(number, of: matches, in: order)) }
        return try judging.ending.result(of: shares, in: order)
    }

    /// Everything that was added, to be judged on several threads.
    package consuming func judging() -> Judging {
        let (judge, settled) = judge()
        let ending = JudgedBooks(plan: plan, keys: keys, charged: charges.totals, entitled: entitled)
        return Judging(judge, settled: settled, ending: ending)
    }

    /// Puts both sides together, and beside them what is judged without.
    private mutating func judge() -> (Judge, SettledCharges) {
        // Taken first: what tells the classes holds all that is left in the charges.
        var groups = charges.takeGroups()
        let accounted = charges.takeClassGroups()
        let otherPeriods = OtherPeriods(plan: plan, earlier: earlier, classOf: charges.chargeClass)
        let settled = SettledCharges(
            accounted: accounted, unknown: charges.unknown, ofOtherPeriods: otherPeriods.takeRows(from: &groups))
        aliases.resolve(&groups)
        Occurrences.split(&groups)
        for group in carried.groups { groups.append(group) }
        let cascade = Cascade(
            plan: plan, groups: groups, entitlements: takeEntitlements(), carried: carried.occurrences)
        let judge = Judge(
            plan: plan, cascade: cascade, charges: charges, aliases: aliases, order: ChargeGroupOrder(keys: keys))
        return (judge, settled)
    }

    /// All entitlements by where they stand; none are left behind.
    private mutating func takeEntitlements() -> [Entitlement] {
        var taken = entitlements
        entitlements = []
        taken += carried.entitlements
        taken.sortByRows()
        return taken
    }
}

/// Judging a part of the books.
extension Reconciler {
    /// The keys, with what aliases stand for.
    func resolved(_ keys: MatchKeys) -> MatchKeys {
        var resolved = keys
        _ = aliases.resolve(&resolved)
        return resolved
    }

    /// An entitlement with the price of one seat for one cycle: the listed one that held when the cycle began, where there is
    /// a list that has it.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func priced(_ entitlement: Entitlement) throws(ExactDecimal.Overflow) -> Entitlement {
        var priced = entitlement
        if plan.knowsPrices {
            let listed = prices.price(of: entitlement, on: entitlement.pricingDay(in: plan.period))
            priced.unitPrice = listed ?? entitlement.unitPrice
            priced.hasListedPrice = listed != nil
        }
        return plan.priceScope == .term ? try priced.pricedByCycle() : priced
    }

    /// What only some rows say, of this one.
    func details(of member: GroupMember) -> ChargeDetails { charges.details(of: member) }

    /// Adds a group that an earlier step has left over, as it was then.
    mutating func add(carried rows: [(isAliased: Bool, charge: Charge)], occurrence: Int32) {
        guard let first = rows.first?.charge else { return }
        let identity = ChargeGroup.Identity(
            keys: first.keys, currency: first.currency, interval: first.interval, occurrence: occurrence)
        let members = rows.map { isAliased, charge in
            charges.learnClass(of: charge.type, in: keys)
            var member = charges.member(of: charge)
            member.isAliased = isAliased
            return member
        }
        carried.groups.append(ChargeGroup(identity: identity, members: members))
    }

    /// Adds an entitlement that an earlier step has left over, as it was then.
    mutating func add(carried entitlement: Entitlement, occurrence: Int) {
        carried.entitlements.append(entitlement)
        carried.occurrences[entitlement.origin] = occurrence
    }

    /// Judges what was added, as far as a step goes.
    consuming func settle(
        _ step: Int, of partition: PartitionPlan, _ pool: inout TolerancePool
    ) throws(ExactDecimal.Overflow) -> PartitionedReconciler.Settled {
        let (judge, settled) = judge()
        var outcomes = try settled.outcomes()
        let result = judge.cascade.run(partition.steps[step].levels)
        let leftovers = try judge.appendOutcomes(of: .whole, result, to: &outcomes, pool: &pool) {
            partition.step(for: $0, from: step + 1) != nil
        }
        outcomes.sort(by: keys)
        return PartitionedReconciler.Settled(
            outcomes: OutcomeRecords(outcomes, textsIn: keys),
            waiting: OutcomeRecords(pool.takeWaiting(), textsIn: keys),
            carried: carriedRecords(leftovers, judge.cascade, partition, from: step + 1))
    }

    private func carriedRecords(
        _ leftovers: Judge.Leftovers, _ cascade: Cascade, _ partition: PartitionPlan, from step: Int
    ) -> [(place: PartitionPlan.Place, record: [UInt8])] {
        let groups = leftovers.groups.compactMap { place -> (PartitionPlan.Place, [UInt8])? in
            var record: [UInt8] = []
            append(carried: cascade.groups.group(at: place), to: &record)
            return partition.place(of: cascade.groups.heads[place].identity.keys, from: step, in: keys)
                .map { ($0, record) }
        }
        let entitlements = leftovers.entitlements.compactMap { place -> (PartitionPlan.Place, [UInt8])? in
            var record: [UInt8] = []
            append(
                carried: cascade.entitlements[place], occurrence: cascade.occurrence(of: place), to: &record)
            return partition.place(of: cascade.entitlements[place].keys, from: step, in: keys).map { ($0, record) }
        }
        return groups + entitlements
    }
}

extension [Entitlement] {
    /// Sorts entitlements by where they stand, as they mostly are already.
    fileprivate mutating func sortByRows() {
        let isSorted = indices.dropFirst().allSatisfy { self[$0 - 1].origin <= self[$0].origin }
        if !isSorted { sort { $0.origin < $1.origin } }
    }
}
