import Formats
import HTTPTransport
import Pipelines
import Publication
import StreamOneIon
import Streaming

/// Fetches a list of the API page by page, or one object.
struct FetchStage {
    let stage: Stage
    let call: IonCall
    let context: RunContext

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        let entries: [ManifestEntry]
        if let list = call.list {
            entries = try await fetch(list)
        } else {
            let (_, entry) = try await fetch(page: 1, at: nil)
            entries = [entry]
        }
        context.wiring.files(of: name).finish()
        return .inputs(entries)
    }

    private func fetch(_ list: ListShape) async throws -> [ManifestEntry] {
        var cursor = PageCursor(list, of: call.subject)
        var entries: [ManifestEntry] = []
        var goesOn = true
        while goesOn {
            let (source, entry) = try await fetch(page: entries.count + 1, at: cursor)
            entries.append(entry)
            let page = try await content(of: source, entry, list, cursor)
            goesOn = try cursor.take(page)
            // The page that ends a list may have nothing on it; it is handed on only where it is all there is.
            if !isFollowed, !page.ids.isEmpty || entries.count == 1 { context.wiring.files(of: name).append(source) }
            context.report(.progressed(stage: name, amount: cursor.count, unit: .records))
        }
        return entries
    }

    /// Whether the stages behind this one read a page while it arrives. In version 1 whether it belongs to the list
    /// shows only when it is complete.
    private var isFollowed: Bool { call.version == .current }

    private func fetch(page number: Int, at cursor: PageCursor?) async throws -> (SourceFile, ManifestEntry) {
        let label = cursor == nil ? stage.fileStem : "\(stage.fileStem)-\(number)"
        let body = FetchedBody(
            name: "\(label).\(call.encoding.rawValue)", isReport: false, stage: name,
            isFollowed: isFollowed || cursor == nil, context: context)
        let head = try await context.connection().fetch(call, at: cursor) { try body.begin($0) }
        return (body.source(head), try body.finish())
    }

    /// What a page says for reading on. Pages of version 1 may be large, and their ids are all that they say.
    private func content(
        of source: SourceFile, _ entry: ManifestEntry, _ list: ListShape, _ cursor: PageCursor
    ) async throws -> PageContent {
        guard isFollowed else {
            return PageContent(ids: try await ObjectIDs.read(source, records: list.steps.last ?? "", "id"))
        }
        let bytes = try File.contents(of: context.stored(entry.digest))
        do {
            return try IonPage(
                try JSONValue(parsing: bytes), of: list, subject: cursor.place, isFirst: cursor.isAtStart
            )
            .content
        } catch let error as FormatError {
            throw RunFailure(.badInput, "\(source.name): \(error). Nothing was published.")
        }
    }
}

extension RunContext {
    /// Where the store keeps the content of a digest.
    func stored(_ digest: String) -> String {
        Store(state: request.stateDirectory).path(of: digest)
    }
}
