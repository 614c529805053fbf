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

    /// To be changed when what is fetched, or how it is checked, changes: nothing older is used again then.
    static let version = "report 1"

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        let client = context.connection()
        let identity = RequestIdentity(ofReport: task.reportID, task.query, with: client.configuration)
        let pending = context.recall.begin(name, identity, version: Self.version)
        if let kept = context.reused(pending), let body = kept.bodies.first {
            let entry = try context.handOn(body, as: "\(stage.fileStem).json", of: name, isReport: true)
            context.wiring.files(of: name).finish()
            return .inputs([entry], .whole(fetchedAt: kept.fetchedAt))
        }
        let entry = try await fetch(client, pending)
        context.wiring.files(of: name).finish()
        return .inputs([entry])
    }

    private func fetch(_ client: IonClient, _ pending: PendingFetch) async throws -> ManifestEntry {
        let report = try await client.report(id: task.reportID)
        let body = FetchedBody(name: "\(stage.fileStem).json", isReport: true, stage: name, context: context)
        let head = try await client.reportData(report, task.query) { head in
            try body.begin(head)
        }
        let entry = try body.finish()
        try pending.keep([entry.kept(as: "report", contentType: head.contentType)])
        return entry
    }
}
