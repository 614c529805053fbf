import Pipelines
import Records
import Synchronization

/// Collects the values of a column, which are the items of a `for_each`.
final class ItemCollector: Sendable {
    private struct Found {
        var items: Set<[UInt8]> = []
    }

    /// The parse stage whose records are looked through.
    let stage: String
    private let column: String
    private let found = Mutex(Found())

    /// How many items a stage may be fanned out over.
    static let limit = 10_000

    /// A collector for items that are the values of a column; `nil` for others.
    init?(_ items: FanOut.Items) {
        guard case .column(let column, let stage) = items else { return nil }
        (self.column, self.stage) = (column, stage)
    }

    /// Takes the values of a batch.
    ///
    /// - Throws: ``RunFailure`` for a record without a value, whose leg would be missed by nobody, and for too many values.
    func take(_ batch: RecordBatch, file: String) throws {
        guard let values = batch.schema.index(of: column).map({ batch.columns[$0] }) else {
            throw RunFailure(
                .badInput, "stage \"\(stage)\": \(file) has no column \"\(column)\", which a for_each needs")
        }
        try found.withLock { found in
            for row in 0..<batch.count {
                let item = values.text(row).utf8.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
                guard !item.isEmpty else {
                    throw RunFailure(
                        .badInput,
                        "stage \"\(stage)\": row \(batch.rows[row]) of \(file) has nothing in \"\(column)\", which a for_each "
                            + "takes its items from. Nothing was published.")
                }
                found.items.insert(Array(item))
            }
            guard found.items.count <= Self.limit else {
                throw RunFailure(
                    .badInput,
                    "stage \"\(stage)\": \"\(column)\" has more than \(Self.limit) values, and a for_each would run as often; "
                        + "narrow the source with filters. Nothing was published.")
            }
        }
    }

    /// The items, each once, in the order of their bytes: whatever order the records have.
    ///
    /// - Throws: ``RunFailure`` when there is none: then a part of the pipeline would silently not run.
    func items() throws -> [String] {
        let items = found.withLock(\.items)
        guard !items.isEmpty else {
            throw RunFailure(
                .badInput,
                "stage \"\(stage)\" has no records, so that for_each has no items and nothing would run. Check the filters "
                    + "and the source. Nothing was published.")
        }
        return items.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension ColumnValues {
    /// A value as text; empty where there is none.
    fileprivate func text(_ row: Int) -> String {
        switch self {
        case .text(let values): values.string(row)
        case .decimal(let values): values[row].map(\.description) ?? ""
        case .date(let values): values[row].map(\.description) ?? ""
        case .currency(let values): values[row].map(\.description) ?? ""
        case .boolean(let values): values[row].map { String($0) } ?? ""
        }
    }
}
