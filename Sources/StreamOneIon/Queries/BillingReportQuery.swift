public import Records

/// Which of version 1's billing reports is wanted.
public struct BillingReportQuery: Sendable, Hashable {
    /// Whose charges a billing report has.
    public enum Provider: String, Sendable, Hashable, CaseIterable {
        /// Amazon Web Services.
        case aws
        /// Microsoft CSP: licences and consumption.
        case azureplan
        /// Google Cloud.
        case gcp
    }

    /// Whose charges.
    public var provider: Provider
    /// Of which month.
    public var month: Month
    /// Only those of this customer; `nil` for all.
    public var customerID: String?
    /// The currency to convert to; `nil` for the account's own.
    public var currency: Currency?

    /// The charges of all customers in a month.
    public init(provider: Provider, month: Month, customerID: String? = nil, currency: Currency? = nil) {
        self.provider = provider
        self.month = month
        self.customerID = customerID
        self.currency = currency
    }

    /// The path and the query as they are sent.
    var target: String {
        var items = [QueryItem("filter[date_range]", "m-\(month.start.parts.month)-\(month.start.parts.year)")]
        if let customerID { items.append(QueryItem("filter[customer_id]", customerID)) }
        if let currency { items.append(QueryItem("filter[report_currency]", currency.description)) }
        return "reports/billing/\(provider.rawValue)?" + items.map(\.encoded).joined(separator: "&")
    }
}
