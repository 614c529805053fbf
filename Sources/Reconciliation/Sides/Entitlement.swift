package import Records

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
    /// The term, where it is known.
    package var term: CycleName?
    /// Whether it is a trial, for which nothing is billed.
    package var isTrial: Bool
    /// Whether the price is the one that held when the cycle began, as far as anybody can tell: `false` where there is a list
    /// of prices that does not have it.
    package var hasListedPrice = true
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

    /// The first day of the billing cycle that a day belongs to; `nil` for something billed once.
    ///
    /// Cycles are counted from the subscription's start, also backwards.
    func cycle(containing day: CivilDate) -> CivilInterval? {
        guard let length = cycle.months else { return nil }
        let (year, month, _) = start.parts
        let (dayYear, dayMonth, _) = day.parts
        let elapsed = (dayYear - year) * 12 + (dayMonth - month)
        // Rounded down, also below nought.
        var number = (elapsed - (elapsed % length + length) % length) / length
        if start.advanced(byMonths: number * length) > day { number -= 1 }
        return CivilInterval(
            start: start.advanced(byMonths: number * length), end: start.advanced(byMonths: (number + 1) * length))
    }

    /// The days of a charge as a share of the billing cycle; days that are not known are taken for a whole one.
    ///
    /// A cycle that begins on the last day of a short month may end on a later day of the next: a subscription of the
    /// 31st has one from 28 February to 31 March.
    func share(of interval: CivilInterval?) -> ChargedDays {
        guard let interval, let length = cycle.months, let cycle = cycle(containing: interval.start),
            interval != cycle, !interval.lasts(months: length)
        else { return .wholeCycle }
        return .part(
            PartOfCycle(
                days: interval.dayCount, cycleDays: cycle.dayCount, months: interval.wholeMonths,
                cycleMonths: length))
    }

    /// What should be billed in a month: seats times price when a cycle begins in it, nothing otherwise.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func expectedAmount(in period: Month) throws(ExactDecimal.Overflow) -> ExactDecimal {
        isDue(in: period) ? try quantity.multiplied(by: unitPrice) : .zero
    }
}

extension Entitlement {
    /// Whether the price of a whole term can be brought to that of one cycle: its months are known, or it is billed once, or
    /// free.
    package var hasKnownTerm: Bool {
        guard cycle.months != nil, !unitPrice.isZero else { return true }
        guard case .known(let term)? = term else { return false }
        return term.months != nil
    }

    /// The entitlement with the price of one cycle, where its price is that of the whole term.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func pricedByCycle() throws(ExactDecimal.Overflow) -> Entitlement {
        guard case .known(let term)? = term, let termMonths = term.months, let cycleMonths = cycle.months,
            cycleMonths != termMonths,
            let share = Fraction(cycleMonths, of: termMonths)
        else { return self }
        var priced = self
        priced.unitPrice = try unitPrice.share(share, .halfUp, toDigits: currency.minorUnitDigits)
        return priced
    }
}

extension CivilInterval {
    fileprivate func contains(_ date: CivilDate) -> Bool { start <= date && date < end }

    /// Whether the days last from a day to the same day so many months on, or from one that is the last, or the last but
    /// one, of its month to one that is the same of its own.
    ///
    /// Source of the latter: Microsoft's article on billing in new commerce, whose cycles keep to the end of the month.
    fileprivate func lasts(months: Int) -> Bool {
        if end == start.advanced(byMonths: months) { return true }
        let (from, until) = (start.parts, end.parts)
        guard (until.year - from.year) * 12 + (until.month - from.month) == months else { return false }
        return start.daysLeftInMonth < 2 && start.daysLeftInMonth == end.daysLeftInMonth
    }

    /// How many months the days are, where they last from a day to the same day of a later month.
    fileprivate var wholeMonths: Int? {
        let (from, until) = (start.parts, end.parts)
        let months = (until.year - from.year) * 12 + (until.month - from.month)
        return months > 0 && start.advanced(byMonths: months) == end ? months : nil
    }
}

extension CivilDate {
    /// How many days of the month come after the day.
    fileprivate var daysLeftInMonth: Int {
        let (year, month, day) = parts
        return CivilDate.dayCount(ofMonth: month, year: year) - day
    }
}
