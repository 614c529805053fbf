internal import Formats
internal import Records

/// What a client orders to be invoiced.
struct GenerationOrder: Sendable {
    /// Whose charges.
    let source: String
    /// Of which month.
    let month: Month
    /// The state that the invoices begin in.
    let status: String
    /// Only for these customers; empty for all.
    let customerIDs: Set<String>
}

/// `POST /api/v1/invoices/generate`.
struct GenerationEndpoint: Sendable {
    private static let statuses = ["draft", "open", "void", "closed"]

    /// What the invoices are made of.
    let reports: BillingReports
    /// Where the invoices go.
    let generated: GeneratedInvoices
    /// The customers that there are.
    let customerIDs: Set<String>
    /// What "last month" is reckoned from.
    let today: CivilDate

    /// Makes an invoice for each customer with charges, and answers with them. The body is a form, whatever type it is
    /// said to have.
    func generate(_ request: Request, _: [String]) throws(Refusal) -> Response {
        guard let form = FormFields(parsing: request.body) else {
            throw .invalidArgument("the body must be a form: source=aws&period=m-10-2026")
        }
        let order = try order(form)
        let totals = reports.totals(of: order.source, month: order.month, customerIDs: order.customerIDs)
        let invoices = generated.make(order, totals: totals, lateness: request.lateness)
        return LegacyAnswer.response(["data": ["invoice": .array(invoices)]], to: request)
    }

    private func order(_ form: FormFields) throws(Refusal) -> GenerationOrder {
        guard let source = form["source"] else { throw .invalidArgument("source is missing") }
        guard BillingReports.providers.contains(source) else {
            throw .invalidArgument("there is no source \"\(source)\"")
        }
        let status = form["status"]?.lowercased() ?? "open"
        guard Self.statuses.contains(status) else { throw .invalidArgument("there is no status \"\(status)\"") }
        let month = try form["period"].map { (text) throws(Refusal) in try BillingReports.month(text) }
        let customers = Set((form["customers"] ?? "").split(separator: ",").map(String.init))
        if let unknown = customers.subtracting(customerIDs).min(), !customerIDs.isEmpty {
            throw .notFound("customer \(unknown)")
        }
        return GenerationOrder(
            source: source, month: month ?? Month(containing: today).previous, status: status, customerIDs: customers)
    }
}
