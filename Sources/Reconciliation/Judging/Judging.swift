package import Records

/// Both sides, brought together and ready to be judged. Shares of them are judged one by one, or several at once: the
/// result is the same.
package struct Judging: Sendable {
    /// How many shares there are, however many threads judge them; more than threads, so that all of them end together.
    package static let shareCount = 8

    private let judge: Judge
    private let result: CascadeResult
    private let keys: KeyTable
    private let order: OutcomeOrder
    /// The outcomes of what needed no judging.
    private let settled: OutcomeList
    private let charged: ControlTotals
    private let entitled: ControlTotals

    init(
        _ judge: Judge, settled: OutcomeList, keys: KeyTable, charged: ControlTotals, entitled: ControlTotals
    ) {
        self.judge = judge
        self.settled = settled
        self.keys = keys
        self.charged = charged
        self.entitled = entitled
        result = judge.cascade.run(judge.plan.levels.indices)
        order = OutcomeOrder(ranks: keys.ranks())
    }

    /// Judges a share.
    ///
    /// - Parameter number: The share's number, from 0.
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package func judged(_ number: Int) throws(ExactDecimal.Overflow) -> JudgedShare {
        var outcomes = number == 0 ? settled : OutcomeList()
        var pool = TolerancePool(judge.plan)
        _ = try judge.copy().appendOutcomes(
            of: Judge.Share(number: number, count: Self.shareCount), result, to: &outcomes, pool: &pool)
        return JudgedShare(try JudgedOutcomes(outcomes, in: order), pool)
    }

    /// The result, from the shares in their order.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package func result(of shares: [JudgedShare]) throws(ExactDecimal.Overflow) -> Reconciliation {
        var (pool, waited) = (TolerancePool(judge.plan), OutcomeList())
        for share in shares { try pool.add(share.pool) }
        pool.close(into: &waited)
        var (outcomes, tally) = (OutcomeList(), OutcomeTally())
        for judged in shares.map(\.judged) + [try JudgedOutcomes(waited, in: order)] {
            outcomes.append(judged.outcomes)
            try tally.add(judged.tally)
        }
        outcomes.sort(by: order)
        return try Reconciliation(
            kind: .entitlements, source: HeldOutcomes(outcomes: outcomes, keys: keys), tally, charged: charged,
            entitled: entitled, untested: judge.plan.untested)
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
    let outcomes: OutcomeList
    let tally: OutcomeTally

    init(_ outcomes: OutcomeList, in order: OutcomeOrder) throws(ExactDecimal.Overflow) {
        var (outcomes, tally) = (outcomes, OutcomeTally())
        outcomes.sort(by: order)
        // Of what is published, as it is published: packed.
        for outcome in outcomes { try tally.add(outcome) }
        (self.outcomes, self.tally) = (outcomes, tally)
    }
}
