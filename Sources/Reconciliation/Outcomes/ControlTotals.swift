package import Records

/// Counts and sums per currency. Currencies never mix.
package struct ControlTotals: Sendable, Hashable {
    /// How many rows.
    package private(set) var count = 0
    /// The sum of each currency.
    package private(set) var sums: [Currency: ExactDecimal] = [:]

    /// Nothing.
    package init() {}

    /// Adds a row.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func add(_ amount: ExactDecimal, _ currency: Currency, rows: Int = 1) throws(ExactDecimal.Overflow)
    {
        count += rows
        sums[currency] = try (sums[currency] ?? .zero).adding(amount)
    }

    /// Adds all of other totals.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func add(_ other: ControlTotals) throws(ExactDecimal.Overflow) {
        count += other.count
        for currency in other.currencies { try add(other[currency], currency, rows: 0) }
    }

    /// The sum of a currency; nought where it did not occur.
    package subscript(currency: Currency) -> ExactDecimal { sums[currency] ?? .zero }

    /// The currencies that occurred, by their codes.
    package var currencies: [Currency] { sums.keys.sorted() }
}
