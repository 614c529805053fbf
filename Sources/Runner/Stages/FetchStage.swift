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

    /// To be changed when what is fetched, or how it is checked, changes: nothing older is used again then.
    static let version = "list 1"

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        let identity = RequestIdentity(of: call, with: context.connection().configuration)
        let pending = context.recall.begin(name, identity, version: Self.version)
        if let kept = context.reused(pending) { return try reuse(kept) }
        var pages: [Page] = []
        if let list = call.list {
            pages = try await fetch(list)
        } else {
            pages = [try await fetch(page: 1, at: nil)]
        }
        // Whoever reads the pages may end as soon as it has them all; what is kept is there by then.
        try pending.keep(
            pages.enumerated().map { $1.entry.kept(as: "\($0 + 1)", contentType: $1.type, isRead: $1.isRead) })
        context.wiring.files(of: name).finish()
        return .inputs(pages.map(\.entry))
    }

    /// A page that was fetched.
    private struct Page {
        let source: SourceFile
        let entry: ManifestEntry
        var isRead = true
        var type: String? { source.contentType }
    }

    private func reuse(_ kept: KeptFetch) throws -> StageResult {
        let entries = try kept.bodies.enumerated().map { try context.handOn($1, as: fileName($0 + 1), of: name) }
        context.wiring.files(of: name).finish()
        return .inputs(entries, .whole(fetchedAt: kept.fetchedAt))
    }

    private func fetch(_ list: ListShape) async throws -> [Page] {
        var cursor = PageCursor(list, of: call.subject)
        var pages: [Page] = []
        var goesOn = true
        while goesOn {
            var page = try await fetch(page: pages.count + 1, at: cursor)
            let content = try await content(of: page.source, page.entry, list, cursor)
            goesOn = try cursor.take(content)
            // The page that ends a list may have nothing on it; it is handed on only where it is all there is.
            page.isRead = isFollowed || !content.ids.isEmpty || pages.isEmpty
            if !isFollowed, page.isRead { context.wiring.files(of: name).append(page.source) }
            pages.append(page)
            context.report(.progressed(stage: name, amount: cursor.count, unit: .records))
        }
        return pages
    }

    /// Whether the stages behind this one read a page while it arrives. In version 1 whether it belongs to the list
    /// shows only when it is complete.
    private var isFollowed: Bool { call.version == .current }

    private func fileName(_ page: Int) -> String {
        "\(call.list == nil ? stage.fileStem : "\(stage.fileStem)-\(page)").\(call.encoding.rawValue)"
    }

    private func fetch(page number: Int, at cursor: PageCursor?) async throws -> Page {
        let body = FetchedBody(
            name: fileName(number), isReport: false, stage: name, isFollowed: isFollowed || cursor == nil,
            context: context)
        let head = try await context.connection().fetch(call, at: cursor) { try body.begin($0) }
        return Page(source: body.source(head), entry: try body.finish())
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
