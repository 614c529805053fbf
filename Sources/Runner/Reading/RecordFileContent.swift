import Streaming

/// The content of a file as it is being read.
struct RecordFileContent: ~Copyable {
    /// How many bytes tell formats and codings apart.
    private static let markSize = 8

    private let file: File
    private let name: String
    private var gzip: GzipReader?
    /// Bytes of the file that were read already, and which of them come next.
    private var pending: [UInt8] = []
    private var pendingStart = 0
    /// Expanded bytes that were not handed out yet, and which of them come next.
    private var expanded: [UInt8] = []
    private var expandedStart = 0

    /// The content of a file from its own position on.
    init(_ file: File, name: String) throws {
        self.file = file
        self.name = name
        // Enough bytes to tell what the file is, however they arrive.
        var piece = [UInt8](repeating: 0, count: Self.markSize)
        while pending.count < Self.markSize, case let count = try file.readNext(into: &piece), count > 0 {
            pending.append(contentsOf: piece[..<count])
        }
        if GzipReader.recognizes(pending.span) { gzip = GzipReader(limit: ExpansionLimit()) }
    }

    /// Reads what comes next into an array from a place on, which has room behind it.
    ///
    /// - Returns: How many bytes came; 0 at the end.
    mutating func read(into buffer: inout [UInt8], at place: Int) throws -> Int {
        if gzip != nil {
            if expandedStart == expanded.count { try expand() }
            return Self.take(from: expanded, &expandedStart, to: &buffer, at: place)
        }
        if pendingStart < pending.count { return Self.take(from: pending, &pendingStart, to: &buffer, at: place) }
        return try file.readNext(into: &buffer, at: place)
    }

    /// Expands the next piece; none at the end of the file.
    private mutating func expand() throws {
        expandedStart = 0
        expanded.removeAll(keepingCapacity: true)
        do {
            while expanded.isEmpty {
                if pendingStart == pending.count, try !fillPending() {
                    try gzip?.finish()
                    return
                }
                let source = pending
                pendingStart += try gzip?.read(source.span.extracting(pendingStart...), into: &expanded) ?? 0
            }
        } catch let error as StreamingError where error.code == .corrupt {
            throw StreamingError(code: .corrupt, message: "\(name): \(error.message)")
        }
    }

    private mutating func fillPending() throws -> Bool {
        pendingStart = 0
        if pending.count < RecordFile.chunkSize { pending = [UInt8](repeating: 0, count: RecordFile.chunkSize) }
        let count = try file.readNext(into: &pending)
        pending.removeLast(pending.count - count)
        return count > 0
    }

    private static func take(
        from source: [UInt8], _ start: inout Int, to buffer: inout [UInt8], at place: Int
    ) -> Int {
        let count = min(source.count - start, buffer.count - place)
        buffer.replaceSubrange(place..<place + count, with: source[start..<start + count])
        start += count
        return count
    }
}
