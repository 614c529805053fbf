internal import Formats
package import HTTPTransport
package import Records

extension IonClient {
    /// The reports that are defined in the portal, without their columns.
    ///
    /// - Parameter module: Only those of this part of the portal, such as `REPORTS_REPORTS_MODULE`.
    public func reports(module: String = "REPORTS_MODULE_UNSPECIFIED") async throws -> [IonReport] {
        let answer = try await value("reports?module=\(module.percentEncoded)", while: "listing reports")
        return (answer["reports"]?.array ?? []).compactMap(IonReport.init)
    }

    /// A report with its columns.
    public func report(id: String) async throws -> IonReport {
        let activity = "fetching the description of report \(id)"
        guard let report = IonReport(try await value("reports/\(id.percentEncoded)", while: activity)) else {
            throw IonError(.unexpectedAnswer, "\(activity): the answer has no reportId or displayName")
        }
        return report
    }

    /// Fetches a report's data for some days into a sink: a JSON object with the CSV in its member `results`.
    ///
    /// - Parameters:
    ///   - columns: The names of the columns to fetch, in this order; `nil` for all.
    ///   - range: The days whose charges are wanted.
    package func reportData(
        _ report: IonReport, columns names: [String]?, range: CivilInterval,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let columns = try names.map { names throws(IonError) in try report.columnValues(named: names) }
        let body: JSONValue = [
            "reportId": .string(report.id),
            "report_module": .string(report.module),
            "category": .string(report.category),
            "specs": [
                "date_range_option": [
                    "selected_range": [
                        "fixed_date_range": [
                            "start_date": .string("\(range.start)T00:00:00Z"),
                            "end_date": .string("\(range.end.advanced(byDays: -1))T23:59:59Z"),
                        ]
                    ]
                ],
                "selectedColumns": .array(columns ?? report.columnValues),
            ],
        ]
        return try await send(
            .post, "reports/\(report.id.percentEncoded)/reportDataCsv", body: body,
            while: "fetching report \(report.id)", to: sink)
    }
}
