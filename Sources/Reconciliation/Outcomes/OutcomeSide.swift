package import Records

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

extension OutcomeSide {
    /// What was billed by groups of one currency.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    init(_ groups: [ChargeGroup]) throws(ExactDecimal.Overflow) {
        let (quantity, amount) = try groups.sums()
        self.init(groups, quantity: quantity, amount: amount)
    }

    /// What was billed by groups of one currency, of which the sums are known.
    init(_ groups: [ChargeGroup], quantity: ExactDecimal, amount: ExactDecimal) {
        self.init(
            quantity: quantity, amount: amount, currency: groups[0].identity.currency,
            rows: groups.flatMap { $0.members.map(\.origin) }.sorted())
    }

    /// What is expected of entitlements of one currency.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    init(expected entitlements: [Entitlement], in period: Month) throws(ExactDecimal.Overflow) {
        var (quantity, amount) = (ExactDecimal.zero, ExactDecimal.zero)
        for entitlement in entitlements {
            quantity = try quantity.adding(entitlement.quantity)
            amount = try amount.adding(try entitlement.expectedAmount(in: period))
        }
        self.init(
            quantity: quantity, amount: amount, currency: entitlements[0].currency,
            rows: entitlements.map(\.origin).sorted())
    }
}
