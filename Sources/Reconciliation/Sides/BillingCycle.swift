/// How often a subscription is billed.
package struct BillingCycle: Sendable, Hashable {
    /// How many months a cycle has; `nil` for something billed once.
    package let months: Int?

    /// Billed every month.
    package static let monthly = BillingCycle(months: 1)

    /// A cycle from its name, or from an ISO 8601 term such as `P1Y`; `nil` for a name that is not known.
    package init?(_ name: String) {
        switch name.asName {
        case "monthly", "month": months = 1
        case "quarterly": months = 3
        case "biannual", "semiannual": months = 6
        case "annual", "yearly", "annually": months = 12
        case "triennial": months = 36
        case "one_time", "onetime", "one-time": months = nil
        default:
            guard let length = Self.months(ofPeriod: name.asName) else { return nil }
            months = length
        }
    }

    private init(months: Int?) {
        self.months = months
    }

    /// The months of an ISO 8601 period of whole months or years, in lower case: `p12m`, `p1y`.
    private static func months(ofPeriod text: String) -> Int? {
        guard text.hasPrefix("p"), let unit = text.last, unit == "m" || unit == "y",
            let number = Int(text.dropFirst().dropLast()), (1...120).contains(number)
        else { return nil }
        return unit == "y" ? 12 * number : number
    }
}
