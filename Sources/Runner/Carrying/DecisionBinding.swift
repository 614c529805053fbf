import Reconciliation
import Records

/// Makes decisions about open items of a batch's records.
struct DecisionBinding {
    private let batch: RecordBatch
    private let item: TextColumn
    private let decision: TextColumn
    private let note: TextColumn?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let item = columns.text("item"), let decision = columns.text("decision") else {
            throw RunFailure(.invalidPipeline, "decisions need the columns item and decision")
        }
        self.batch = batch
        self.item = item
        self.decision = decision
        note = columns.text("note")
    }

    /// Adds all decisions of the batch; one that is there twice is there once.
    func add(to decisions: inout [String: ItemDecision]) throws(RunFailure) {
        for row in 0..<batch.count {
            let (id, new) = (item.string(row), try decision(row))
            if let other = decisions.updateValue(new, forKey: id), other != new {
                throw RunFailure(
                    .badInput,
                    "row \(batch.rows[row]) of the decisions: item \(id) is \(other.kind.rawValue) in a row before, and "
                        + "\(new.kind.rawValue) or of another note in this one; leave one of them")
            }
        }
    }

    private func decision(_ row: Int) throws(RunFailure) -> ItemDecision {
        let text = decision.string(row)
        guard let kind = ItemDecision.Kind(rawValue: text), !item.string(row).isEmpty else {
            let kinds = ItemDecision.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            let fault = item.string(row).isEmpty ? "names no item" : "\"\(text)\" is none of \(kinds)"
            throw RunFailure(.badInput, "row \(batch.rows[row]) of the decisions: \(fault)")
        }
        return ItemDecision(kind, note: note?.string(row) ?? "")
    }
}
