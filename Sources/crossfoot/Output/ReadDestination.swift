import Runner
import Streaming

/// Where `crossfoot read` writes records: standard output, or a file that is there when it is whole, and not before.
final class ReadDestination {
    private let path: String?
    private let draft: File?
    private var gzip: GzipWriter?
    private var isFinished = false
    private var hasWritten = false

    /// The destination that a request names.
    ///
    /// - Throws: ``RunFailure`` when the file cannot be created.
    init(_ request: ReadRequest) throws {
        path = request.destination
        draft = try request.destination.map { (path) throws(RunFailure) in try Self.draft(path) }
        gzip =
            path?.hasSuffix(".gz") == true
            ? GzipWriter(level: request.level, threads: request.reading.threads) : nil
    }

    deinit {
        if !isFinished, let draft { try? Directory.removeFile(draft.path) }
    }

    /// Whether somebody has seen records that are not all.
    var isPartial: Bool { draft == nil && hasWritten }

    /// Writes some of the text.
    ///
    /// - Throws: ``OutputFault`` when no more can be written.
    func write(_ bytes: [UInt8]) throws(OutputFault) {
        guard !bytes.isEmpty else { return }
        hasWritten = true
        guard let draft else { return try Terminal.output.writeWhole(bytes) }
        try writing {
            if gzip == nil {
                try draft.write(bytes.span)
            } else {
                try gzip?.write(bytes.span) { piece throws(StreamingError) in try draft.write(piece) }
            }
        }
    }

    /// Puts the file in its place, once it lies on the disk.
    func finish() throws(OutputFault) {
        guard let draft, let path else { return }
        try writing {
            try gzip?.finish { piece throws(StreamingError) in try draft.write(piece) }
            try draft.synchronize()
            try Directory.rename(draft.path, to: path)
            isFinished = true
            try Directory.synchronize(Directory.parent(of: path))
        }
    }

    private func writing(_ work: () throws -> Void) throws(OutputFault) {
        do {
            try work()
        } catch {
            throw OutputFault(reason: "\(error)")
        }
    }

    private static func draft(_ path: String) throws(RunFailure) -> File {
        do {
            return try File.create("\(path).\(Machine.processID).new")
        } catch {
            throw RunFailure(.cannotPublish, "\(error)")
        }
    }
}
