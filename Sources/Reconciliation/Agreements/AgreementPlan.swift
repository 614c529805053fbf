/// How what is held is counted against what customers agreed to. The plan is data, as ``MatchPlan`` is.
package struct AgreementPlan: Sendable, Hashable {
    /// What must agree for seats to be counted together.
    package var keys: [MatchKey]
    /// How much the counts may differ.
    package var quantity: Tolerance
    /// The keys that have alias files.
    package var aliasedKeys: Set<MatchKey> = []

    /// A plan from the parts that every plan has.
    package init(keys: [MatchKey], quantity: Tolerance) {
        self.keys = keys
        self.quantity = quantity
    }
}
