package import Records

/// What only some reports say of a charge.
package struct ChargeDetails: Sendable, Hashable {
    /// The term, where the row says.
    package var term: CycleName?
    /// The billing cycle, where the row says.
    package var cycle: CycleName?
    /// How many of the billed currency one of the entitlement's currency is, where the row says.
    package var rate: ExactDecimal?
    /// The amount in the entitlement's currency, where the row says.
    package var contractAmount: ExactDecimal?

    /// Nothing.
    package init() {}
}

/// A term or billing cycle, as one side calls it.
package enum CycleName: Sendable, Hashable {
    /// One whose months are known.
    case known(BillingCycle)
    /// Any other: the name in lower-case letters.
    case other(KeyID)

    /// A name; `nil` for an empty one.
    package init?(_ name: String, in keys: inout KeyTable) {
        let name = name.asName
        guard !name.isEmpty else { return nil }
        if let cycle = BillingCycle(name) {
            self = .known(cycle)
        } else {
            self = .other(keys.id(of: name))
        }
    }
}
