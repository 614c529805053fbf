import Records

/// Rows that are accounted for as a class, without an entitlement: usage, one-time purchases, tax.
struct ClassGroup: Sendable {
    /// What makes rows belong together.
    struct Identity: Sendable, Hashable {
        let chargeClass: ChargeClass
        var keys: MatchKeys
        let currency: Currency
    }

    var identity: Identity
    var quantity = ExactDecimal.zero
    var amount = ExactDecimal.zero
    var rows = RowList()

    /// Adds a row.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ charge: Charge) throws(ExactDecimal.Overflow) {
        quantity = try quantity.adding(charge.quantity)
        amount = try amount.adding(charge.amount)
        rows.append(charge.origin)
    }
}
