internal import Formats

/// `…/reports` and what is below.
struct ReportEndpoints: Sendable {
    private static let anyModule = "REPORTS_MODULE_UNSPECIFIED"

    /// The reports, in the order in which they are listed.
    let reports: [Report]

    /// `GET …/reports`: the reports of a module, or all, without their `specs`.
    func list(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let module = request.query["module"] ?? Self.anyModule
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
        let selection = try ReportSelection(parsing: request.body, for: report)
        return Response(body: .stream(ReportBody(report.data, selection)))
    }

    private func report(_ captured: [String]) throws(Refusal) -> Report {
        guard let identifier = captured.last, let report = reports.first(where: { $0.identifier == identifier }) else {
            throw .notFound("report \(captured.last ?? "")")
        }
        return report
    }
}
