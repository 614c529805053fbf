/// Days by a name; the service reckons them from its own clock.
public struct RelativeDateRange: OpenEnumeration, QueryValue {
    /// `CUSTOM`
    public static let custom = Self(rawValue: "CUSTOM")
    /// `TODAY`
    public static let today = Self(rawValue: "TODAY")
    /// `MONTH_TO_DATE`
    public static let monthToDate = Self(rawValue: "MONTH_TO_DATE")
    /// `QUARTER_TO_DATE`
    public static let quarterToDate = Self(rawValue: "QUARTER_TO_DATE")
    /// `YEAR_TO_DATE`
    public static let yearToDate = Self(rawValue: "YEAR_TO_DATE")
    /// `LAST_MONTH`
    public static let lastMonth = Self(rawValue: "LAST_MONTH")
    /// `LAST_QUARTER`
    public static let lastQuarter = Self(rawValue: "LAST_QUARTER")
    /// `LAST_YEAR`
    public static let lastYear = Self(rawValue: "LAST_YEAR")
    /// `LATEST_MONTH`
    public static let latestMonth = Self(rawValue: "LATEST_MONTH")
    /// `WEEK_TO_DATE`
    public static let weekToDate = Self(rawValue: "WEEK_TO_DATE")
    /// `LAST_WEEK`
    public static let lastWeek = Self(rawValue: "LAST_WEEK")
    /// `TWO_MONTHS_AGO`
    public static let twoMonthsAgo = Self(rawValue: "TWO_MONTHS_AGO")
    /// `UNKNOWN_RELATIVE_DATE_RANGE`
    public static let unspecified = Self(rawValue: "UNKNOWN_RELATIVE_DATE_RANGE")

    /// The values that are known.
    public static let known: [Self] = [
        .custom, .today, .monthToDate, .quarterToDate, .yearToDate, .lastMonth, .lastQuarter, .lastYear, .latestMonth,
        .weekToDate, .lastWeek, .twoMonthsAgo, .unspecified,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
