import Records

/// Holds tolerated differences against what may be tolerated in all.
///
/// Where a tolerance has such a bound, what passes by it waits until all of it is known: when the bound is exceeded none
/// of it passes, so that no order of rows decides which of it does.
struct TolerancePool: Sendable {
    /// What is added up together.
    private struct Pool: Hashable, Sendable {
        let bucket: ToleranceBucket
        let currency: Currency
    }

    /// The largest sum of a bucket in one currency, where there is one.
    private let limit: @Sendable (ToleranceBucket) -> ExactDecimal?
    private var sums: [Pool: ExactDecimal] = [:]
    private var waiting = OutcomeList()

    init(limit: @escaping @Sendable (ToleranceBucket) -> ExactDecimal?) {
        self.limit = limit
    }

    init(_ plan: MatchPlan) {
        self.init { [comparison = plan.comparison] in comparison[$0].maximumTotal }
    }

    /// Passes an outcome on, at once or when the pool is closed.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func pass(_ outcome: Outcome, to outcomes: inout OutcomeList) throws(ExactDecimal.Overflow) {
        guard let pool = Self.pool(of: outcome), limit(pool.bucket) != nil else { return outcomes.append(outcome) }
        sums[pool] = try (sums[pool] ?? .zero).adding(try outcome.varianceSum.magnitude)
        waiting.append(outcome)
    }

    /// Takes what another pool has seen.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ other: TolerancePool) throws(ExactDecimal.Overflow) {
        for (pool, sum) in other.sums { sums[pool] = try (sums[pool] ?? .zero).adding(sum) }
        for outcome in other.waiting { waiting.append(outcome) }
    }

    /// Passes on what has waited.
    mutating func close(into outcomes: inout OutcomeList) {
        for outcome in takeWaiting() { outcomes.append(settled(outcome)) }
    }

    /// What has waited, for whoever keeps it until all sums are known.
    mutating func takeWaiting() -> OutcomeList {
        defer { waiting = OutcomeList() }
        return waiting
    }

    /// An outcome that has waited, as it is when all sums are known: what passed by a tolerance whose sum is exceeded gets
    /// the code that it would have had.
    func settled(_ outcome: Outcome) -> Outcome {
        guard let pool = Self.pool(of: outcome), let sum = sums[pool], let limit = limit(pool.bucket), sum > limit
        else { return outcome }
        var refused = outcome
        refused.refuseTolerance()
        return refused
    }

    private static func pool(of outcome: Outcome) -> Pool? {
        guard let tolerated = outcome.tolerated, let currency = outcome.billed?.currency else { return nil }
        return Pool(bucket: tolerated.bucket, currency: currency)
    }
}
