import Reconciliation
import Records

extension RolledItems {
    /// The figures of T6, by what they are called, in the order of its sum.
    var figures: [(name: String, totals: ControlTotals)] {
        [
            ("opening", opening), ("new", new), ("cleared", cleared), ("written off", writtenOff),
            (Self.closingName, closing),
        ]
    }

    /// What the sum comes to is called.
    static let closingName = "closing"

    /// The currencies that occur in any of them, by their codes.
    var currencies: [Currency] { Set(figures.flatMap(\.totals.currencies)).sorted() }
}
