package import Records

/// How two documents that should say the same are held against each other. The plan is data, as ``MatchPlan`` is.
package struct TiePlan: Sendable, Hashable {
    /// Which documents are tied.
    package enum Documents: Sendable, Hashable {
        /// What an invoice's header says is the sum of its lines, its tax and its adjustments.
        case headerAndLines
        /// What the lines of invoices say is what the rows of a report say.
        case linesAndCharges

        /// What it is when they do not.
        var unequal: OutcomeCode { self == .headerAndLines ? .headerLines : .invoiceReport }
    }

    /// Which documents are tied.
    package var documents: Documents
    /// What must agree for amounts to be added up together; the currency always must.
    package var keys: [MatchKey]
    /// How much the sums may differ.
    package var amount: Tolerance

    /// A plan from its parts.
    package init(documents: Documents, keys: [MatchKey], amount: Tolerance) {
        self.documents = documents
        self.keys = keys
        self.amount = amount
    }
}

/// An amount that one of two documents states.
package struct TieItem: Sendable {
    /// What it is added up by; only the plan's keys are filled.
    package var keys: MatchKeys
    /// The amount.
    package var amount: ExactDecimal
    /// The amount's currency.
    package var currency: Currency
    /// In a header: the tax that is part of the amount.
    package var tax = ExactDecimal.zero
    /// In a header: adjustments that are part of the amount and stand in no line.
    package var adjustments = ExactDecimal.zero
    /// Where it stands.
    package var origin: RowOrigin

    /// An item without tax and adjustments, which are set afterwards.
    package init(keys: MatchKeys, amount: ExactDecimal, currency: Currency, origin: RowOrigin) {
        self.keys = keys
        self.amount = amount
        self.currency = currency
        self.origin = origin
    }
}
