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
            let (id, new) = (id(row), try decision(row))
            guard let other = decisions.updateValue(new, forKey: id), other != new else { continue }
            let difference =
                other.kind == new.kind
                ? "has another note" : "is \(other.kind.rawValue), and \(new.kind.rawValue) in this one"
            throw RunFailure(
                .badInput,
                "row \(batch.rows[row]) of the decisions: item \(id) stands in a row before, where it \(difference); leave one "
                    + "of them")
        }
    }

    /// The item's name, without the blanks around it.
    private func id(_ row: Int) -> String {
        item.string(row).trimmingBlanks
    }

    private func decision(_ row: Int) throws(RunFailure) -> ItemDecision {
        let text = decision.string(row)
        guard let kind = ItemDecision.Kind(rawValue: text), !id(row).isEmpty else {
            let kinds = ItemDecision.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            let fault = id(row).isEmpty ? "names no item" : "\"\(text)\" is none of \(kinds)"
            throw RunFailure(.badInput, "row \(batch.rows[row]) of the decisions: \(fault)")
        }
        return ItemDecision(kind, note: note?.string(row) ?? "")
    }
}
