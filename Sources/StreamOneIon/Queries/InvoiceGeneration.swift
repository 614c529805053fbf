public import Records

/// An order to the service to make invoices.
public struct InvoiceGeneration: Sendable, Hashable {
    /// Whose charges are invoiced, such as `aws`.
    public var source: String
    /// The month that is invoiced.
    public var month: Month
    /// The state that the invoices begin in.
    public var status: InvoiceStatus
    /// Only for these customers; empty for all.
    public var customerIDs: [String]
    /// Only for these resellers; empty for all.
    public var resellerIDs: [String]
    /// Whether the service writes to those who are invoiced.
    public var sendsEmails: Bool

    /// An order from its parts.
    public init(
        source: String, month: Month, status: InvoiceStatus = .open, customerIDs: [String] = [],
        resellerIDs: [String] = [], sendsEmails: Bool = false
    ) {
        self.source = source
        self.month = month
        self.status = status
        self.customerIDs = customerIDs
        self.resellerIDs = resellerIDs
        self.sendsEmails = sendsEmails
    }

    /// The form that is sent.
    package var form: [QueryItem] {
        let (year, number, _) = month.start.parts
        var items = [
            QueryItem("source", source), QueryItem("period", "m-\(number < 10 ? "0" : "")\(number)-\(year)"),
            QueryItem("status", status.rawValue.lowercased()), QueryItem("sendEmails", sendsEmails ? "true" : "false"),
        ]
        if !customerIDs.isEmpty { items.append(QueryItem("customers", customerIDs.joined(separator: ","))) }
        if !resellerIDs.isEmpty { items.append(QueryItem("resellers", resellerIDs.joined(separator: ","))) }
        return items
    }
}
