internal import Formats
internal import Records

/// `…/reports` and what is below.
struct ReportEndpoints: Sendable {
    private static let anyModule = "REPORTS_MODULE_UNSPECIFIED"
    private static let modules =
        [anyModule]
        + ["REPORTS", "DASHBOARDS", "BUDGET_MANAGEMENT", "INVOICE", "V1_BILLING", "CACHING"].map {
            "\($0)_REPORTS_MODULE"
        }

    /// The reports, in the order in which they are listed.
    let reports: [Report]
    /// What ranges by name are reckoned from.
    let today: CivilDate

    /// `GET …/reports`: the reports of a module, or all, without their `specs`.
    func list(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let module = try request.query.choice("module", among: Self.modules) ?? Self.anyModule
        var listed: [JSONValue] = []
        for report in reports {
            let own = report.description["reportModule"]?.string ?? module
            guard module == Self.anyModule || own == module else { continue }
            var description = report.description
            description["specs"] = nil
            listed.append(description)
        }
        return Response(["reports": .array(listed)])
    }

    /// `GET …/reports/{report}`: all about one report.
    func describe(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        Response(body: .bytes(try report(captured).descriptionText))
    }

    /// `POST …/reports/{report}/reportDataCsv`: the rows and columns that the body selects.
    func data(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        let report = try report(captured)
        let selection = try ReportSelection(parsing: request.body, for: report, today: today)
        return Response(body: .stream(ReportBody(report.data, selection)))
    }

    /// `POST …/reports/{report}/reportDataCsvStream`: the same rows as bare CSV where that is asked for, otherwise in the
    /// envelope that the API's description has.
    func stream(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        let report = try report(captured)
        let selection = try ReportSelection(parsing: request.body, for: report, today: today)
        var response = Response(
            body: .stream(ReportBody(report.data, selection, request.wantsCSV ? .none : .body)))
        if request.wantsCSV { response.setHeader("Content-Type", "text/csv; charset=utf-8") }
        return response
    }

    private func report(_ captured: [String]) throws(Refusal) -> Report {
        guard let identifier = captured.last, let report = reports.first(where: { $0.identifier == identifier }) else {
            throw .notFound("report \(captured.last ?? "")")
        }
        return report
    }
}
