import Publication
import Reconciliation
import Records

/// Why an entitlement is due in a month, or why nothing is.
enum DueReason {
    /// The reason, from the entitlement's row, in words that go on a sentence about it.
    ///
    /// - Parameters:
    ///   - price: What one seat was priced at for a cycle, where that is known.
    ///   - period: The month that was closed.
    static func text(_ row: EvidenceRow, at price: ExactDecimal?, in period: Month) -> String? {
        if row.string("trial") == "true" { return "it is a trial" }
        if price?.isZero == true { return "its price is nought" }
        if row.decimal("quantity")?.isZero == true { return "it has no seats" }
        guard let start = row.date("start") else { return nil }
        let cycle = row.string("cycle").isEmpty ? BillingCycle.monthly : BillingCycle(row.string("cycle"))
        guard let cycle else { return nil }
        guard let months = cycle.months else {
            return "it is billed once, for its start on \(start)"
        }
        guard let begin = cycleStart(of: start, every: months, in: period) else {
            return "its cycle of \(counted(months)) counts from \(start), and none begins in \(period)"
        }
        if EntitlementState(status: row.string("status")) == .ended, let end = row.date("end"), end <= begin {
            return "it ended on \(end), before a cycle could begin on \(begin)"
        }
        return "a cycle of \(counted(months)) begins on \(begin)"
    }

    private static func counted(_ months: Int) -> String { months == 1 ? "1 month" : "\(months) months" }

    /// The first day of the cycle that begins in a month.
    private static func cycleStart(of start: CivilDate, every months: Int, in period: Month) -> CivilDate? {
        let (year, month, _) = start.parts
        let (periodYear, periodMonth, _) = period.start.parts
        let elapsed = (periodYear - year) * 12 + (periodMonth - month)
        guard elapsed >= 0, elapsed.isMultiple(of: months) else { return nil }
        return start.advanced(byMonths: elapsed)
    }

    /// The cycle in which a day lies: its first day, and how many days it has.
    static func cycle(around day: CivilDate, from start: CivilDate, every months: Int) -> (start: CivilDate, days: Int)?
    {
        guard day >= start else { return nil }
        let (year, month, _) = start.parts
        let (dayYear, dayMonth, _) = day.parts
        var elapsed = ((dayYear - year) * 12 + (dayMonth - month)) / months * months
        if start.advanced(byMonths: elapsed) > day { elapsed -= months }
        let (begin, end) = (start.advanced(byMonths: elapsed), start.advanced(byMonths: elapsed + months))
        return CivilInterval(start: begin, end: end).map { (begin, $0.dayCount) }
    }
}
