package import Records

/// What became of some charges and the entitlement, if any, that they were held against.
package struct Outcome: Sendable {
    /// The code.
    package let code: OutcomeCode
    /// The match level that brought the two sides together, from 1; `nil` where nothing matched.
    package let level: Int?
    /// What it is about.
    package let keys: MatchKeys
    /// The charges' side; `nil` when nothing was billed.
    package let billed: OutcomeSide?
    /// The entitlements' side; `nil` when nothing was expected.
    package let expected: OutcomeSide?
    /// The price of one seat for one cycle, where there is one entitlement.
    package let unitPrice: ExactDecimal?
    /// The days charged for, where all charges agree.
    package let interval: CivilInterval?
    /// What an invoice's header should be the sum of; empty for other outcomes.
    package var parts: [OutcomePart] = []

    /// Billed less expected, in each currency that occurs: one figure, or two where the sides' currencies differ.
    package var differences: [(amount: ExactDecimal, currency: Currency)] {
        get throws(ExactDecimal.Overflow) {
            switch (billed, expected) {
            case (nil, nil): return []
            case (let billed?, nil): return [(billed.amount, billed.currency)]
            case (nil, let expected?): return [(try ExactDecimal.zero.subtracting(expected.amount), expected.currency)]
            case (let billed?, let expected?) where billed.currency == expected.currency:
                return [(try billed.amount.subtracting(expected.amount), billed.currency)]
            case (let billed?, let expected?):
                return [
                    (billed.amount, billed.currency),
                    (try ExactDecimal.zero.subtracting(expected.amount), expected.currency),
                ]
            }
        }
    }

    /// Billed less expected; `nil` when the two are in different currencies.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package var difference: ExactDecimal? {
        get throws(ExactDecimal.Overflow) {
            let differences = try differences
            return differences.count == 1 ? differences[0].amount : nil
        }
    }
}

/// A part of what was expected.
package struct OutcomePart: Sendable, Hashable {
    /// What it is: `lines`, `tax`, `adjustments`.
    package let name: String
    /// Its amount, in the currency of the expected side.
    package let amount: ExactDecimal
}

/// One side of an outcome.
package struct OutcomeSide: Sendable {
    /// How many seats or units; nought where documents are tied, which are amounts only.
    package let quantity: ExactDecimal
    /// The amount.
    package let amount: ExactDecimal
    /// The amount's currency.
    package let currency: Currency
    /// The rows behind it, by file and number.
    package let rows: [RowOrigin]
}
