package import Records

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
    }

    /// What was held against what.
    package let kind: Kind
    /// Every outcome, in the order in which they are published.
    package let outcomes: [Outcome]
    /// The texts behind the outcomes' keys.
    package let keys: KeyTable
    /// All charges, or what the checked document states, before matching.
    package let charged: ControlTotals
    /// What was expected of all entitlements, or what should explain the document, before matching.
    package let entitled: ControlTotals
    /// What each code came to.
    package let totals: [OutcomeCode: OutcomeTotals]
    /// The identities that tie the outcomes to the sources.
    package let identities: [IdentityCheck]

    init(
        kind: Kind, outcomes: [Outcome], keys: KeyTable, charged: ControlTotals, entitled: ControlTotals,
        further identities: [IdentityCheck] = []
    ) throws(ExactDecimal.Overflow) {
        self.kind = kind
        self.outcomes = outcomes
        self.keys = keys
        self.charged = charged
        self.entitled = entitled
        var totals: [OutcomeCode: OutcomeTotals] = [:]
        for outcome in outcomes { try totals[outcome.code, default: OutcomeTotals()].add(outcome) }
        self.totals = totals
        let checks = try IdentityCheck.checks(outcomes: outcomes, charged: charged, entitled: entitled)
        self.identities = checks + identities
    }

    /// The outcomes that need a person.
    package var breaks: [Outcome] { outcomes.filter(\.code.isBreak) }
}

/// What the outcomes of one code came to.
package struct OutcomeTotals: Sendable {
    /// How many outcomes.
    package private(set) var count = 0
    /// The rows and amounts that were billed.
    package private(set) var billed = ControlTotals()
    /// The entitlements and amounts that were expected.
    package private(set) var expected = ControlTotals()

    mutating func add(_ outcome: Outcome) throws(ExactDecimal.Overflow) {
        count += 1
        if let side = outcome.billed { try billed.add(side.amount, side.currency, rows: side.rows.count) }
        if let side = outcome.expected { try expected.add(side.amount, side.currency, rows: side.rows.count) }
    }
}

/// One of the identities that must hold in every run: two sums that were made in different ways, per currency.
package struct IdentityCheck: Sendable, Hashable {
    /// The identity's name: `T2`, `T3`, `T4`, `T5`.
    package let name: String
    /// What is compared; a currency, or `rows` for a count.
    package let unit: String
    /// The sum over the source.
    package let source: ExactDecimal
    /// The sum over the outcomes.
    package let outcomes: ExactDecimal

    /// Whether the two are equal.
    package var holds: Bool { source == outcomes }

    /// Checks that the outcomes tie to the sources.
    ///
    /// T2: the outcomes' charges are all charges. T3: the outcomes' entitlements are all entitlements. T4: the
    /// difference of the two sides is the sum of the outcomes' differences.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    static func checks(
        outcomes: [Outcome], charged: ControlTotals, entitled: ControlTotals
    ) throws(ExactDecimal.Overflow) -> [IdentityCheck] {
        var (billed, expected, differences) = (ControlTotals(), ControlTotals(), ControlTotals())
        for outcome in outcomes {
            if let side = outcome.billed { try billed.add(side.amount, side.currency, rows: side.rows.count) }
            if let side = outcome.expected { try expected.add(side.amount, side.currency, rows: side.rows.count) }
            for (amount, currency) in try outcome.differences { try differences.add(amount, currency) }
        }
        var checks = tie("T2", charged, billed) + tie("T3", entitled, expected)
        for currency in Set(charged.currencies + entitled.currencies).sorted() {
            let bridge = try charged[currency].subtracting(entitled[currency])
            checks.append(
                IdentityCheck(
                    name: "T4", unit: currency.description, source: bridge, outcomes: differences[currency]))
        }
        return checks
    }

    private static func tie(_ name: String, _ source: ControlTotals, _ outcomes: ControlTotals) -> [IdentityCheck] {
        let rows = IdentityCheck(
            name: name, unit: "rows", source: ExactDecimal(source.count), outcomes: ExactDecimal(outcomes.count))
        let currencies = Set(source.currencies + outcomes.currencies).sorted()
        return [rows]
            + currencies.map {
                IdentityCheck(name: name, unit: $0.description, source: source[$0], outcomes: outcomes[$0])
            }
    }
}
