package import Records

/// A property by which charges and entitlements find each other.
package enum MatchKey: String, Sendable, Hashable, CaseIterable {
    /// The subscription's id.
    case subscription
    /// The SKU's id.
    case sku
    /// The customer's id.
    case customer
    /// The product's id.
    case product
    /// The manufacturer's part number.
    case partNumber = "part_number"
    /// The cloud provider's id.
    case provider
    /// The invoice's id.
    case invoice
    /// The days: the charge's must lie within the entitlement's.
    case interval
}

/// How much two values may differ and still pass. Every bound that is set must hold.
package struct Tolerance: Sendable, Hashable {
    /// The largest difference, in the unit of the values.
    package var absolute: ExactDecimal?
    /// The largest difference in percent of the expected value.
    package var percent: ExactDecimal?

    /// A tolerance from its bounds; without any, nothing is tolerated.
    package init(absolute: ExactDecimal? = nil, percent: ExactDecimal? = nil) {
        self.absolute = absolute
        self.percent = percent
    }

    /// Whether a difference passes.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func allows(_ difference: ExactDecimal, of expected: ExactDecimal) throws(ExactDecimal.Overflow) -> Bool {
        guard absolute != nil || percent != nil else { return difference.isZero }
        if let absolute, difference.magnitude > absolute { return false }
        guard let percent else { return true }
        let hundredfold = try difference.magnitude.multiplied(by: ExactDecimal(100))
        return hundredfold <= (try expected.magnitude.multiplied(by: percent))
    }
}

/// How charges are held against entitlements. The plan is data: it has no closures, so another engine can carry it out.
package struct MatchPlan: Sendable, Hashable {
    /// The levels of the cascade, most precise first; each is a set of properties that must all agree.
    package var levels: [[MatchKey]]
    /// How much quantities may differ.
    package var quantity: Tolerance
    /// How much amounts may differ.
    package var amount: Tolerance
    /// The class of each charge type.
    package var chargeTypes: ChargeTypeTable
    /// The month that is closed: it decides what is due.
    package var period: Month

    /// A plan from its parts.
    package init(
        levels: [[MatchKey]], quantity: Tolerance, amount: Tolerance, chargeTypes: ChargeTypeTable, period: Month
    ) {
        self.levels = levels
        self.quantity = quantity
        self.amount = amount
        self.chargeTypes = chargeTypes
        self.period = period
    }
}
