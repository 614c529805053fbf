internal import Records

/// What somebody wrote of a report's data, before it is known whether it is enough.
struct ReportDraft: IonQuery {
    private var range: RelativeDateRange?
    private var start: Instant?
    private var end: Instant?
    private var columns: [String]?
    private var isStreamed = false

    init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init("range", \.range, sends: "", "RANGE", "the days by name, such as LAST_MONTH; wins over start and end"),
        .init("start", \.start, sends: "", "the first instant or day"),
        .init("end", \.end, sends: "", "the last instant or day"),
        QueryParameter(
            ParameterDescription(
                "columns", "NAME,NAME", "the columns, in this order (all); a name may be given twice in \"\""),
            read: { draft, text throws(ParameterFault) in
                draft.columns = try String.parse(text, for: "columns").split(separator: ",").map(String.init)
            }),
        .init(flag: "stream", \.isStreamed, sends: "", "ask for bare CSV instead of CSV wrapped into JSON"),
    ]

    /// The query; a range by name wins over start and end.
    func query() throws(ParameterFault) -> ReportQuery {
        let delivery: ReportQuery.Delivery = isStreamed ? .streamed : .wrapped
        if let range { return ReportQuery(days: .relative(range), columns: columns, delivery: delivery) }
        guard let start, let end else {
            throw ParameterFault(name: "range", reason: "is missing: give it, or both start and end")
        }
        guard start <= end else { throw ParameterFault(name: "end", reason: "is before start") }
        return ReportQuery(days: .between(start, end), columns: columns, delivery: delivery)
    }
}

/// What somebody wrote of a billing report.
struct BillingDraft: IonQuery {
    private var month: Month?
    private var customerID: String?
    private var currency: Currency?

    init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init("month", \.month, sends: "", "the month (the last one)"),
        .init("customer", \.customerID, sends: "", "ID", "only the charges of this customer"),
        .init("currency", \.currency, sends: "", "the currency to convert to (the account's)"),
    ]

    func query(provider: String, today: CivilDate) throws(ParameterFault) -> BillingReportQuery {
        guard let provider = BillingReportQuery.Provider(rawValue: provider) else {
            let known = BillingReportQuery.Provider.allCases.map(\.rawValue).joined(separator: ", ")
            throw ParameterFault(name: "PROVIDER", reason: "must be one of \(known), not \"\(provider)\"")
        }
        return BillingReportQuery(
            provider: provider, month: month ?? Month(containing: today).previous, customerID: customerID,
            currency: currency)
    }
}

/// What somebody wrote of an order to make invoices.
struct GenerationDraft: IonQuery {
    private var source: String?
    private var month: Month?
    private var status: InvoiceStatus?
    private var customers: String?
    private var resellers: String?
    private var sendsEmails = false

    init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init("source", \.source, sends: "", "SOURCE", "whose charges are invoiced, such as aws (must be given)"),
        .init("period", \.month, sends: "", "the month that is invoiced (the last one)"),
        .init("status", \.status, sends: "", "STATUS", "the state that the invoices begin in (open)"),
        .init("customers", \.customers, sends: "", "ID,ID", "only for these customers (all)"),
        .init("resellers", \.resellers, sends: "", "ID,ID", "only for these resellers (all)"),
        .init(flag: "send-emails", \.sendsEmails, sends: "", "the service writes to those who are invoiced"),
    ]

    func generation(today: CivilDate) throws(ParameterFault) -> InvoiceGeneration {
        guard let source else {
            throw ParameterFault(name: "source", reason: "is missing: whose charges are invoiced?")
        }
        return InvoiceGeneration(
            source: source, month: month ?? Month(containing: today).previous, status: status ?? .open,
            customerIDs: Self.names(customers), resellerIDs: Self.names(resellers), sendsEmails: sendsEmails)
    }

    private static func names(_ text: String?) -> [String] { text?.split(separator: ",").map(String.init) ?? [] }
}

extension Month: QueryValue {
    static var placeholder: String { "MONTH" }
    var queryText: String { description }
    init?(queryText: String) { self.init(queryText) }
}

extension Currency: QueryValue {
    static var placeholder: String { "CODE" }
    var queryText: String { description }
    init?(queryText: String) { self.init(queryText) }
}
