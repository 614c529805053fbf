import Publication
import Records
import Reports

/// What a stage leaves behind when it is done, besides what it handed on.
enum StageResult: Sendable {
    /// A fetch or read stage: what it brought in.
    case inputs([ManifestEntry])
    /// A parse stage: how many records there were, and those that could not be read.
    case source(RunSummary.Source, rejects: [Reject])
    /// A reconcile stage.
    case leg(RunSummary.Leg, OutcomeEvidence)
    /// A write stage.
    case output(ManifestEntry)
    /// A stage that orders something.
    case effect(EffectReport)
}
