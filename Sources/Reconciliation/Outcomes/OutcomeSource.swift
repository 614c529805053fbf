/// Where the outcomes of a reconciliation are.
package protocol OutcomeSource: Sendable {
    /// Hands on the outcomes with some codes, in their published order, each with the table that its keys are numbers of.
    func forEach(
        ofCodes isWanted: (OutcomeCode) -> Bool, _ body: (Outcome, KeyTable) throws -> Void
    ) throws
}

/// Outcomes that are in memory.
struct HeldOutcomes: OutcomeSource {
    let outcomes: OutcomeList
    let keys: KeyTable

    func forEach(
        ofCodes isWanted: (OutcomeCode) -> Bool, _ body: (Outcome, KeyTable) throws -> Void
    ) throws {
        for place in outcomes.indices where isWanted(outcomes.code(at: place)) { try body(outcomes[place], keys) }
    }
}
