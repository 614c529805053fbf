import Reconciliation
import Records

extension RunSummary.CarryOver {
    /// What was carried over, from when to when.
    var heading: String { "Open items, from \(items.from) to \(items.period), carried over since \(since)" }

    /// What a person should know besides the figures.
    var notes: [String] {
        let ids = items.unusedDecisions
        let named = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? " and \(grouped(ids.count - 5)) more" : "")
        let unused = ids.isEmpty ? nil : "decisions about what is not open: \(named)"
        let stray =
            strayLegs.isEmpty
            ? nil
            : "nothing can take back the items of legs that the pipeline does not have: \(strayLegs.joined(separator: ", "))"
        return [unused, stray].compactMap(\.self)
    }
}

extension RolledItems {
    /// The figures of T6, by what they are called, in the order of its sum.
    var figures: [(name: String, totals: ControlTotals)] {
        [
            ("opening", opening), ("new", new), ("cleared", cleared), ("written off", writtenOff),
            (Self.closingName, closing),
        ]
    }

    private static let closingName = "closing"

    /// The currencies that occur in any of them, by their codes.
    var currencies: [Currency] { Set(figures.flatMap(\.totals.currencies)).sorted() }

    /// What was open, came, went and is open, a line a currency.
    var table: TextTable {
        var table = TextTable(headings: ["", "items", "", "amount"], rightAligned: [1, 3])
        for (name, totals) in figures {
            if name == Self.closingName { table.rule() }
            for (index, currency) in currencies.enumerated() {
                let head = index == 0 ? [name, grouped(totals.count)] : ["", ""]
                table.row(head + [currency.description, totals[currency].grouped(in: currency)])
            }
            if currencies.isEmpty { table.row([name, grouped(totals.count), "", ""]) }
        }
        return table
    }
}
