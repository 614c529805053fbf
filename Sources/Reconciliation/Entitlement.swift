package import Records

/// Whether a subscription runs, by the many names that its status has.
package enum EntitlementState: Sendable, Hashable {
    /// It runs and is billed.
    case running
    /// It has ended; its end date counts.
    case ended
    /// Anything else: pending, suspended, failed, or a name not known here. A person must look.
    case unclear

    /// The state that a status stands for; case does not count. Without a status, a subscription runs.
    package init(status: String) {
        switch status.lowercased() {
        case "", "active", "enabled", "running", "accepted", "available", "complete", "completed", "confirmed":
            self = .running
        case "cancelled", "canceled", "deleted", "expired", "disabled", "stopped": self = .ended
        default: self = .unclear
        }
    }
}

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

/// What should be billed: a subscription, as a snapshot has it.
package struct Entitlement: Sendable, Hashable {
    /// What it is found by.
    package var keys = MatchKeys()
    /// How many seats.
    package var quantity: ExactDecimal
    /// The price of one seat for one billing cycle.
    package var unitPrice: ExactDecimal
    /// The price's currency.
    package var currency: Currency
    /// The first day.
    package var start: CivilDate
    /// The day after the last, where one is known. It binds only a subscription that has ended.
    package var end: CivilDate?
    /// Whether it runs.
    package var state: EntitlementState
    /// How often it is billed.
    package var cycle: BillingCycle
    /// Whether it is a trial, for which nothing is billed.
    package var isTrial: Bool
    /// Where the record came from.
    package var origin: RowOrigin

    /// An entitlement without keys, which are set afterwards.
    package init(
        quantity: ExactDecimal, unitPrice: ExactDecimal, currency: Currency, start: CivilDate, end: CivilDate?,
        state: EntitlementState, cycle: BillingCycle, isTrial: Bool, origin: RowOrigin
    ) {
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.currency = currency
        self.start = start
        self.end = end
        self.state = state
        self.cycle = cycle
        self.isTrial = isTrial
        self.origin = origin
    }
}

extension Entitlement {
    /// Whether a person must look at the status: one that is neither running nor ended, or an end without a day.
    var hasUnclearState: Bool { state == .unclear || (state == .ended && end == nil) }

    /// The day on which the subscription ended; `nil` while it has not.
    var lastEnd: CivilDate? { state == .ended ? end : nil }

    /// The first day of the billing cycle that begins in a month; `nil` when none does.
    func cycleStart(in period: Month) -> CivilDate? {
        guard let length = cycle.months else { return period.interval.contains(start) ? start : nil }
        let (year, month, _) = start.parts
        let (periodYear, periodMonth, _) = period.start.parts
        let elapsed = (periodYear - year) * 12 + (periodMonth - month)
        guard elapsed >= 0, elapsed.isMultiple(of: length) else { return nil }
        return start.advanced(byMonths: elapsed)
    }

    /// Whether a charge for a cycle is due in a month.
    func isDue(in period: Month) -> Bool {
        guard !isTrial, !unitPrice.isZero, !quantity.isZero, let first = cycleStart(in: period) else { return false }
        return lastEnd.map { first < $0 } ?? true
    }

    /// What should be billed in a month: seats times price when a cycle begins in it, nothing otherwise.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func expectedAmount(in period: Month) throws(ExactDecimal.Overflow) -> ExactDecimal {
        isDue(in: period) ? try quantity.multiplied(by: unitPrice) : .zero
    }
}

extension CivilInterval {
    fileprivate func contains(_ date: CivilDate) -> Bool { start <= date && date < end }
}
