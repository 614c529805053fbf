/// How often a subscription is billed.
package struct BillingCycle: Sendable, Hashable {
    /// How many months a cycle has; `nil` for something billed once.
    package let months: Int?

    /// Billed every month.
    package static let monthly = BillingCycle(months: 1)

    /// A cycle from its name, or from an ISO 8601 term such as `P1Y`; `nil` for a name that is not known.
    package init?(_ name: String) {
        switch name.lowercased() {
        case "monthly", "month", "p1m": months = 1
        case "quarterly", "p3m": months = 3
        case "biannual", "semiannual", "p6m": months = 6
        case "annual", "yearly", "annually", "p1y": months = 12
        case "triennial", "p3y": months = 36
        case "one_time", "onetime", "one-time": months = nil
        default: return nil
        }
    }

    private init(months: Int?) {
        self.months = months
    }
}
