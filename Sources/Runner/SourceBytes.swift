import Publication
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
    ///   - isHashed: Whether digests are made of what is read.
    ///   - body: Is given each chunk of content, and how many bytes of the file were read by then.
    /// - Returns: What the manifest says of the file; `nil` where it is not hashed.
    /// - Throws: A failure that names the file when its gzip data is damaged; otherwise what `body` throws.
    @discardableResult
    static func forEach(
        _ source: SourceFile, isHashed: Bool = false, _ body: (Span<UInt8>, Int) async throws -> Void
    ) async throws -> ManifestEntry? {
        do {
            return try await read(source, isHashed ? SourceDigest() : nil, body)
        } catch let error as StreamingError where error.code == .corrupt {
            throw StreamingError(code: .corrupt, message: "\(source.name): \(error.message)")
        }
    }

    private static func read(
        _ source: SourceFile, _ digest: consuming SourceDigest?, _ body: (Span<UInt8>, Int) async throws -> Void
    ) async throws -> ManifestEntry? {
        var digest = digest
        var buffer = [UInt8](repeating: 0, count: chunkSize)
        var offset = 0
        var gzip: GzipReader?
        var piece: [UInt8] = []
        while true {
            let count =
                offset == 0
                ? try await start(of: source, &buffer) : try await source.file.read(into: &buffer, at: offset)
            if count == 0 { break }
            digest?.update(buffer.span.extracting(first: count))
            if offset == 0, GzipReader.recognizes(buffer.span.extracting(first: count)) {
                gzip = GzipReader(limit: ExpansionLimit())
            }
            offset += count
            var start = 0
            while let taken = try gzip?.read(buffer.span.extracting(start..<count), into: &piece), taken > 0 {
                start += taken
                guard !piece.isEmpty else { continue }
                digest?.update(expanded: piece.span)
                try await body(piece.span, offset)
            }
            if gzip == nil { try await body(buffer.span.extracting(first: count), offset) }
        }
        try gzip?.finish()
        return digest?.finish(name: source.name)
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
