import Reconciliation
import Records
import Synchronization

/// A tie of documents that two tasks fill, batch by batch.
final class SharedTie: Sendable {
    private let plan: TiePlan
    private let engine: Mutex<DocumentTie?>

    init(plan: TiePlan) {
        self.plan = plan
        engine = Mutex(DocumentTie(plan: plan))
    }

    func add(stated batch: RecordBatch) throws {
        try add(batch) { tie, item throws(ExactDecimal.Overflow) in try tie.add(stated: item) }
    }

    func add(explaining batch: RecordBatch) throws {
        try add(batch) { tie, item throws(ExactDecimal.Overflow) in try tie.add(explaining: item) }
    }

    private func add(
        _ batch: RecordBatch, _ take: (inout DocumentTie, TieItem) throws(ExactDecimal.Overflow) -> Void
    ) throws {
        let binding = try TieBinding(batch, plan)
        try engine.withLock { engine in
            guard var tie = engine.take() else { return }
            let keys = binding.keys(in: &tie.keys)
            for row in 0..<batch.count { try take(&tie, try binding.item(row, keys)) }
            engine = tie
        }
    }

    /// Judges what was added; to be called once.
    func finish() throws -> Reconciliation {
        guard let filled = engine.withLock({ $0.take() }) else { preconditionFailure("the engine is finished once") }
        return try filled.finish()
    }
}
