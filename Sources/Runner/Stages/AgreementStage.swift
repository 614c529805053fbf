import Pipelines
import Reconciliation
import Records
import Reports

/// Counts the seats that are held against those that customers agreed to.
struct AgreementStage {
    let stage: Stage
    let task: Agreements
    let context: RunContext

    func run() async throws -> StageResult {
        let check = SharedEngine(AgreementCheck(plan: task.plan))
        // All sides are drained at once, so no sender waits for another's.
        try await withThrowingTaskGroup { group in
            for (input, take) in zip(stage.recordInputs, sides(of: check)) {
                group.addTask { try await context.drain(input, take) }
            }
            try await group.waitForAll()
        }
        let leg = RunSummary.Leg(
            name: stage.name, billedSource: task.entitlements, expectedSource: task.agreements,
            result: try check.take().finish())
        try leg.requireIdentities()
        try checkSubstance(leg.result)
        let recall = EvidenceRecall(
            billed: task.entitlements, expected: task.agreements, leg: stage, context: context)
        return .leg(leg, try await recall.evidence(for: leg.result))
    }

    /// What is done with the records of each input, in the order of the inputs.
    private func sides(of check: SharedEngine<AgreementCheck>) -> [@Sendable (RecordBatch) async throws -> Void] {
        let plan = task.plan
        let held: @Sendable (RecordBatch) async throws -> Void = { batch in
            let binding = try AgreementBinding(batch, plan)
            try await check.fill { check in
                for row in 0..<batch.count { check.add(held: try binding.item(row, in: &check.keys)) }
            }
        }
        let agreed: @Sendable (RecordBatch) async throws -> Void = { batch in
            let binding = try AgreementBinding(batch, plan)
            try await check.fill { check in
                for row in 0..<batch.count { check.add(agreed: try binding.item(row, in: &check.keys)) }
            }
        }
        return [held, agreed] + task.aliases.map { check.aliasTaker(for: $0.key) }
    }

    /// Nothing on either side is a wrong source, and no all-clear.
    private func checkSubstance(_ result: Reconciliation) throws {
        guard result.totals.isEmpty else { return }
        throw RunFailure(
            .badInput,
            "stage \"\(stage.name)\": there is nothing in \"\(task.entitlements)\" and nothing in \"\(task.agreements)\": "
                + "there is nothing to count. Check the sources. Nothing was published.")
    }
}
