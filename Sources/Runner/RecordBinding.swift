import Formats
import Reconciliation
import Records

/// The columns of a batch under the names that reconciling knows.
struct RoleColumns {
    private let batch: RecordBatch

    init(_ batch: RecordBatch) {
        self.batch = batch
    }

    func text(_ name: String) -> TextColumn? {
        if case .text(let values)? = values(name) { values } else { nil }
    }

    func decimals(_ name: String) -> [ExactDecimal?]? {
        if case .decimal(let values)? = values(name) { values } else { nil }
    }

    func dates(_ name: String) -> [CivilDate?]? {
        if case .date(let values)? = values(name) { values } else { nil }
    }

    func currencies(_ name: String) -> [Currency?]? {
        if case .currency(let values)? = values(name) { values } else { nil }
    }

    func booleans(_ name: String) -> [Bool?]? {
        if case .boolean(let values)? = values(name) { values } else { nil }
    }

    private func values(_ name: String) -> ColumnValues? {
        batch.schema.index(of: name).map { batch.columns[$0] }
    }
}

/// The keys of a batch's rows, as numbers of a table.
struct KeyNumbers {
    fileprivate let columns: [(key: MatchKey, ids: [KeyID])]

    /// The keys of a row.
    func keys(_ row: Int) -> MatchKeys {
        var keys = MatchKeys()
        for (key, ids) in columns { keys[key] = ids[row] }
        return keys
    }
}

/// The columns that hold match keys.
struct KeyColumns {
    /// The keys that charges are grouped by, whatever a plan matches on.
    static let ofCharges: [MatchKey] = [.subscription, .sku, .customer, .product, .partNumber]

    private let columns: [(key: MatchKey, column: TextColumn)]

    /// Finds the columns of these keys; those that are not there have none.
    init(_ roles: RoleColumns, _ keys: [MatchKey] = Self.ofCharges) {
        columns = keys.compactMap { key in roles.text(key.rawValue).map { (key, $0) } }
    }

    /// The keys of a row.
    func keys(_ row: Int, in table: inout KeyTable) -> MatchKeys {
        var keys = MatchKeys()
        for (key, column) in columns { keys[key] = table.id(column, row) }
        return keys
    }

    /// The keys of all rows; quicker than those of one after the other.
    func numbers(in table: inout KeyTable) -> KeyNumbers {
        var numbers: [(MatchKey, [KeyID])] = []
        for (key, column) in columns { numbers.append((key, table.ids(of: column))) }
        return KeyNumbers(columns: numbers)
    }
}

extension KeyTable {
    /// The number of a value; that of the empty text where there is no such column.
    mutating func id(_ column: TextColumn?, _ row: Int) -> KeyID {
        guard let column else { return .empty }
        return id(of: column.bytes.span.extracting(column.range(row)))
    }
}

extension Optional {
    /// A value that the parse stage guarantees.
    ///
    /// - Throws: Exit code 65 when a row lacks it all the same, because its column was said to be optional.
    func required(_ name: String, _ batch: RecordBatch, _ row: Int) throws(RunFailure) -> Wrapped {
        if let self { return self }
        throw RunFailure(
            .badInput,
            "row \(batch.rows[row]) has no \(name); reconciling needs one in every row, so the column cannot be optional"
        )
    }
}
