import HTTPTransport
import Pipelines
import Publication
import StreamOneIon
import Streaming
import Synchronization

/// Fetches a report's data: one body, which others read while it arrives.
struct FetchReportStage {
    let stage: Stage
    let task: FetchReport
    let context: RunContext

    func run() async throws -> StageResult {
        let client = context.connection()
        let report = try await client.report(id: task.reportID)
        let body = FetchedBody(name: "\(stage.fileStem).json", isReport: true, stage: stage.name, context: context)
        _ = try await client.reportData(report, task.query) { head in
            try body.begin(head)
        }
        let entry = try body.finish()
        context.wiring.files(of: stage.name).finish()
        return .inputs([entry])
    }
}
