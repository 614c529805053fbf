package import Records

/// Holds charges against entitlements as ``Reconciler`` does, a part of the books at a time, so that only one part need be
/// in memory. It does no input or output: whoever drives it keeps the records that it is handed.
///
/// 1. ``prepared``: for aliases and charges of earlier periods, which every part needs.
/// 2. Charges and entitlements become records, each with the place where it belongs.
/// 3. Step by step, the records of places with the same hash are added to a copy of ``prepared`` and judged together. What
///    a step leaves over becomes records of later steps.
/// 4. What passed by a tolerance whose sum is bounded is judged when all of it is known.
package struct PartitionedReconciler: Sendable {
    /// What every part begins with: aliases and charges of earlier periods.
    package var prepared: Reconciler

    /// The steps.
    package let partition: PartitionPlan
    private let plan: MatchPlan
    private var charged = ControlTotals()
    private var entitled = ControlTotals()
    private var pool: TolerancePool

    /// An engine that has seen nothing yet; `nil` when the plan's levels cannot be carried out on parts.
    package init?(plan: MatchPlan) {
        guard let partition = PartitionPlan(plan) else { return nil }
        self.partition = partition
        self.plan = plan
        prepared = Reconciler(plan: plan)
        pool = TolerancePool(plan)
    }

    // MARK: - Taking both sides

    /// Appends a charge as a record; returns where it belongs.
    ///
    /// - Parameter scratch: The engine whose table the charge's keys are numbers of; it knows all aliases.
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func append(
        _ charge: Charge, of scratch: inout Reconciler, to record: inout [UInt8]
    ) throws(ExactDecimal.Overflow) -> PartitionPlan.Place {
        try charged.add(charge.amount, charge.currency)
        scratch.append(charge, to: &record)
        guard scratch.holdsCharges(ofTypes: [charge.type])[0] else {
            return partition.place(ofAlone: charge.keys, in: scratch.keys)
        }
        let keys = scratch.resolved(charge.keys)
        return partition.place(of: keys, from: 0, in: scratch.keys) ?? partition.place(ofAlone: keys, in: scratch.keys)
    }

    /// Appends an entitlement as a record; returns where it belongs.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func append(
        _ entitlement: Entitlement, of scratch: Reconciler, to record: inout [UInt8]
    ) throws(ExactDecimal.Overflow) -> PartitionPlan.Place {
        let priced = try scratch.priced(entitlement)
        try entitled.add(try priced.expectedAmount(in: plan.period), priced.currency)
        scratch.append(entitlement, to: &record)
        return partition.place(of: entitlement.keys, from: 0, in: scratch.keys)
            ?? partition.place(ofAlone: entitlement.keys, in: scratch.keys)
    }

    // MARK: - Judging parts

    /// What a part came to.
    package struct Settled: Sendable {
        /// Outcomes, in their published order.
        package let outcomes: OutcomeRecords
        /// Outcomes that wait until all parts are judged, in no order.
        package let waiting: OutcomeRecords
        /// Records of later steps.
        package let carried: [(place: PartitionPlan.Place, record: [UInt8])]
    }

    /// Judges a part: ``prepared``, to which the records of the part were added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package mutating func settle(_ part: consuming Reconciler, step: Int) throws(ExactDecimal.Overflow) -> Settled {
        try part.settle(step, of: partition, &pool)
    }

    /// Judges outcomes that have waited, when all parts are judged.
    package func settle(waiting records: [UInt8]) -> OutcomeRecords {
        var (keys, outcomes, place) = (KeyTable(), OutcomeList(), 0)
        while let record = OutcomeRecord(records, at: &place) {
            outcomes.append(pool.settled(record.outcome(in: &keys)))
        }
        outcomes.sort(by: keys)
        return OutcomeRecords(outcomes, textsIn: keys)
    }

    /// The result, from the outcomes of all parts.
    ///
    /// - Throws: `ExactDecimal.Overflow`, and what reading the outcomes throws.
    package func result(_ outcomes: any OutcomeSource) throws -> Reconciliation {
        try Reconciliation(
            kind: .entitlements, source: outcomes, charged: charged, entitled: entitled, untested: plan.untested)
    }
}
