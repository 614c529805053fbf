import Records

/// Counts and sums of outcomes, made in one pass.
struct OutcomeTally {
    /// What each code came to.
    private(set) var totals: [OutcomeCode: OutcomeTotals] = [:]
    /// All rows and amounts that were billed.
    private(set) var billed = ControlTotals()
    /// All entitlements and amounts that were expected.
    private(set) var expected = ControlTotals()
    /// The outcomes' differences.
    private(set) var differences = ControlTotals()
    private var buckets: [BucketTotal] = []

    /// What the outcomes post, by the buckets' names and the currencies.
    var sortedBuckets: [BucketTotal] {
        buckets.sorted { ($0.bucket.name, $0.currency) < ($1.bucket.name, $1.currency) }
    }

    /// Adds an outcome.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ outcome: Outcome) throws(ExactDecimal.Overflow) {
        try totals[outcome.code, default: OutcomeTotals()].add(outcome)
        if let side = outcome.billed { try billed.add(side.amount, side.currency, rows: side.rows.count) }
        if let side = outcome.expected { try expected.add(side.amount, side.currency, rows: side.rows.count) }
        for (amount, currency) in try outcome.differences { try differences.add(amount, currency) }
        guard let (bucket, amount) = try outcome.posting, let currency = outcome.billed?.currency else { return }
        let place = buckets.firstIndex { $0.bucket == bucket && $0.currency == currency } ?? buckets.count
        if place == buckets.count { buckets.append(BucketTotal(bucket: bucket, currency: currency)) }
        try buckets[place].add(amount)
    }
}
