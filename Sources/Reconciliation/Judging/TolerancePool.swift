import Records

/// Holds tolerated differences against what may be tolerated in all.
enum TolerancePool {
    /// What is added up together.
    private struct Pool: Hashable {
        let bucket: ToleranceBucket
        let currency: Currency
    }

    /// Takes back what passed by a tolerance whose sum is exceeded: none of it passes then, so that no order of rows
    /// decides which of them does.
    ///
    /// - Parameter limit: The largest sum of a bucket in one currency, where there is one.
    /// - Throws: `ExactDecimal.Overflow`.
    static func close(
        _ outcomes: inout [Outcome], limit: (ToleranceBucket) -> ExactDecimal?
    ) throws(ExactDecimal.Overflow) {
        var sums: [Pool: ExactDecimal] = [:]
        for outcome in outcomes {
            guard let pool = pool(of: outcome), limit(pool.bucket) != nil else { continue }
            sums[pool] = try (sums[pool] ?? .zero).adding(try outcome.varianceSum.magnitude)
        }
        let exceeded = sums.filter { pool, sum in limit(pool.bucket).map { sum > $0 } ?? false }
        guard !exceeded.isEmpty else { return }
        for place in outcomes.indices {
            guard let pool = pool(of: outcomes[place]), exceeded[pool] != nil else { continue }
            outcomes[place].refuseTolerance()
        }
    }

    private static func pool(of outcome: Outcome) -> Pool? {
        guard let tolerated = outcome.tolerated, let currency = outcome.billed?.currency else { return nil }
        return Pool(bucket: tolerated.bucket, currency: currency)
    }
}
