internal import Formats
internal import Records

/// Holds the open items against the tables: the breaks, and what else is open among the matches, in the tables' order,
/// with the same amounts.
struct OpenItemVerification {
    let directory: String
    let period: String
    let codes: [String: PublishedCode]

    private static let file = "open-items.jsonl.gz"
    /// The members that are columns of the breaks too.
    private static let shared: [OutcomeColumn] = [
        .leg, .code, .subscription, .sku, .customer, .provider, .invoice, .chargedFrom, .currency, .expectedCurrency,
    ]
    private static let columns = (shared.map(\.heading) + ["period", "amount", "expected_amount", "status"]).map {
        ColumnMapping(column: Column(name: $0, type: .text), source: $0, isOptional: true)
    }

    /// The check. Both files are read side by side.
    func check() -> VerificationCheck {
        var check = VerificationCheck("open items")
        do {
            let count = try compare(&check)
            check.figures = "\(count) open items: the breaks and what is late, in their order, with their amounts"
        } catch let error as SetFault {
            check.note(error)
        } catch {
            check.note(SetFault(file: Self.file, "cannot be read: \(error)"))
        }
        return check
    }

    /// Compares line by line, up to the first that is another: those behind it say nothing more.
    private func compare(_ check: inout VerificationCheck) throws -> Int {
        var breaks = try OutcomeReader("breaks.csv.gz", in: directory)
        var matches = try OutcomeReader("matches.csv.gz", in: directory)
        var items = try SetTable(Self.file, in: directory, columns: Self.columns)
        var count = 0
        while let batch = try items.next() {
            for index in 0..<batch.count {
                count += 1
                let item = OpenItem(batch, index)
                let isBreak = codes[item.text("code")]?.isBreak ?? true
                guard let row = try isBreak ? nextOpen(&breaks) : nextOpen(&matches) else {
                    let table = isBreak ? "breaks.csv.gz" : "matches.csv.gz"
                    check.note(SetFault(file: Self.file, row: count, "is no open outcome of \(table)"))
                    return count
                }
                if let fault = try fault(of: item, row, count) {
                    check.note(fault)
                    return count
                }
            }
        }
        for row in [try nextOpen(&breaks), try nextOpen(&matches)].compactMap({ $0 }) {
            check.note(row.fault(nil, "is not among the open items"))
        }
        return count
    }

    /// The next line of a table that is open; of the breaks, all are.
    private func nextOpen(_ table: inout OutcomeReader) throws -> OutcomeRow? {
        while let row = try table.nextRow() {
            if row.isBreak || codes[row.text(.code)]?.isOpen == true { return row }
        }
        return nil
    }

    private func fault(of item: OpenItem, _ row: OutcomeRow, _ number: Int) throws(SetFault) -> SetFault? {
        var pairs = Self.shared.map { (name: $0.heading, expected: row.text($0), found: item.text($0.heading)) }
        pairs.append(("period", period, item.text("period")))
        for pair in pairs where pair.expected != pair.found {
            return SetFault(
                file: Self.file, row: number, column: pair.name, "is not that of \(row.file), row \(row.row)",
                expected: pair.expected, found: pair.found)
        }
        var amounts = [("amount", try row.decimal(.difference))]
        if amounts[0].1 == nil { amounts[0].1 = try row.decimal(.billedAmount) ?? .zero }
        // What was expected in another currency stands beside the amount, where there is one.
        amounts.append(("expected_amount", row.isEmpty(.expectedCurrency) ? nil : try row.decimal(.expectedAmount)))
        for (name, expected) in amounts {
            let text = item.text(name)
            let found: ExactDecimal? = text.isEmpty ? nil : try? ExactDecimal(parsing: text)
            guard found != expected else { continue }
            return SetFault(
                file: Self.file, row: number, column: name, "is not that of \(row.file), row \(row.row)",
                expected: expected.map(\.description) ?? "none", found: text)
        }
        return nil
    }
}

/// A line of the open items.
private struct OpenItem {
    private let batch: RecordBatch
    private let index: Int

    init(_ batch: RecordBatch, _ index: Int) {
        self.batch = batch
        self.index = index
    }

    func text(_ name: String) -> String {
        guard let place = batch.schema.index(of: name), case .text(let values) = batch.columns[place] else { return "" }
        return values.string(index)
    }
}
