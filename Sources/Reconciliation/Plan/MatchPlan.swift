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

    /// The keys that may have alias files.
    package static let aliasable: [MatchKey] = [.subscription, .sku, .customer, .product, .partNumber]
}

/// How charges are held against entitlements. The plan is data: it has no closures, so another engine can carry it out.
package struct MatchPlan: Sendable, Hashable {
    /// What an entitlement's price is the price of.
    package enum PriceScope: String, Sendable, Hashable, CaseIterable {
        /// One seat for one billing cycle.
        case cycle
        /// One seat for the whole term, which is billed cycle by cycle.
        case term
    }

    /// The levels of the cascade, most precise first; each is a set of properties that must all agree.
    package var levels: [[MatchKey]]
    /// What may differ, and by how much.
    package var comparison: Comparison
    /// The class of each charge type.
    package var chargeTypes: ChargeTypeTable
    /// The month that is closed: it decides what is due.
    package var period: Month
    /// How many of the period's last days are too late for a subscription that begins on them to be billed in it.
    package var cutoffDays = 0
    /// How many business days after the period its bill takes to be final.
    package var settlementDays = 0
    /// What prices are the price of.
    package var priceScope = PriceScope.cycle
    /// The stated exchange rates.
    package var rates = ExchangeRates()
    /// Whether the rates that rows say are taken for stated where there is no other: they are the biller's own.
    package var trustsRatesOfRows = false
    /// The keys that have alias files.
    package var aliasedKeys: Set<MatchKey> = []
    /// Whether charges of earlier periods are given.
    package var knowsEarlierPeriods = false
    /// Whether a list says what prices held from which day on.
    package var knowsPrices = false

    /// The day from which on the period's bill is taken for final.
    package var settlesOn: CivilDate { period.lastDay.advanced(byBusinessDays: settlementDays).advanced(byDays: 1) }

    /// A plan from the parts that every plan has.
    package init(levels: [[MatchKey]], comparison: Comparison, chargeTypes: ChargeTypeTable, period: Month) {
        self.levels = levels
        self.comparison = comparison
        self.chargeTypes = chargeTypes
        self.period = period
    }
}
