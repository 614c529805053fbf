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
        try change { engine in try binding.add(to: &engine) }
    }

    func add(entitlements batch: RecordBatch) throws {
        let binding = try EntitlementBinding(batch)
        try change { engine in try binding.add(to: &engine) }
    }

    /// The engine is taken out meanwhile, so that nobody asks for each row whose it is. After a failure it is gone, and
    /// the run ends.
    private func change(_ change: (inout Reconciler) throws -> Void) throws {
        try engine.withLock { held in
            guard var engine = held.take() else { throw CancellationError() }
            try change(&engine)
            held = engine
        }
    }

    /// Judges what was added; to be called once.
    func finish() throws -> Reconciliation {
        guard let filled = engine.withLock({ $0.take() }) else { preconditionFailure("the engine is finished once") }
        return try filled.finish()
    }
}
