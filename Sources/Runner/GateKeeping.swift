import Pipelines
import Reconciliation
import Reports

/// Holds the gates of a pipeline against what its stages came to.
struct GateKeeping {
    private let pipeline: Pipeline
    /// What there is to count of the stages that ran.
    private var counts: [String: StageCounts] = [:]

    /// - Parameter results: A result for each stage, in the order of the pipeline.
    init(_ pipeline: Pipeline, _ results: [StageResult]) {
        self.pipeline = pipeline
        for (stage, result) in zip(pipeline.stages, results) {
            if case .skipped = result { continue }
            counts[stage.name] = StageCounts(result)
        }
    }

    /// How the gates ended. Legs whose breaks no gate counts may have none at all.
    var results: [RunSummary.GateResult] {
        (pipeline.gates + [pipeline.usualGate].compactMap(\.self)).map(result)
    }

    private func result(of gate: Gate) -> RunSummary.GateResult {
        let stages = gate.stages.flatMap { pipeline.stages(behind: $0).map(\.name) }
        let skipped = stages.filter { counts[$0] == nil }
        let demand: RunSummary.GateResult.Demand =
            switch gate.demand {
            case .breaks(let limit, _):
                .breaks(limit: limit, count: stages.reduce(0) { $0 + (counts[$1]?[.breaks] ?? 0) }, legs: stages)
            case .condition(let condition, let because):
                .condition(result(of: condition, because: because, mayBeUnknown: !skipped.isEmpty))
            }
        return RunSummary.GateResult(demand, skipped: skipped, allowsSkipped: gate.allowsSkipped)
    }

    private func result(
        of condition: Condition, because: String?, mayBeUnknown: Bool
    ) -> RunSummary.GateResult.ConditionResult {
        let evaluation = condition.evaluate(count)
        // What depends on nothing but stages that were skipped is true as far as anybody can tell; whether that is enough,
        // the gate says.
        let isTrue = evaluation.outcome == .holds || mayBeUnknown && evaluation.outcome == .unknown
        return RunSummary.GateResult.ConditionResult(
            text: condition.expression.description, because: because, values: condition.values(count), isTrue: isTrue,
            explanation: evaluation.explanation)
    }

    /// A count over the legs that ran; `nil` where none did.
    private func count(_ measure: StageMeasure) -> Int? {
        let found = pipeline.stages(behind: measure.stage).compactMap { counts[$0.name]?[measure.kind] }
        return found.isEmpty ? nil : found.reduce(0, +)
    }
}
