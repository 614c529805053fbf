import Pipelines
import Reconciliation
import Reports

/// What conditions may ask of a stage that has ended.
struct StageCounts: Sendable {
    private var counts: [StageMeasure.Kind: Int] = [:]

    /// The counts of a stage; none where it has nothing to count.
    init(_ result: StageResult) {
        switch result {
        case .source(let source, _): counts = [.records: source.records, .rejects: source.rejected]
        case .leg(let leg, _):
            let outcomes = leg.result.totals.reduce(0) { $0 + $1.value.count }
            counts = [
                .outcomes: outcomes, .breaks: leg.result.breakCount, .matches: outcomes - leg.result.breakCount,
            ]
        case .inputs, .carried, .output, .effect, .notification, .skipped: break
        }
    }

    /// A count; `nil` where the stage has no such thing.
    subscript(kind: StageMeasure.Kind) -> Int? { counts[kind] }
}
