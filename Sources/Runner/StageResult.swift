import Publication
import Records
import Reports

/// What a stage leaves behind when it is done, besides what it handed on.
enum StageResult: Sendable {
    /// A fetch or read stage: what it brought in, and what of it earlier runs had fetched.
    case inputs([ManifestEntry], ReusedShare? = nil)
    /// A parse stage: how many records there were, and those that could not be read.
    case source(RunSummary.Source, rejects: [Reject])
    /// A reconcile stage.
    case leg(RunSummary.Leg, OutcomeEvidence)
    /// A carry stage.
    case carried(CarriedItems)
    /// A write stage.
    case output(ManifestEntry)
    /// A stage that orders something.
    case effect(EffectReport)
    /// A notify stage: its turn comes when the run has ended.
    case notification
    /// A stage that did not run, and why.
    case skipped(reason: String)
}

extension StageResult {
    /// What the stage has read, for the manifest.
    var inputs: [ManifestEntry] {
        switch self {
        case .inputs(let entries, _): entries
        case .carried(let items): [items.entry].compactMap(\.self)
        default: []
        }
    }
}

/// How much of what a stage brought in was fetched by earlier runs.
struct ReusedShare: Sendable, Hashable {
    /// How many fetches were reused.
    let count: Int
    /// Of how many.
    let total: Int
    /// When the oldest of them was fetched, in seconds since 1970.
    let fetchedAt: Int

    /// The share of one fetch that was reused as a whole.
    static func whole(fetchedAt: Int) -> ReusedShare { ReusedShare(count: 1, total: 1, fetchedAt: fetchedAt) }
}

extension ReusedShare: CustomStringConvertible {
    /// `reused, fetched 2026-11-25T01:02Z`
    var description: String {
        let share = count == total ? "reused" : "\(count) of \(total) reused"
        return
            "\(share), fetched \(total == 1 ? "" : "from ")\(InstantText.minutes(fetchedAt))\(total == 1 ? "" : " on")"
    }
}
