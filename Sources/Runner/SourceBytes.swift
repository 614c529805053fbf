import Streaming

/// Reads a source file from its start to its end, expanding it where it is gzipped.
struct SourceBytes {
    /// How many bytes are read at once.
    static let chunkSize = 256 << 10
    /// How many bytes tell formats and codings apart: a byte order mark and what follows it.
    private static let markSize = 8

    /// Hands the file's content on, chunk by chunk, as it arrives.
    ///
    /// - Parameters:
    ///   - body: Is given each chunk of content, and how many bytes of the file were read by then.
    /// - Throws: A failure that names the file when its gzip data is damaged; otherwise what `body` throws.
    static func forEach(
        _ source: SourceFile, _ body: (Span<UInt8>, Int) async throws -> Void
    ) async throws {
        do {
            try await read(source, body)
        } catch let error as StreamingError where error.code == .corrupt {
            throw StreamingError(code: .corrupt, message: "\(source.name): \(error.message)")
        }
    }

    private static func read(
        _ source: SourceFile, _ body: (Span<UInt8>, Int) async throws -> Void
    ) async throws {
        var buffer = [UInt8](repeating: 0, count: chunkSize)
        var offset = 0
        var gzip: GzipReader?
        var piece: [UInt8] = []
        while true {
            let count =
                offset == 0
                ? try await start(of: source, &buffer) : try await source.file.read(into: &buffer, at: offset)
            if count == 0 { break }
            if offset == 0, GzipReader.recognizes(buffer.span.extracting(first: count)) {
                gzip = GzipReader(limit: ExpansionLimit())
            }
            offset += count
            var start = 0
            while let taken = try gzip?.read(buffer.span.extracting(start..<count), into: &piece), taken > 0 {
                start += taken
                if !piece.isEmpty { try await body(piece.span, offset) }
            }
            if gzip == nil { try await body(buffer.span.extracting(first: count), offset) }
        }
        try gzip?.finish()
    }

    /// Reads the first bytes: enough of them to tell what the file is, however they arrive.
    private static func start(of source: SourceFile, _ buffer: inout [UInt8]) async throws -> Int {
        var count = try await source.file.read(into: &buffer, at: 0)
        var piece = [UInt8](repeating: 0, count: markSize)
        while count > 0, count < markSize {
            let more = try await source.file.read(into: &piece, at: count)
            if more == 0 { break }
            let taken = min(more, markSize - count)
            for index in 0..<taken { buffer[count + index] = piece[index] }
            count += taken
        }
        return count
    }
}

extension Array where Element == UInt8 {
    /// A copy of some bytes.
    init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
