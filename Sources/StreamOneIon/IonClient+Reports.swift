internal import Formats
package import HTTPTransport
internal import Records

extension IonClient {
    /// The reports that are defined in the portal, without their columns.
    ///
    /// - Parameter module: Only those of this part of the portal.
    public func reports(module: ReportModule = .unspecified) async throws -> [IonReport] {
        var query = ReportListQuery()
        query.module = module
        var reports: [IonReport] = []
        for try await page in pages(query.call) {
            reports += try page.map { try IonReport($0, as: "a report of the list") }
        }
        return reports
    }

    /// A report with its columns.
    public func report(id: String) async throws -> IonReport {
        try IonReport(try await object(.report(id: id)), as: "fetching the description of report \(id)")
    }

    /// Fetches a report's data into a sink: CSV, or a JSON object with the CSV in its member `results`, as the query
    /// says.
    package func reportData(
        _ report: IonReport, _ query: ReportQuery,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let columns = try query.columns.map { names throws(IonError) in try report.columnValues(named: names) }
        let body: JSONValue = [
            "reportId": .string(report.id),
            "report_module": .string(report.module),
            "category": .string(report.category),
            "specs": [
                "date_range_option": ["selected_range": query.days.selectedRange],
                "selectedColumns": .array(columns ?? report.columnValues),
            ],
        ]
        return try await send(
            .post, "reports/\(report.id.percentEncoded)/\(query.delivery.endpoint)", body: body,
            accept: query.delivery.accept, while: "fetching report \(report.id)", to: sink)
    }
}

extension ReportQuery.Delivery {
    /// The last part of the address.
    var endpoint: String { self == .wrapped ? "reportDataCsv" : "reportDataCsvStream" }
    /// What the answer may be.
    fileprivate var accept: String { self == .wrapped ? "application/json" : "text/csv, application/json" }
}

extension ReportQuery.Days {
    /// The range as the service reads it; names are in the form that working clients send.
    fileprivate var selectedRange: JSONValue {
        switch self {
        case .relative(let range): ["relative_date_range": .string(range.queryText)]
        case .between(let start, let end): Self.fixed(start.queryText, end.queryTextOfEnd)
        case .fixed(let interval):
            Self.fixed("\(interval.start)T00:00:00Z", "\(interval.end.advanced(byDays: -1))T23:59:59Z")
        }
    }

    private static func fixed(_ start: String, _ end: String) -> JSONValue {
        ["fixed_date_range": ["start_date": .string(start), "end_date": .string(end)]]
    }
}
