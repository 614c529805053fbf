package import Records

/// Counts and sums per currency. Currencies never mix.
package struct ControlTotals: Sendable, Hashable {
    /// How many rows.
    package private(set) var count = 0
    /// The sum of each currency that occurred, by their codes. There are few: going through them is quicker than a
    /// dictionary, and every row is added to one.
    private var sums: [Sum] = []

    private struct Sum: Sendable, Hashable {
        let currency: Currency
        var amount: ExactDecimal
    }

    /// Nothing.
    package init() {}

    /// Adds a row.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func add(_ amount: ExactDecimal, _ currency: Currency, rows: Int = 1) throws(ExactDecimal.Overflow)
    {
        count += rows
        for place in sums.indices where sums[place].currency == currency {
            sums[place].amount = try sums[place].amount.adding(amount)
            return
        }
        let place = sums.firstIndex { currency < $0.currency } ?? sums.count
        sums.insert(Sum(currency: currency, amount: amount), at: place)
    }

    /// Adds rows without an amount.
    mutating func add(rows: Int) { count += rows }

    /// Adds all of other totals.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package mutating func add(_ other: ControlTotals) throws(ExactDecimal.Overflow) {
        count += other.count
        for currency in other.currencies { try add(other[currency], currency, rows: 0) }
    }

    /// The sum of a currency; nought where it did not occur.
    package subscript(currency: Currency) -> ExactDecimal {
        sums.first { $0.currency == currency }?.amount ?? .zero
    }

    /// The currencies that occurred, by their codes.
    package var currencies: [Currency] { sums.map(\.currency) }
}
