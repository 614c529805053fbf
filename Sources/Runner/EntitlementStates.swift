import Reconciliation
import Records

/// The states that the statuses of a column stand for. Each different text is read once: rows are many, and statuses are
/// few.
struct EntitlementStates {
    private var states: [EntitlementState] = []

    /// Reads the statuses of a column.
    init(_ column: TextColumn) {
        states.reserveCapacity(column.count)
        var known: [String: EntitlementState] = [:]
        for row in 0..<column.count {
            let status = column.string(row)
            let state = known[status] ?? EntitlementState(status: status)
            known[status] = state
            states.append(state)
        }
    }

    /// The state in a row.
    subscript(row: Int) -> EntitlementState { states[row] }
}
