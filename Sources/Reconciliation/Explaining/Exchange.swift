package import Records

/// What a price costs in another currency.
package struct Exchange: Sendable, Hashable {
    /// How many of the billed currency one of the entitlement's currency is.
    package let rate: ExactDecimal
    /// The currency that is billed.
    package let currency: Currency

    /// An exchange from its parts.
    package init(rate: ExactDecimal, currency: Currency) {
        self.rate = rate
        self.currency = currency
    }
}
