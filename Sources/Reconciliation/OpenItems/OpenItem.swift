package import Records

/// What is open when a period is closed: a break, or what was too late to be billed in it.
package struct OpenItem: Sendable, Hashable {
    /// What it is about; empty where the rows do not say.
    package struct Keys: Sendable, Hashable {
        /// The subscription's id.
        package let subscription: String
        /// The SKU's id.
        package let sku: String
        /// The customer's id.
        package let customer: String
        /// The cloud provider's id.
        package let provider: String
        /// The invoice's id.
        package let invoice: String

        /// Keys from their texts.
        package init(subscription: String, sku: String, customer: String, provider: String, invoice: String) {
            self.subscription = subscription
            self.sku = sku
            self.customer = customer
            self.provider = provider
            self.invoice = invoice
        }
    }

    /// How much is open in a currency: what was billed less what was expected.
    package struct Amount: Sendable, Hashable {
        /// The currency.
        package let currency: Currency
        /// The amount; above nought where too much was billed.
        package let amount: ExactDecimal

        /// An amount in a currency.
        package init(_ amount: ExactDecimal, _ currency: Currency) {
            self.amount = amount
            self.currency = currency
        }
    }

    /// Where it stands.
    package enum Status: String, Sendable {
        /// It came up in the period that is closed.
        case new = "NEW"
        /// It came up in an earlier one.
        case carried = "CARRIED"
        /// Somebody disputes it.
        case disputed = "DISPUTED"
        /// A credit was promised for it.
        case creditExpected = "CREDIT_EXPECTED"
    }

    /// What decisions call it: 16 hexadecimal digits, made of all that it says, so that it is another item once anything
    /// of that changes.
    package let id: String
    /// The reconcile stage that found it.
    package let leg: String
    /// The month in which it came up; `nil` where the pipeline closes none.
    package let period: Month?
    /// What it was found to be; what was late and still is not billed is not billed.
    package internal(set) var code: OutcomeCode
    /// What it is about.
    package let keys: Keys
    /// The first day charged for, where all charges agree in their days.
    package let chargedFrom: CivilDate?
    /// What is open: one amount, or one of either side where their currencies differ.
    package let amounts: [Amount]
    /// Whether it is a charge for days before its month, which is billed late; of items of earlier months, nobody asks.
    package let isLate: Bool
    /// Where it stands.
    package internal(set) var status = Status.new
    /// How often it was carried into a further period.
    package internal(set) var timesCarried = 0
    /// What was noted beside the decision about it.
    package internal(set) var note = ""

    /// An item from its parts.
    package init(
        id: String, leg: String, period: Month?, code: OutcomeCode, keys: Keys, chargedFrom: CivilDate?,
        amounts: [Amount], isLate: Bool = false, timesCarried: Int = 0
    ) {
        self.id = id
        self.leg = leg
        self.period = period
        self.code = code
        self.keys = keys
        self.chargedFrom = chargedFrom
        self.amounts = amounts
        self.isLate = isLate
        self.timesCarried = timesCarried
    }

    /// The item as the next period begins with it.
    func carriedOn() -> OpenItem {
        var item = self
        item.status = .carried
        item.timesCarried += 1
        if item.code == .timing { item.code = .notBilled }
        return item
    }

    /// The item with what was decided about it, as far as it stays open.
    package func with(_ decision: ItemDecision?) -> OpenItem {
        guard let decision, let status = decision.status else { return self }
        var item = self
        item.status = status
        item.note = decision.note
        return item
    }
}
