import Records

/// The result of holding charges against entitlements, with its proof.
package struct Reconciliation: Sendable {
    /// What was held against what.
    package enum Kind: String, Sendable {
        /// Charges against entitlements.
        case entitlements
        /// Invoice headers against their lines.
        case headerAndLines = "header-lines"
        /// Invoice lines against the rows of a report.
        case linesAndCharges = "lines-charges"
        /// What is held against what customers agreed to.
        case agreements = "entitlements-agreements"
    }

    /// What was held against what.
    package let kind: Kind
    /// Every outcome, in the order in which they are published.
    package let source: any OutcomeSource
    /// All charges, or what the checked document states, before matching.
    package let charged: ControlTotals
    /// What was expected of all entitlements, or what should explain the document, before matching.
    package let entitled: ControlTotals
    /// What each code came to.
    package let totals: [OutcomeCode: OutcomeTotals]
    /// What was let pass, by where it is posted.
    package let buckets: [BucketTotal]
    /// The identities that tie the outcomes to the sources.
    package let identities: [IdentityCheck]
    /// What was not tested, and would otherwise be taken for a pass.
    package let untested: [UntestedControl]

    init(
        kind: Kind, outcomes: OutcomeList, keys: KeyTable, charged: ControlTotals, entitled: ControlTotals,
        further identities: [IdentityCheck] = [], untested: [UntestedControl] = []
    ) throws(ExactDecimal.Overflow) {
        // Of what is published, as it is published: packed and sorted.
        var tally = OutcomeTally()
        for outcome in outcomes { try tally.add(outcome) }
        try self.init(
            kind: kind, source: HeldOutcomes(outcomes: outcomes, keys: keys), tally, charged: charged,
            entitled: entitled, further: identities, untested: untested)
    }

    /// A result whose outcomes are wherever they are; they are gone through once.
    ///
    /// - Throws: `ExactDecimal.Overflow`, and what going through the outcomes throws.
    init(
        kind: Kind, source: any OutcomeSource, charged: ControlTotals, entitled: ControlTotals,
        untested: [UntestedControl]
    ) throws {
        var tally = OutcomeTally()
        try source.forEach(ofCodes: { _ in true }) { outcome, _ in try tally.add(outcome) }
        try self.init(
            kind: kind, source: source, tally, charged: charged, entitled: entitled, further: [], untested: untested)
    }

    /// A result whose outcomes were counted.
    init(
        kind: Kind, source: any OutcomeSource, _ tally: OutcomeTally, charged: ControlTotals, entitled: ControlTotals,
        further identities: [IdentityCheck] = [], untested: [UntestedControl]
    ) throws(ExactDecimal.Overflow) {
        self.kind = kind
        self.source = source
        self.charged = charged
        self.entitled = entitled
        self.untested = untested
        totals = tally.totals
        buckets = tally.sortedBuckets
        self.identities = try IdentityCheck.checks(tally, charged: charged, entitled: entitled) + identities
    }
}
