package import Records

/// One of the identities that must hold in every run: two sums that were made in different ways, per currency.
package struct IdentityCheck: Sendable, Hashable {
    /// The identity's name: `T2`, `T3`, `T4`, `T5`.
    package let name: String
    /// What is compared; a currency, or `rows` for a count.
    package let unit: String
    /// The sum over the source.
    package let source: ExactDecimal
    /// The sum over the outcomes.
    package let outcomes: ExactDecimal

    /// Whether the two are equal.
    package var holds: Bool { source == outcomes }

    /// Checks that the outcomes tie to the sources.
    ///
    /// T2: the outcomes' charges are all charges. T3: the outcomes' entitlements are all entitlements. T4: the
    /// difference of the two sides is the sum of the outcomes' differences.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    static func checks(
        _ tally: OutcomeTally, charged: ControlTotals, entitled: ControlTotals
    ) throws(ExactDecimal.Overflow) -> [IdentityCheck] {
        var checks = tie("T2", charged, tally.billed) + tie("T3", entitled, tally.expected)
        for currency in Set(charged.currencies + entitled.currencies).sorted() {
            let bridge = try charged[currency].subtracting(entitled[currency])
            checks.append(
                IdentityCheck(
                    name: "T4", unit: currency.description, source: bridge, outcomes: tally.differences[currency]))
        }
        return checks
    }

    private static func tie(_ name: String, _ source: ControlTotals, _ outcomes: ControlTotals) -> [IdentityCheck] {
        let rows = IdentityCheck(
            name: name, unit: "rows", source: ExactDecimal(source.count), outcomes: ExactDecimal(outcomes.count))
        let currencies = Set(source.currencies + outcomes.currencies).sorted()
        return [rows]
            + currencies.map {
                IdentityCheck(name: name, unit: $0.description, source: source[$0], outcomes: outcomes[$0])
            }
    }
}
