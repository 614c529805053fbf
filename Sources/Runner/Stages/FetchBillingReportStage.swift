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

    /// To be changed when what is fetched, or how it is checked, changes: nothing older is used again then.
    static let version = "billing report 1"

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        let client = context.connection()
        let identity = RequestIdentity(of: query, with: client.configuration)
        let pending = context.recall.begin(name, identity, version: Self.version)
        let kept = context.reused(pending)
        let entry =
            if let body = kept?.bodies.first {
                try context.handOn(body, as: "\(stage.fileStem).json", of: name)
            } else {
                try await fetch(client)
            }
        let report = try IonClient.billingReport(try File.contents(of: context.stored(entry.digest)), query)
        // Only what could be read as a billing report is worth keeping. The rows are read, not the tree.
        if kept == nil { try pending.keep([entry.kept(as: "report", contentType: nil, isRead: false)]) }
        context.wiring.files(of: name).append(try flattened(report))
        context.wiring.files(of: name).finish()
        context.report(.progressed(stage: name, amount: report.rows.count, unit: .records))
        return .inputs([entry], kept.map { .whole(fetchedAt: $0.fetchedAt) })
    }

    private func fetch(_ client: IonClient) async throws -> ManifestEntry {
        let body = FetchedBody(
            name: "\(stage.fileStem).json", isReport: false, stage: name, isFollowed: false, context: context)
        _ = try await client.billingReport(query) { try body.begin($0) }
        return try body.finish()
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
