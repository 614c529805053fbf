import Records

/// What the outcomes of one code came to.
package struct OutcomeTotals: Sendable {
    /// How many outcomes.
    package private(set) var count = 0
    /// The rows and amounts that were billed.
    package private(set) var billed = ControlTotals()
    /// The entitlements and amounts that were expected.
    package private(set) var expected = ControlTotals()

    mutating func add(_ outcome: Outcome) throws(ExactDecimal.Overflow) {
        count += 1
        if let side = outcome.billed { try billed.add(side.amount, side.currency, rows: side.rows.count) }
        if let side = outcome.expected { try expected.add(side.amount, side.currency, rows: side.rows.count) }
    }

    mutating func add(_ other: OutcomeTotals) throws(ExactDecimal.Overflow) {
        count += other.count
        try billed.add(other.billed)
        try expected.add(other.expected)
    }
}
