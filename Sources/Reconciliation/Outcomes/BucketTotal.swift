package import Records

/// What was let pass by one tolerance in one currency: it is posted, and never dropped.
package struct BucketTotal: Sendable {
    /// The tolerance.
    package let bucket: ToleranceBucket
    /// The currency that was billed.
    package let currency: Currency
    /// How many outcomes.
    package private(set) var count: Int
    /// The sum of their differences, with their signs.
    package private(set) var amount: ExactDecimal

    /// What the outcomes post, by the buckets' names and the currencies.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    static func all(of outcomes: [Outcome]) throws(ExactDecimal.Overflow) -> [BucketTotal] {
        var totals: [BucketTotal] = []
        for outcome in outcomes {
            guard let (bucket, amount) = try outcome.posting, let currency = outcome.billed?.currency else { continue }
            let place =
                totals.firstIndex { $0.bucket == bucket && $0.currency == currency } ?? totals.count
            if place == totals.count {
                totals.append(BucketTotal(bucket: bucket, currency: currency, count: 0, amount: .zero))
            }
            totals[place].count += 1
            totals[place].amount = try totals[place].amount.adding(amount)
        }
        return totals.sorted { ($0.bucket.name, $0.currency) < ($1.bucket.name, $1.currency) }
    }
}
