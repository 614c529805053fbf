package import Records

/// A price, and from which day on it holds.
package struct ListedPrice: Sendable {
    /// What it is the price of; keys that the list does not have are empty.
    package let keys: MatchKeys
    /// How often it is billed; `nil` where the list does not say.
    package let cycle: CycleName?
    /// The term; `nil` where the list does not say.
    package let term: CycleName?
    /// The price of one seat, for what an entitlement's price is for.
    package let unitPrice: ExactDecimal
    /// The price's currency.
    package let currency: Currency
    /// The first day on which it holds.
    package let start: CivilDate

    /// A price from its parts.
    package init(
        keys: MatchKeys, cycle: CycleName?, term: CycleName?, unitPrice: ExactDecimal, currency: Currency,
        start: CivilDate
    ) {
        self.keys = keys
        self.cycle = cycle
        self.term = term
        self.unitPrice = unitPrice
        self.currency = currency
        self.start = start
    }
}
