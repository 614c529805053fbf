/// How often one pays.
public struct BillingPeriod: OpenEnumeration {
    /// `ONE_TIME`
    public static let oneTime = Self(rawValue: "ONE_TIME")
    /// `MINUTELY`
    public static let minutely = Self(rawValue: "MINUTELY")
    /// `HOURLY`
    public static let hourly = Self(rawValue: "HOURLY")
    /// `DAILY`
    public static let daily = Self(rawValue: "DAILY")
    /// `WEEKLY`
    public static let weekly = Self(rawValue: "WEEKLY")
    /// `BIWEEKLY`
    public static let biweekly = Self(rawValue: "BIWEEKLY")
    /// `MONTHLY`
    public static let monthly = Self(rawValue: "MONTHLY")
    /// `QUARTERLY`
    public static let quarterly = Self(rawValue: "QUARTERLY")
    /// `BIANNUAL`
    public static let biannual = Self(rawValue: "BIANNUAL")
    /// `ANNUAL`
    public static let annual = Self(rawValue: "ANNUAL")
    /// `BILLING_PERIOD_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "BILLING_PERIOD_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [
        .oneTime, .minutely, .hourly, .daily, .weekly, .biweekly, .monthly, .quarterly, .biannual, .annual,
        .unspecified,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
