/// Which part of the portal a report belongs to.
public struct ReportModule: OpenEnumeration, QueryValue {
    /// `REPORTS_REPORTS_MODULE`
    public static let reports = Self(rawValue: "REPORTS_REPORTS_MODULE")
    /// `DASHBOARDS_REPORTS_MODULE`
    public static let dashboards = Self(rawValue: "DASHBOARDS_REPORTS_MODULE")
    /// `BUDGET_MANAGEMENT_REPORTS_MODULE`
    public static let budgetManagement = Self(rawValue: "BUDGET_MANAGEMENT_REPORTS_MODULE")
    /// `INVOICE_REPORTS_MODULE`
    public static let invoice = Self(rawValue: "INVOICE_REPORTS_MODULE")
    /// `V1_BILLING_REPORTS_MODULE`
    public static let v1Billing = Self(rawValue: "V1_BILLING_REPORTS_MODULE")
    /// `CACHING_REPORTS_MODULE`
    public static let caching = Self(rawValue: "CACHING_REPORTS_MODULE")
    /// `REPORTS_MODULE_UNSPECIFIED`
    public static let unspecified = Self(rawValue: "REPORTS_MODULE_UNSPECIFIED")

    /// The values that are known.
    public static let known: [Self] = [
        .reports, .dashboards, .budgetManagement, .invoice, .v1Billing, .caching, .unspecified,
    ]

    /// The text, as it came.
    public let rawValue: String

    /// A value from its text, whatever it is.
    public init(rawValue: String) { self.rawValue = rawValue }
}
