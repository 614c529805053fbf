package import Reconciliation

/// Holds charges against entitlements.
package struct Reconcile: Sendable {
    /// The parse stage whose records are charges.
    package let charges: String
    /// The parse stage whose records are entitlements.
    package let entitlements: String
    /// The parse stage whose records are charges of earlier periods, where there is one.
    package let earlier: String?
    /// The parse stage whose records say what prices held from which day on, where there is one.
    package let prices: String?
    /// Where it stands what ids stand for which.
    package let aliases: [AliasInput]
    /// How they are held against each other.
    package let plan: MatchPlan
}

/// An alias file for a key.
package struct AliasInput: Sendable {
    /// The key.
    package let key: MatchKey
    /// The parse stage whose records say what stands for what.
    package let stage: String
}

/// Holds one document against another that should say the same.
package struct Tie: Sendable {
    /// The parse stage whose records state amounts: headers, or the lines of invoices.
    package let stated: String
    /// The parse stage whose records should explain them: lines, or the rows of a report.
    package let explaining: String
    /// How they are held against each other.
    package let plan: TiePlan
}

/// Counts what is held against what customers agreed to.
package struct Agreements: Sendable {
    /// The parse stage whose records are held.
    package let entitlements: String
    /// The parse stage whose records were agreed to.
    package let agreements: String
    /// Where it stands what ids stand for which.
    package let aliases: [AliasInput]
    /// How they are counted.
    package let plan: AgreementPlan
}
