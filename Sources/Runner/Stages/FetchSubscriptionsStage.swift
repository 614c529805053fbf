import Pipelines
import Publication
import StreamOneIon
import Streaming

/// Fetches all subscriptions, page by page.
struct FetchSubscriptionsStage {
    let name: String
    let task: FetchSubscriptions
    let context: RunContext

    func run() async throws -> StageResult {
        let client = context.connection()
        let query = SubscriptionQuery(status: task.status, pageSize: task.pageSize)
        var paging = SubscriptionPaging()
        var entries: [ManifestEntry] = []
        while true {
            let body = FetchedBody(
                name: "\(name)-\(entries.count + 1).json", isReport: false, stage: name, context: context)
            _ = try await client.subscriptionsPage(query, offset: paging.count) { try body.begin($0) }
            let entry = try body.finish()
            entries.append(entry)
            let content = try File.contents(of: context.stored(entry.digest))
            if try !paging.take(content, digest: entry.digest) { break }
            context.report(.progressed(stage: name, amount: paging.count, unit: .records))
        }
        context.wiring.files(of: name).finish()
        return .inputs(entries)
    }
}

extension RunContext {
    /// Where the store keeps the content of a digest.
    func stored(_ digest: String) -> String {
        "\(request.stateDirectory)/store/\(digest.prefix(2))/\(digest)"
    }
}
