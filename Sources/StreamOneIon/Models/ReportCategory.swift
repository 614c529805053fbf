/// What kind of report one is.
public struct ReportCategory: OpenEnumeration, QueryValue {
    /// `BILLING_REPORTS`
    public static let billingReports = Self(rawValue: "BILLING_REPORTS")
    /// `CUSTOMER_REPORTS`
    public static let customerReports = Self(rawValue: "CUSTOMER_REPORTS")
    /// `PARTNER_REPORTS`
    public static let partnerReports = Self(rawValue: "PARTNER_REPORTS")
    /// `REPORT_CATEGORY_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "REPORT_CATEGORY_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [
        .billingReports, .customerReports, .partnerReports, .unspecified,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
