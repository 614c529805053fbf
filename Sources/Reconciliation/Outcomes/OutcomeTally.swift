import Records

/// Counts and sums of outcomes, made in one pass.
struct OutcomeTally: Sendable {
    /// What each code came to, by the codes' places.
    private var totalsByRank = [OutcomeTotals](repeating: OutcomeTotals(), count: OutcomeCode.allCases.count)
    /// All rows and amounts that were billed.
    private(set) var billed = ControlTotals()
    /// All entitlements and amounts that were expected.
    private(set) var expected = ControlTotals()
    /// The outcomes' differences.
    private(set) var differences = ControlTotals()
    private var buckets: [BucketTotal] = []

    /// What each code came to that has occurred.
    var totals: [OutcomeCode: OutcomeTotals] {
        var totals: [OutcomeCode: OutcomeTotals] = [:]
        for code in OutcomeCode.allCases where totalsByRank[Int(code.rank)].count > 0 {
            totals[code] = totalsByRank[Int(code.rank)]
        }
        return totals
    }

    /// What the outcomes post, by the buckets' names and the currencies.
    var sortedBuckets: [BucketTotal] {
        buckets.sorted { ($0.bucket.name, $0.currency) < ($1.bucket.name, $1.currency) }
    }

    /// Adds an outcome.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ outcome: Outcome) throws(ExactDecimal.Overflow) {
        try totalsByRank[Int(outcome.code.rank)].add(outcome)
        if let side = outcome.billed { try billed.add(side.amount, side.currency, rows: side.rows.count) }
        if let side = outcome.expected { try expected.add(side.amount, side.currency, rows: side.rows.count) }
        try outcome.forEachDifference { (amount, currency) throws(ExactDecimal.Overflow) in
            try differences.add(amount, currency)
        }
        guard let (bucket, amount) = try outcome.posting, let currency = outcome.billed?.currency else { return }
        try buckets[place(of: bucket, currency)].add(amount)
    }

    /// Adds all of another tally.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ other: OutcomeTally) throws(ExactDecimal.Overflow) {
        for rank in totalsByRank.indices { try totalsByRank[rank].add(other.totalsByRank[rank]) }
        try billed.add(other.billed)
        try expected.add(other.expected)
        try differences.add(other.differences)
        for total in other.buckets { try buckets[place(of: total.bucket, total.currency)].add(total) }
    }

    private mutating func place(of bucket: ToleranceBucket, _ currency: Currency) -> Int {
        let place = buckets.firstIndex { $0.bucket == bucket && $0.currency == currency } ?? buckets.count
        if place == buckets.count { buckets.append(BucketTotal(bucket: bucket, currency: currency)) }
        return place
    }
}
