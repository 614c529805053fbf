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
        gzip = request.isGzipped ? GzipWriter(level: request.level, threads: request.reading.threads) : nil
    }

    deinit {
        if !isFinished, let draft { try? Directory.removeFile(draft.path) }
    }

    /// Whether somebody has seen records that are not all.
    var isPartial: Bool { draft == nil && hasWritten }

    /// Writes some of the text.
    ///
    /// - Throws: ``OutputFault`` when no more can be written.
    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        hasWritten = true
        if gzip == nil { return try put(bytes.span) }
        try collect { (sink) throws(StreamingError) in try gzip?.write(bytes.span, to: sink) }
    }

    /// Ends the text, and puts the file in its place once it lies on the disk.
    ///
    /// - Throws: ``OutputFault``.
    func finish() throws {
        try collect { (sink) throws(StreamingError) in try gzip?.finish(to: sink) }
        guard let draft, let path else { return }
        do {
            try draft.synchronize()
            try Directory.rename(draft.path, to: path)
            isFinished = true
            try Directory.synchronize(Directory.parent(of: path))
        } catch {
            throw OutputFault(reason: "\(error)")
        }
    }

    /// Puts what is compressed where it belongs, piece by piece.
    private func collect(
        _ compress: ((Span<UInt8>) throws(StreamingError) -> Void) throws(StreamingError) -> Void
    ) throws {
        var compressed: [UInt8] = []
        try compress { (piece) throws(StreamingError) in
            unsafe piece.withUnsafeBufferPointer { unsafe compressed.append(contentsOf: $0) }
        }
        try put(compressed.span)
    }

    private func put(_ bytes: Span<UInt8>) throws {
        guard let draft else { return try Terminal.output.writeWhole(bytes) }
        do {
            try draft.write(bytes)
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
