internal import Streaming

/// A body in gzip. It is a class, because a compressor cannot be copied.
final class GzipBody: BodyProducer {
    private var source: any BodyProducer
    private var writer: GzipWriter? = GzipWriter(level: 1)

    /// The body of a producer, compressed.
    init(_ source: any BodyProducer) {
        self.source = source
    }

    func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        let start = buffer.count
        // A compressor may keep what it gets, but appending nothing would mean the end.
        while buffer.count == start, writer != nil {
            var piece: [UInt8] = []
            try source.produce(into: &piece)
            var made: [UInt8] = []
            let sink: (Span<UInt8>) throws(StreamingError) -> Void = { bytes in
                for index in bytes.indices { made.append(bytes[index]) }
            }
            do throws(StreamingError) {
                if piece.isEmpty {
                    try writer?.finish(to: sink)
                    writer = nil
                } else {
                    try writer?.write(piece.span, to: sink)
                }
            } catch {
                throw SandboxError(code: .system, message: error.message)
            }
            buffer.append(contentsOf: made)
        }
    }
}

/// So many bytes, all nought.
struct ZeroBody: BodyProducer {
    private static let piece = [UInt8](repeating: 0, count: 4 << 20)
    private var rest: Int

    /// A body of so many bytes.
    init(count: Int) {
        rest = count
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        let count = min(rest, Self.piece.count)
        buffer.append(contentsOf: count == Self.piece.count ? Self.piece[...] : Self.piece[..<count])
        rest -= count
    }
}
