import Streaming

/// A file or standard input, plain or gzipped, that is read outside of any pipeline.
package struct RecordFile: Sendable {
    /// How many bytes are read at once.
    static let chunkSize = 256 << 10

    /// What messages call it.
    package let name: String
    private let file: File

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `StreamingError`.
    package init(_ path: String) throws {
        file = try path == "-" ? File.standardInput() : File.open(path)
        name = file.path
    }

    /// The content from the start on, expanded where it is gzipped. To be read once.
    func content() throws -> RecordFileContent {
        try RecordFileContent(file, name: name)
    }
}

/// The content of a file as it is being read.
struct RecordFileContent: ~Copyable {
    /// How many bytes tell formats and codings apart.
    private static let markSize = 8

    private let file: File
    private let name: String
    /// What was read already and not yet handed out.
    private var pending: [UInt8] = []
    private var gzip: GzipReader?
    private var isOver = false

    fileprivate init(_ file: File, name: String) throws {
        self.file = file
        self.name = name
        // Enough bytes to tell what the file is, however they arrive.
        var piece = [UInt8](repeating: 0, count: Self.markSize)
        while pending.count < Self.markSize, case let count = try file.readNext(into: &piece), count > 0 {
            pending.append(contentsOf: piece[..<count])
        }
        guard GzipReader.recognizes(pending.span) else { return }
        gzip = GzipReader()
        let start = pending
        pending = []
        try expand(start.span)
    }

    /// Reads what comes next into an array from a place on, which has room behind it.
    ///
    /// - Returns: How many bytes came; 0 at the end.
    mutating func read(into buffer: inout [UInt8], at place: Int) throws -> Int {
        if gzip != nil { try fillPending() }
        guard !pending.isEmpty else { return gzip == nil ? try file.readNext(into: &buffer, at: place) : 0 }
        let count = min(pending.count, buffer.count - place)
        for index in 0..<count { buffer[place + index] = pending[index] }
        pending.removeFirst(count)
        return count
    }

    private mutating func fillPending() throws {
        var compressed = [UInt8](repeating: 0, count: 64 << 10)
        while pending.isEmpty, !isOver {
            let count = try file.readNext(into: &compressed)
            isOver = count == 0
            try expand(compressed.span.extracting(first: count))
        }
    }

    /// Expands some bytes; none at the end of the file.
    private mutating func expand(_ compressed: Span<UInt8>) throws {
        do {
            var expanded: [UInt8] = []
            try gzip?.read(compressed) { expanded.append(contentsOf: Array(copying: $0)) }
            if isOver { try gzip?.finish() }
            pending.append(contentsOf: expanded)
        } catch let error as StreamingError where error.code == .corrupt {
            throw StreamingError(code: .corrupt, message: "\(name): \(error.message)")
        }
    }
}
