import Formats
import Pipelines
import Publication
import StreamOneIon
import Streaming

/// Fetches a billing report of version 1 and hands its charges on as rows of CSV. What was fetched stays in the store.
struct FetchBillingReportStage {
    let stage: Stage
    let query: BillingReportQuery
    let context: RunContext

    func run() async throws -> StageResult {
        let body = FetchedBody(
            name: "\(stage.fileStem).json", isReport: false, stage: stage.name, isFollowed: false, context: context)
        _ = try await context.connection().billingReport(query) { try body.begin($0) }
        let entry = try body.finish()
        let report = try IonClient.billingReport(try File.contents(of: context.stored(entry.digest)), query)
        context.wiring.files(of: stage.name).append(try flattened(report))
        context.wiring.files(of: stage.name).finish()
        context.report(.progressed(stage: stage.name, amount: report.rows.count, unit: .records))
        return .inputs([entry])
    }

    private func flattened(_ report: BillingReport) throws -> SourceFile {
        let file = try FetchedFile(in: context.directory, name: "\(stage.fileStem).csv")
        var writer = CSVWriter()
        writer.row(BillingRow.columns)
        for row in report.rows { writer.row(row.values.map { $0 ?? "" }) }
        let bytes = writer.bytes
        try file.append(bytes.span)
        _ = try file.finish(state: context.request.stateDirectory)
        return SourceFile(name: "\(stage.fileStem).csv", file: file.file, contentType: "text/csv", isReport: false)
    }
}
