import Streaming

/// A file or standard input, plain or gzipped, that is read outside of any pipeline.
package struct RecordFile: Sendable {
    /// How many bytes are read at once.
    static let chunkSize = 256 << 10
    /// How many bytes tell formats and codings apart.
    private static let markSize = 8

    /// What messages call it.
    package let name: String
    let file: File
    /// The length where it can be read from any offset; `nil` for pipes and the like.
    let length: Int?

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `StreamingError`.
    package init(_ path: String) throws {
        file = try path == "-" ? File.standardInput() : File.open(path)
        name = file.path
        let attributes = try file.attributes()
        length = attributes.isRegular && path != "-" ? attributes.size : nil
    }

    /// Hands the content on, chunk by chunk, expanded where it is gzipped.
    ///
    /// - Throws: `StreamingError`, with code `corrupt` when gzip data is damaged; what `body` throws.
    func forEachChunk(_ body: (Span<UInt8>) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: Self.chunkSize)
        var count = try start(&buffer)
        guard GzipReader.recognizes(buffer.span.extracting(first: count)) else {
            while count > 0 {
                try body(buffer.span.extracting(first: count))
                count = try file.readNext(into: &buffer)
            }
            return
        }
        do {
            try expand(&buffer, count, body)
        } catch let error as StreamingError where error.code == .corrupt {
            throw StreamingError(code: .corrupt, message: "\(name): \(error.message)")
        }
    }

    private func expand(_ buffer: inout [UInt8], _ first: Int, _ body: (Span<UInt8>) throws -> Void) throws {
        var gzip = GzipReader()
        var count = first
        while count > 0 {
            try gzip.read(buffer.span.extracting(first: count), to: body)
            count = try file.readNext(into: &buffer)
        }
        try gzip.finish()
    }

    /// Reads the first bytes: enough of them to tell what the file is, however they arrive.
    private func start(_ buffer: inout [UInt8]) throws(StreamingError) -> Int {
        var count = try file.readNext(into: &buffer)
        var piece = [UInt8](repeating: 0, count: Self.markSize)
        while count > 0, count < Self.markSize {
            let more = try file.readNext(into: &piece)
            if more == 0 { break }
            for index in 0..<more { buffer[count + index] = piece[index] }
            count += more
        }
        return count
    }
}
