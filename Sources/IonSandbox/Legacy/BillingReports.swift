internal import Formats
internal import Records
internal import Streaming

/// Version 1's billing reports: a tree of charges for each cloud provider, of one month.
///
/// A fixture `billing/<provider>.json` says `{"month": "2026-10", "currency": "SEK", "rates": {"EUR": "0.088"}, "data":
/// […]}`; `rates` are what one unit of the currency is in others.
struct BillingReports: Sendable {
    /// The providers that there are reports of.
    static let providers = ["aws", "azureplan", "gcp"]

    /// What a customer is charged in a month.
    struct Total: Sendable {
        let customerID: String
        let currency: String
        let price: ExactDecimal
    }

    private struct Report: Sendable {
        let month: Month
        let currency: String
        let rates: JSONValue?
        let nodes: [JSONValue]
    }

    private let reports: [String: Report]

    /// Reads what there is below a directory.
    ///
    /// - Parameter month: The month that they are taken to be of, in the place of their own.
    init(directory: String, month asked: Month? = nil) throws(SandboxError) {
        var reports: [String: Report] = [:]
        for provider in Self.providers {
            let path = "\(directory)/\(provider).json"
            guard Directory.exists(path) else { continue }
            let value = try Fixtures.json(try Fixtures.contents(of: path), path: path)
            guard let month = (value["month"]?.string).flatMap({ Month($0) }), let nodes = value["data"]?.array,
                let currency = value["currency"]?.string
            else { throw SandboxError(code: .fixture, message: "\(path) must have a month, a currency and data") }
            reports[provider] = Report(month: asked ?? month, currency: currency, rates: value["rates"], nodes: nodes)
        }
        self.reports = reports
    }

    /// `GET /api/v1/reports/billing/{provider}`.
    func report(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        guard let provider = captured.last, Self.providers.contains(provider) else {
            throw .notFound("the billing report \(captured.last ?? "")")
        }
        guard let range = request.query["filter[date_range]"] else {
            throw .invalidArgument("filter[date_range] is missing; it is a month such as m-10-2026")
        }
        let month = try Self.month(range)
        let report = reports[provider]
        var nodes = report?.month == month ? report?.nodes ?? [] : []
        if let customer = request.query["filter[customer_id]"] {
            nodes = nodes.filter { $0["entity"]?["id"]?.string == customer }
        }
        let currency = request.query["filter[report_currency]"] ?? report?.currency ?? "EUR"
        if let report, currency != report.currency { nodes = try Self.converted(nodes, report, to: currency, month) }
        return LegacyAnswer.response(
            [
                "success": true, "message": "Report data for the selected period",
                "currencyOption": ["costCurrency": .string(currency), "priceCurrency": .string(currency)],
                "data": .array(nodes),
            ], to: request)
    }

    /// What each customer is charged in a month, in the order of the report.
    func totals(of provider: String, month: Month, customerIDs: Set<String>) -> [Total] {
        guard let report = reports[provider], report.month == month else { return [] }
        return report.nodes.compactMap { node in
            guard let id = node["entity"]?["id"]?.string, customerIDs.isEmpty || customerIDs.contains(id) else {
                return nil
            }
            return Total(customerID: id, currency: report.currency, price: Self.price(of: node))
        }
    }

    /// A month such as `m-10-2026` or `m-8-2026`.
    static func month(_ text: String) throws(Refusal) -> Month {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "m", let number = Int(parts[1]), let year = Int(parts[2]),
            let start = CivilDate(year: year, month: number, day: 1)
        else { throw .invalidArgument("\"\(text)\" is no month such as m-10-2026") }
        return Month(containing: start)
    }

    private static func price(of node: JSONValue) -> ExactDecimal {
        let own = (node["data"]?["price"]?.string).flatMap { try? ExactDecimal(parsing: $0) } ?? .zero
        return (node["lines"]?.array ?? []).reduce(own) { ExactDecimal(scaled: $0.scaled + price(of: $1).scaled) }
    }
}

/// Conversion to another currency, as the service does it: amounts at one rate, and the rate in prose.
extension BillingReports {
    private static func converted(
        _ nodes: [JSONValue], _ report: Report, to currency: String, _ month: Month
    ) throws(Refusal) -> [JSONValue] {
        guard let text = report.rates?[currency]?.string, let rate = try? ExactDecimal(parsing: text) else {
            throw .invalidArgument("there is no rate from \(report.currency) to \(currency)")
        }
        let words = "\(report.currency) 1 -> \(currency) \(rate) (Rate at end of invoice month (\(month.lastDay)))"
        return nodes.map { node in
            var node = converted(node, rate, currency)
            node["entity"]?["conversion_rates"] = [.string(words)]
            return node
        }
    }

    private static func converted(_ node: JSONValue, _ rate: ExactDecimal, _ currency: String) -> JSONValue {
        var node = node
        for name in ["cost_currency", "price_currency"] where node["entity"]?[name] != nil {
            node["entity"]?[name] = .string(currency)
        }
        for name in ["price", "cost"] {
            guard let amount = (node["data"]?[name]?.string).flatMap({ try? ExactDecimal(parsing: $0) }),
                let product = try? amount.multiplied(by: rate).roundedHalfUp(toDigits: 10)
            else { continue }
            node["data"]?[name] = .string(product.text(minimumFractionDigits: 10))
        }
        if let lines = node["lines"]?.array { node["lines"] = .array(lines.map { converted($0, rate, currency) }) }
        return node
    }
}
