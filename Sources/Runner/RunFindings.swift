import Pipelines
import Publication
import Reconciliation
import Records
import Reports

/// What the stages of a run came to, by what they are.
struct RunFindings: Sendable {
    /// What was found, in the order of the stages.
    private(set) var legs: [(leg: RunSummary.Leg, evidence: OutcomeEvidence)] = []
    /// The rows that could not be read.
    private(set) var rejects: [Reject] = []
    /// The files that write stages have written.
    private(set) var outputs: [ManifestEntry] = []
    /// What was read, in the order of the stages.
    let inputs: [ManifestEntry]
    /// What came of stages that order something.
    private(set) var effects: [EffectReport] = []

    private var sources: [RunSummary.Source] = []
    private var skipped: [RunSummary.Skipped] = []
    private var carried: CarriedItems?
    private let gates: [RunSummary.GateResult]
    private let pipeline: Pipeline

    /// The findings of a run.
    ///
    /// - Parameter results: A result for each stage, in the order of the pipeline.
    init(_ results: [StageResult], of pipeline: Pipeline) {
        self.pipeline = pipeline
        gates = GateKeeping(pipeline, results).results
        inputs = results.flatMap(\.inputs)
        for (stage, result) in zip(pipeline.stages, results) { add(result, of: stage) }
    }

    private mutating func add(_ result: StageResult, of stage: Stage) {
        switch result {
        case .inputs, .notification: break
        case .source(let source, let rejects):
            sources.append(source)
            self.rejects += rejects
        case .leg(let leg, let evidence): legs.append((leg, evidence))
        case .carried(let items): carried = items
        case .output(let entry): outputs.append(entry)
        case .effect(let report): effects.append(report)
        case .skipped(let reason): skipped.append(RunSummary.Skipped(stage: stage.name, reason: reason))
        }
    }

    /// The figures of the run.
    ///
    /// - Parameter comparison: The earlier run whose sources are held against those of this one.
    func summary(of request: RunRequest, period: String, against comparison: SourceComparison?) -> RunSummary {
        RunSummary(
            toolVersion: request.toolVersion, pipeline: pipeline.name, period: period, asOf: request.asOf,
            parameters: pipeline.parameters.map { ($0.name, $0.value.description) }, sources: sources,
            legs: legs.map(\.leg), gates: gates, skipped: skipped, rollForward: rollForward,
            sourceChanges: comparison?.changes(of: inputs))
    }

    /// What became of the open items of the month before; where no stage carried them over, why.
    private var rollForward: RunSummary.RollForward {
        if let carried { return carried.rollForward }
        let carrying = pipeline.stages.first(where: \.carries)?.name
        guard let stage = skipped.first(where: { $0.stage == carrying }) else {
            return .untested(UntestedControl.rollForward.reason)
        }
        return .untested("stage \"\(stage.stage)\" was skipped: \(stage.reason)")
    }
}
