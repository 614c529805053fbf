import Publication
import Reconciliation
import Records

/// What a carry stage leaves behind for the end of the run.
struct CarriedItems: Sendable {
    /// What was open when the month before was closed.
    enum Opening: Sendable {
        /// The items, in the order of their set.
        case items([OpenItem])
        /// Nobody knows, and why.
        case unknown(String)
    }

    /// The month that is closed.
    let period: Month
    /// What was open before.
    let opening: Opening
    /// By item, what was decided about it.
    let decisions: [String: ItemDecision]
    /// The file with the items, for the manifest; `nil` where there is none.
    let entry: ManifestEntry?
}

extension CarriedItems: CustomStringConvertible {
    /// What was found, in a few words.
    var description: String {
        switch opening {
        case .items(let items): "\(items.count) open \(items.count == 1 ? "item" : "items") of \(period.previous)"
        case .unknown(let reason): reason
        }
    }
}
