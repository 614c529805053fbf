import Publication
import Reconciliation
import Reports

/// What a carry stage has found, and what became of it.
struct CarriedItems: Sendable {
    /// What became of the open items of the month before.
    let rollForward: RunSummary.RollForward
    /// The file with the items, for the manifest; `nil` where there is none.
    let entry: ManifestEntry?
}

extension CarriedItems: CustomStringConvertible {
    /// What was found, in a few words.
    var description: String {
        switch rollForward {
        case .rolled(let over):
            "\(over.items.opening.count) open items of \(over.items.from), \(over.items.closing.count) now"
        case .untested(let reason): reason
        }
    }
}
