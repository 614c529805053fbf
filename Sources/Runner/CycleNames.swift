import Reconciliation
import Records

/// The terms or billing cycles of a column. Each different text is read once: rows are many, and names are few.
struct CycleNames {
    private let ids: [KeyID]
    private var names: [KeyID: CycleName] = [:]

    /// Reads the names of a column, their texts as numbers of a table.
    init(_ column: TextColumn, in table: inout KeyTable) {
        ids = table.ids(of: column)
        for id in Set(ids) { names[id] = CycleName(table.text(id), in: &table) }
    }

    /// The name in a row; `nil` where there is none.
    subscript(row: Int) -> CycleName? { names[ids[row]] }
}
