import Reconciliation
import Records
import Synchronization

/// An engine that two tasks fill, batch by batch.
final class SharedReconciler: Sendable {
    private let engine: Mutex<Reconciler?>

    init(plan: MatchPlan) {
        engine = Mutex(Reconciler(plan: plan))
    }

    func add(charges batch: RecordBatch) throws {
        let binding = try ChargeBinding(batch)
        try engine.withLock { engine in
            for row in 0..<batch.count { try binding.add(row, to: &engine) }
        }
    }

    func add(entitlements batch: RecordBatch) throws {
        let binding = try EntitlementBinding(batch)
        try engine.withLock { engine in
            for row in 0..<batch.count { try binding.add(row, to: &engine) }
        }
    }

    /// Judges what was added; to be called once.
    func finish() throws -> Reconciliation {
        guard let filled = engine.withLock({ $0.take() }) else { preconditionFailure("the engine is finished once") }
        return try filled.finish()
    }
}
