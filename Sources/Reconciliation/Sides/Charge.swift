package import Records

/// What was billed: a row of a report or a line of an invoice.
package struct Charge: Sendable {
    /// What it is found by.
    package var keys = MatchKeys()
    /// The charge type, as the row spells it; empty when the rows have none.
    package var type = KeyID.empty
    /// What ties rows of one change together, such as an order number.
    package var reference = KeyID.empty
    /// How many seats or units.
    package var quantity: ExactDecimal
    /// The amount billed.
    package var amount: ExactDecimal
    /// The amount's currency.
    package var currency: Currency
    /// The days charged for, where the row says.
    package var interval: CivilInterval?
    /// What only some reports say.
    package var details = ChargeDetails()
    /// Where the row came from.
    package var origin: RowOrigin

    /// A charge without keys, which are set afterwards.
    package init(
        quantity: ExactDecimal, amount: ExactDecimal, currency: Currency, interval: CivilInterval?, origin: RowOrigin
    ) {
        self.quantity = quantity
        self.amount = amount
        self.currency = currency
        self.interval = interval
        self.origin = origin
    }
}
