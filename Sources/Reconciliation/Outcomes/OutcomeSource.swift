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
    private static let outcomesAtOnce = 64

    func forEach(
        ofCodes isWanted: (OutcomeCode) -> Bool, _ body: (Outcome, KeyTable) throws -> Void
    ) throws {
        var wanted: [Int] = []
        for start in stride(from: 0, to: outcomes.count, by: Self.outcomesAtOnce) {
            // In their order, outcomes lie all over the memory; in a loop of its own, the codes' loads wait together.
            wanted.removeAll(keepingCapacity: true)
            for place in start..<min(start + Self.outcomesAtOnce, outcomes.count)
            where isWanted(outcomes.code(at: place)) {
                wanted.append(place)
            }
            for place in wanted { try body(outcomes[place], keys) }
        }
    }
}
