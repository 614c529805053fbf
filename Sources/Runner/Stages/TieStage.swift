import Formats
import Pipelines
import Reconciliation
import Records
import Reports

/// Holds one document against another that should say the same.
struct TieStage {
    let stage: Stage
    let task: Tie
    let context: RunContext

    func run() async throws -> StageResult {
        let tie = SharedEngine(DocumentTie(plan: task.plan))
        let plan = task.plan
        let inputs = stage.recordInputs
        // Both sides are drained at once, so neither's sender waits for the other's.
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await context.drain(inputs[0]) { batch in
                    let binding = try TieBinding(batch, plan)
                    try await tie.fill { tie in
                        for row in 0..<batch.count { try tie.add(stated: try binding.item(row, in: &tie.keys)) }
                    }
                }
            }
            group.addTask {
                try await context.drain(inputs[1]) { batch in
                    let binding = try TieBinding(batch, plan)
                    try await tie.fill { tie in
                        for row in 0..<batch.count { try tie.add(explaining: try binding.item(row, in: &tie.keys)) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let leg = RunSummary.Leg(
            name: stage.name, billedSource: task.stated, expectedSource: task.explaining,
            result: try tie.take().finish())
        try leg.requireIdentities()
        try checkSubstance(leg.result)
        let recall = EvidenceRecall(billed: task.stated, expected: task.explaining, leg: stage, context: context)
        return .leg(leg, try await recall.evidence(for: leg.result))
    }

    /// Two empty documents are a wrong period or a wrong source, and no all-clear. Headers without lines may be
    /// missing only where another tie tells which invoices are.
    private func checkSubstance(_ result: Reconciliation) throws {
        guard result.charged.count == 0, result.entitled.count == 0, !isCoveredByLines else { return }
        throw RunFailure(
            .badInput,
            "stage \"\(stage.name)\": there is nothing in \"\(task.stated)\" and nothing in \"\(task.explaining)\": "
                + "there is nothing to tie. Check the filters, the period and the sources. Nothing was published.")
    }

    private var isCoveredByLines: Bool {
        guard task.plan.documents == .headerAndLines else { return false }
        return context.pipeline.stages.contains { other in
            guard case .tie(let tie) = other.task else { return false }
            return tie.plan.documents == .linesAndCharges && tie.stated == task.explaining
        }
    }
}
