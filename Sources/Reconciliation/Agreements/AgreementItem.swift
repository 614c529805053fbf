package import Records

/// Seats that are held, or that a customer agreed to.
package struct AgreementItem: Sendable {
    /// What they are counted by; only the plan's keys are filled.
    package var keys: MatchKeys
    /// How many.
    package var quantity: ExactDecimal
    /// The price of one, where the row says: what it costs, or what the customer pays.
    package var price: Price?
    /// Whether the subscription runs; what customers agreed to does.
    package var state = EntitlementState.running
    /// Where it stands.
    package var origin: RowOrigin

    /// The price of one seat.
    package struct Price: Sendable, Hashable {
        /// The amount.
        package let amount: ExactDecimal
        /// Its currency.
        package let currency: Currency

        /// A price from its parts.
        package init(amount: ExactDecimal, currency: Currency) {
            self.amount = amount
            self.currency = currency
        }
    }

    /// An item of something that runs.
    package init(keys: MatchKeys, quantity: ExactDecimal, price: Price?, origin: RowOrigin) {
        self.keys = keys
        self.quantity = quantity
        self.price = price
        self.origin = origin
    }
}
