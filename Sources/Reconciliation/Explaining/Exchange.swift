package import Records

/// What a price costs in another currency.
package struct Exchange: Sendable, Hashable {
    /// How many of the billed currency one of the entitlement's currency is.
    package let rate: ExactDecimal
    /// The currency that is billed.
    package let currency: Currency

    /// Whether the rows themselves say the rate, and nobody else.
    package let isOfRows: Bool

    /// An exchange from its parts.
    package init(rate: ExactDecimal, currency: Currency, isOfRows: Bool = false) {
        self.rate = rate
        self.currency = currency
        self.isOfRows = isOfRows
    }
}
