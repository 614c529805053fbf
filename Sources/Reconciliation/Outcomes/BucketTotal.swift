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

    /// Nothing, yet.
    init(bucket: ToleranceBucket, currency: Currency) {
        self.bucket = bucket
        self.currency = currency
        count = 0
        amount = .zero
    }

    mutating func add(_ difference: ExactDecimal) throws(ExactDecimal.Overflow) {
        count += 1
        amount = try amount.adding(difference)
    }

    mutating func add(_ other: BucketTotal) throws(ExactDecimal.Overflow) {
        count += other.count
        amount = try amount.adding(other.amount)
    }
}
