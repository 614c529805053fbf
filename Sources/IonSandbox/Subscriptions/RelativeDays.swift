internal import Records

/// Days by a name, reckoned from a day that counts as today; weeks begin on Monday.
enum RelativeDays {
    /// The names, in the order of the API's description.
    static let names = [
        "UNKNOWN_RELATIVE_DATE_RANGE", "CUSTOM", "TODAY", "MONTH_TO_DATE", "QUARTER_TO_DATE", "YEAR_TO_DATE",
        "LAST_MONTH", "LAST_QUARTER", "LAST_YEAR", "LATEST_MONTH", "WEEK_TO_DATE", "LAST_WEEK", "TWO_MONTHS_AGO",
    ]

    /// The first and the last of the days; `nil` for names that restrict nothing.
    static func range(_ name: String, today: CivilDate) -> ClosedRange<CivilDate>? {
        let month = Month(containing: today)
        let quarter = start(ofQuarter: today)
        let year = start(ofYear: today)
        let week = today.advanced(byDays: -weekday(today))
        return switch name {
        case "TODAY": today...today
        case "MONTH_TO_DATE": month.start...today
        case "QUARTER_TO_DATE": quarter...today
        case "YEAR_TO_DATE": year...today
        case "WEEK_TO_DATE": week...today
        // The latest month is the one that goes on.
        case "LATEST_MONTH": month.start...month.lastDay
        case "LAST_MONTH": month.previous.start...month.previous.lastDay
        case "TWO_MONTHS_AGO": month.previous.previous.start...month.previous.previous.lastDay
        case "LAST_QUARTER": quarter.advanced(byMonths: -3)...quarter.advanced(byDays: -1)
        case "LAST_YEAR": year.advanced(byMonths: -12)...year.advanced(byDays: -1)
        case "LAST_WEEK": week.advanced(byDays: -7)...week.advanced(byDays: -1)
        default: nil
        }
    }

    private static func start(ofQuarter date: CivilDate) -> CivilDate {
        let start = Month(containing: date).start
        return start.advanced(byMonths: -((start.parts.month - 1) % 3))
    }

    private static func start(ofYear date: CivilDate) -> CivilDate {
        let start = Month(containing: date).start
        return start.advanced(byMonths: 1 - start.parts.month)
    }

    /// The days since Monday; 1970 began with a Thursday.
    private static func weekday(_ date: CivilDate) -> Int { ((Int(date.daysSinceEpoch) + 3) % 7 + 7) % 7 }
}
