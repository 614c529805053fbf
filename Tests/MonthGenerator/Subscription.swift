internal import Records

/// A subscription of the invented month.
struct Subscription {
    /// Its place among all, from 0.
    let index: Int
    /// The provider's id, in the form of a GUID.
    let id: String
    /// Who holds it.
    let customer: Customer
    /// What it is for.
    let product: Product
    /// How it is billed.
    let kind: SubscriptionKind
    /// The status, in lower case as the API returns it.
    let status: String
    /// How many seats it has.
    let licences: Int
    /// What a licence costs the reseller for one billing cycle.
    let cost: ExactDecimal
    /// What the customer pays for a licence.
    let price: ExactDecimal
    /// When it was purchased, and when its current term starts and ends.
    let lifetime: Lifetime
    /// The first day of the billing cycle that starts in the period.
    let cycleStart: CivilDate
    /// Whether a seat change was taken back in the period, which leaves two rows that cancel each other.
    let hasUndoneSeatChange: Bool
    /// The break that was planted on it; `nil` when it is clean.
    let plant: Plant?

    /// The days on which a subscription changes.
    struct Lifetime {
        /// The day of purchase.
        var purchased: CivilDate
        /// The first day of the current term.
        var termStart: CivilDate
        /// The day of the renewal or of the end.
        var end: CivilDate
        /// The time of day in UTC of all its instants.
        var timeOfDay: String

        /// An instant on a day, as the API writes it.
        func instant(on day: CivilDate) -> String { "\(day)T\(timeOfDay)Z" }
    }

    /// What all licences cost for one billing cycle, to the last digit.
    var expectedCost: ExactDecimal { cost.times(licences) }

    /// The last day of the billing cycle.
    var lastDayOfCycle: CivilDate { cycleStart.advanced(byMonths: kind.cycleInMonths).advanced(byDays: -1) }

    /// Whether the subscription still runs.
    var isRunning: Bool { status == "active" }
}
