import Formats
import Pipelines
import Reconciliation
import Records
import Reports
import Streaming
import Synchronization

/// Holds the charges of one parse stage against the entitlements of another.
struct ReconcileStage {
    let stage: Stage
    let task: Reconcile
    let context: RunContext

    func run() async throws -> StageResult {
        let engine = SharedReconciler(plan: task.plan)
        let inputs = stage.recordInputs
        // Both sides are drained at once, so neither's sender waits for the other's.
        try await withThrowingTaskGroup { group in
            group.addTask { try await context.drain(inputs[0]) { try engine.add(charges: $0) } }
            group.addTask { try await context.drain(inputs[1]) { try engine.add(entitlements: $0) } }
            try await group.waitForAll()
        }
        let leg = RunSummary.Leg(
            name: stage.name, billedSource: task.charges, expectedSource: task.entitlements, result: try engine.finish()
        )
        try leg.requireIdentities()
        try checkSubstance(leg.result)
        let recall = EvidenceRecall(billed: task.charges, expected: task.entitlements, context: context)
        return .leg(leg, try await recall.evidence(for: leg.result))
    }

    /// A month in which nothing was billed and nothing was due is a wrong period or a wrong source, and no all-clear.
    private func checkSubstance(_ result: Reconciliation) throws {
        guard result.charged.count == 0, result.breakCount == 0 else { return }
        throw RunFailure(
            .badInput,
            "stage \"\(stage.name)\": there is no charge in \"\(task.charges)\", and none of the "
                + "\(result.entitled.count) entitlements in \"\(task.entitlements)\" is due in \(task.plan.period): "
                + "there is nothing to close. Check the period and the sources. Nothing was published.")
    }
}

extension RunContext {
    /// Takes the batches of a parse stage, one by one, until there are no more.
    func drain(_ input: RecordInput, _ take: (RecordBatch) throws -> Void) async throws {
        let channel = wiring.channel(input)
        while let batch = try await channel.receive() { try take(batch) }
    }
}

extension RunSummary.Leg {
    /// Makes sure that the outcomes are the sources. A failed identity is a defect of the program: nothing may be
    /// published on its word.
    func requireIdentities() throws(RunFailure) {
        let failed = result.identities.filter { !$0.holds }
        guard !failed.isEmpty else { return }
        let list = failed.map { "\($0.name) (\($0.unit)): source \($0.source), outcomes \($0.outcomes)" }
        throw RunFailure(
            .stageFailed,
            "stage \"\(name)\": the outcomes do not add up to the sources: \(list.joined(separator: "; ")). "
                + "This is a defect of the program; nothing was published.")
    }
}
