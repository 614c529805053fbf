import HTTPTransport
import Publication
import Streaming
import Synchronization

/// The sink for a response: it makes the file when the head is there, and hands it on at once.
///
/// A body that breaks off is sent again from its start. Others have read the beginning by then, so what comes again is
/// compared with what the file holds, and only what is beyond it is added.
final class FetchedBody: BodySink {
    private struct State {
        var file: FetchedFile?
        var contentType: String?
        /// The number of the attempt whose bytes come, from 1: of those that got as far as a body.
        var attempt = 0
        /// How many bytes of this attempt have come.
        var offset = 0
        /// How many will have come at its end, where the service says so.
        var expected: Int?
    }

    private let name: String
    private let isReport: Bool
    private let stage: String
    private let context: RunContext
    /// Whether readers may follow the file while it grows; otherwise it is handed on when it is complete.
    private let isFollowed: Bool
    private let state = Mutex(State())

    init(name: String, isReport: Bool, stage: String, isFollowed: Bool = true, context: RunContext) {
        self.name = name
        self.isReport = isReport
        self.stage = stage
        self.context = context
        self.isFollowed = isFollowed
    }

    /// Makes the file and lets the stages behind this one begin to read it; at a later attempt, begins to compare.
    func begin(_ head: HTTPResponseHead) throws -> FetchedBody {
        try state.withLock { state in
            state.attempt += 1
            (state.offset, state.expected) = (0, head.length)
            if state.file != nil {
                guard state.contentType == head.contentType else { throw Self.otherBytes(state.attempt) }
                return
            }
            let file = try FetchedFile(in: context.directory, name: name)
            (state.file, state.contentType) = (file, head.contentType)
            if isFollowed { context.wiring.files(of: stage).append(source(file, head)) }
        }
        return self
    }

    /// The file, for those who read it.
    func source(_ head: HTTPResponseHead) -> SourceFile {
        guard let file = state.withLock({ $0.file }) else { preconditionFailure("a response without a file") }
        return source(file, head)
    }

    private func source(_ file: FetchedFile, _ head: HTTPResponseHead) -> SourceFile {
        SourceFile(name: name, file: file.file, contentType: head.contentType, isReport: isReport)
    }

    func receive(_ bytes: Span<UInt8>) throws {
        let (length, expected) = try state.withLock { state in
            guard let file = state.file else { preconditionFailure("bytes before their head") }
            let known = min(bytes.count, file.file.length - state.offset)
            let isSame = try file.file.holds(bytes.extracting(first: known), at: state.offset)
            guard isSame else { throw Self.otherBytes(state.attempt) }
            state.offset += bytes.count
            if known < bytes.count { try file.append(bytes.extracting(droppingFirst: known)) }
            return (file.file.length, state.expected)
        }
        guard isReport else { return }
        let share = expected.map { RunEvent.share(of: length, in: $0) }
        context.report(.progressed(stage: stage, amount: length, unit: .bytes, share: share))
    }

    /// Moves the complete body into the store.
    func finish() throws -> ManifestEntry {
        let (file, offset, attempt) = state.withLock { ($0.file, $0.offset, $0.attempt) }
        guard let file else { preconditionFailure("a response without a file") }
        guard offset == file.file.length else { throw Self.otherBytes(attempt) }
        let digest = try file.finish(state: context.request.stateDirectory)
        return ManifestEntry(name: name, bytes: file.file.length, rows: nil, digest: digest, contentDigest: digest)
    }

    private static func otherBytes(_ attempt: Int) -> RunFailure {
        let words = [2: "second", 3: "third", 4: "fourth", 5: "fifth"]
        let which = words[attempt] ?? "\(attempt)th"
        return RunFailure(
            .unavailable, "the service sent other bytes on the \(which) attempt, nothing of it is used, run again")
    }
}
