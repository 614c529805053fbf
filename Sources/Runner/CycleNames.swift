import Reconciliation
import Records

/// The terms or billing cycles of a column. Each different text is read once: rows are many, and names are few.
struct CycleNames {
    private var names: [CycleName?] = []

    /// Reads the names of a column, their texts as numbers of a table.
    init(_ column: TextColumn, in table: inout KeyTable) {
        let ids = table.ids(of: column)
        names.reserveCapacity(ids.count)
        var known: [KeyID: CycleName?] = [:]
        for row in ids.indices {
            // The same as in the row before, mostly.
            if row > 0, ids[row] == ids[row - 1] {
                names.append(names[row - 1])
                continue
            }
            if known[ids[row]] == nil { known[ids[row]] = .some(CycleName(table.text(ids[row]), in: &table)) }
            names.append(known[ids[row]] ?? nil)
        }
    }

    /// The name in a row; `nil` where there is none.
    subscript(row: Int) -> CycleName? { names[row] }
}
