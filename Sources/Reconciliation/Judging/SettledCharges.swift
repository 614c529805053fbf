import Records

/// Charges of which the outcome is known without any entitlement.
struct SettledCharges: Sendable {
    /// What needs none.
    let accounted: [ClassGroup]
    /// Rows whose type is not in the table.
    let unknown: [Charge]
    /// Rows that belong to other periods.
    let ofOtherPeriods: [OtherPeriods.Row]

    /// Their outcomes, in no order.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    func outcomes() throws(ExactDecimal.Overflow) -> OutcomeList {
        var outcomes = OutcomeList()
        for group in accounted { outcomes.append(Outcome(accounted: group)) }
        for charge in unknown { outcomes.append(Outcome(unknown: charge)) }
        for row in ofOtherPeriods { outcomes.append(try Outcome(ofOtherPeriod: row)) }
        return outcomes
    }
}

extension Outcome {
    /// The outcome of a row that belongs to another period.
    fileprivate init(ofOtherPeriod row: OtherPeriods.Row) throws(ExactDecimal.Overflow) {
        self.init(
            code: row.code, level: nil, keys: row.group.identity.keys, billed: try OutcomeSide([row.group]),
            expected: nil, unitPrice: nil, interval: row.group.identity.interval)
        flags = row.flags
    }
}
