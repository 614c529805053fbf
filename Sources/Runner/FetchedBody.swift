import HTTPTransport
import Publication
import Streaming
import Synchronization

/// The sink for a response: it makes the file when the head is there, and hands it on at once.
final class FetchedBody: BodySink {
    private let name: String
    private let isReport: Bool
    private let stage: String
    private let context: RunContext
    /// Whether readers may follow the file while it grows; otherwise it is handed on when it is complete.
    private let isFollowed: Bool
    private let fetched = Mutex<FetchedFile?>(nil)

    init(name: String, isReport: Bool, stage: String, isFollowed: Bool = true, context: RunContext) {
        self.name = name
        self.isReport = isReport
        self.stage = stage
        self.context = context
        self.isFollowed = isFollowed
    }

    /// Makes the file and lets the stages behind this one begin to read it.
    func begin(_ head: HTTPResponseHead) throws -> FetchedBody {
        let file = try FetchedFile(in: context.directory, name: name)
        fetched.withLock { $0 = file }
        if isFollowed { context.wiring.files(of: stage).append(source(head)) }
        return self
    }

    /// The file, for those who read it.
    func source(_ head: HTTPResponseHead) -> SourceFile {
        guard let file = fetched.withLock({ $0 }) else { preconditionFailure("a response without a file") }
        return SourceFile(name: name, file: file.file, contentType: head.contentType, isReport: isReport)
    }

    func receive(_ bytes: Span<UInt8>) throws {
        guard let file = fetched.withLock({ $0 }) else { return }
        try file.append(bytes)
        if isReport { context.report(.progressed(stage: stage, amount: file.file.length, unit: .bytes)) }
    }

    /// Moves the complete body into the store.
    func finish(_ head: HTTPResponseHead) throws -> ManifestEntry {
        guard let file = fetched.withLock({ $0 }) else { preconditionFailure("a response without a file") }
        let digest = try file.finish(state: context.request.stateDirectory)
        return ManifestEntry(name: name, bytes: file.file.length, rows: nil, digest: digest, contentDigest: digest)
    }
}
