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
        var start = 0
        while start < outcomes.count {
            // In their order, outcomes with one code follow each other.
            let code = outcomes.code(at: start)
            let end = outcomes.firstPlace(from: start) { $0.rank > code.rank }
            if isWanted(code) { try forEach(in: start..<end, body) }
            start = end
        }
    }

    private func forEach(in places: Range<Int>, _ body: (Outcome, KeyTable) throws -> Void) rethrows {
        for start in stride(from: places.lowerBound, to: places.upperBound, by: Self.outcomesAtOnce) {
            let some = start..<min(start + Self.outcomesAtOnce, places.upperBound)
            // In their order, outcomes lie all over the memory, and so do the texts of their keys: in a loop of its own,
            // the loads of many wait together.
            for place in some { keys.prefetchText(outcomes.keys(at: place).subscription) }
            for place in some { try body(outcomes[place], keys) }
        }
    }
}
