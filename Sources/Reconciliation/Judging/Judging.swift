package import Records

/// Both sides of the books, ready to be judged: what several threads can do at once is in functions of their own.
///
/// 1. ``matches()`` and ``settled(in:)``, which know nothing of each other.
/// 2. ``judged(_:of:in:)``, for each share; shares know nothing of each other either.
/// 3. The ``ending``'s ``JudgedBooks/result(of:in:)``, for which the books need not be kept.
///
/// The result is the same in whatever order shares are judged, and on however many threads.
package struct Judging: Sendable {
    /// How many shares there are, however many threads judge them; more than threads, so that all of them end together.
    package static let shareCount = 8

    /// What is needed when all shares are judged.
    package let ending: JudgedBooks
    private let judge: Judge
    private let settled: SettledCharges

    init(_ judge: Judge, settled: SettledCharges, ending: JudgedBooks) {
        self.judge = judge
        self.settled = settled
        self.ending = ending
    }

    /// Brings the sides together, level by level.
    package func matches() -> CascadeResult { judge.cascade.run(judge.plan.levels.indices) }

    /// The outcomes of what needs no judging.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package func settled(in order: OutcomeOrder) throws(ExactDecimal.Overflow) -> JudgedShare {
        JudgedShare(try JudgedOutcomes(try settled.outcomes(), in: order), TolerancePool(judge.plan))
    }

    /// Judges a share.
    ///
    /// - Parameter number: The share's number, from 0.
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package func judged(
        _ number: Int, of matches: CascadeResult, in order: OutcomeOrder
    ) throws(ExactDecimal.Overflow) -> JudgedShare {
        var outcomes = OutcomeList()
        var pool = TolerancePool(judge.plan)
        _ = try judge.copy().appendOutcomes(
            of: Judge.Share(number: number, count: Self.shareCount), matches, to: &outcomes, pool: &pool)
        return JudgedShare(try JudgedOutcomes(outcomes, in: order), pool)
    }
}

/// Books of which all shares are judged.
package struct JudgedBooks: Sendable {
    let plan: MatchPlan
    let keys: KeyTable
    let charged: ControlTotals
    let entitled: ControlTotals

    /// The result, from what was settled and the shares in their order.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package func result(
        of shares: [JudgedShare], in order: OutcomeOrder
    ) throws(ExactDecimal.Overflow) -> Reconciliation {
        var (pool, waited) = (TolerancePool(plan), OutcomeList())
        for share in shares { try pool.add(share.pool) }
        pool.close(into: &waited)
        let judged = shares.map(\.judged) + [try JudgedOutcomes(waited, in: order)]
        var (outcomes, tally) = (SortedOutcomes(), OutcomeTally())
        outcomes.merge(judged.map(\.outcomes), by: order)
        for part in judged { try tally.add(part.tally) }
        return try Reconciliation(
            kind: .entitlements, source: HeldOutcomes(outcomes: outcomes.list, keys: keys), tally, charged: charged,
            entitled: entitled, untested: plan.untested)
    }
}

/// A share of both sides that was judged.
package struct JudgedShare: Sendable {
    fileprivate let judged: JudgedOutcomes
    /// What waits until all shares are judged.
    fileprivate let pool: TolerancePool

    fileprivate init(_ judged: JudgedOutcomes, _ pool: TolerancePool) {
        self.judged = judged
        self.pool = pool
    }
}

/// Some outcomes in their published order, and what they come to.
private struct JudgedOutcomes: Sendable {
    let outcomes: SortedOutcomes
    let tally: OutcomeTally

    init(_ outcomes: OutcomeList, in order: OutcomeOrder) throws(ExactDecimal.Overflow) {
        var tally = OutcomeTally()
        // Of what is published, as it is published: packed.
        for outcome in outcomes { try tally.add(outcome) }
        (self.outcomes, self.tally) = (SortedOutcomes(outcomes, by: order), tally)
    }
}
