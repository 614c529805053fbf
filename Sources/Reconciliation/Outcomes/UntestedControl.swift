/// A control that a run could not carry out, so that nobody takes its silence for a pass.
package enum UntestedControl: String, Sendable, Hashable, CaseIterable {
    /// Whether charges repeat those of earlier periods.
    case earlierDuplicates = "B5"
    /// Whether a document has changed since an earlier run.
    case changedSources = "D5"
    /// Whether the open items of the last period, what is new and what was cleared come to those of this one.
    case rollForward = "T6"
    /// Whether the prices are those that held when the charges began.
    case priceHistory = "price-history"

    /// Why it was not carried out, where nobody knows better.
    package var reason: String {
        switch self {
        case .earlierDuplicates: "no charges of an earlier period are given"
        case .changedSources: "no earlier set is named with --against"
        case .rollForward: "no stage carries over what earlier months have left open"
        case .priceHistory: "the prices are those of the list as it is now"
        }
    }
}

extension MatchPlan {
    /// What a run by this plan cannot test.
    var untested: [UntestedControl] {
        (knowsEarlierPeriods ? [] : [.earlierDuplicates]) + (knowsPrices ? [] : [.priceHistory])
    }
}
