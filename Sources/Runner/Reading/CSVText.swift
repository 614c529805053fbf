import Formats
import Streaming

/// The text of a CSV file as it is being read: the file's content, or what one text of a JSON object says in it.
struct CSVText: ~Copyable, SegmentedText {
    private var content: RecordFileContent
    private var embedded: EmbeddedTextReader?
    /// The content as it is read, where it has to be unwrapped.
    private var wrapped: [UInt8] = []
    /// Text that was not handed out yet, and which of it comes next.
    private var pending: [UInt8]
    private var pendingStart = 0

    /// The text of some content.
    ///
    /// - Parameters:
    ///   - start: What was read of it already.
    ///   - isEmbedded: Whether the text is inside JSON, as the service sends reports.
    init(_ content: consuming RecordFileContent, start: ArraySlice<UInt8>, isEmbedded: Bool) throws(FormatError) {
        self.content = content
        pending = Array(start)
        guard isEmbedded else { return }
        embedded = EmbeddedTextReader(members: RecordFormat.reportMembers)
        wrapped = [UInt8](repeating: 0, count: RecordFile.chunkSize)
        let first = pending
        pending.removeAll()
        try unwrap(first.span)
    }

    mutating func read(into buffer: inout [UInt8], at place: Int) throws -> Int {
        if pendingStart == pending.count {
            guard embedded != nil else { return try content.read(into: &buffer, at: place) }
            try unwrapNext()
        }
        let count = min(pending.count - pendingStart, buffer.count - place)
        buffer.replaceSubrange(place..<place + count, with: pending[pendingStart..<pendingStart + count])
        pendingStart += count
        return count
    }

    /// Unwraps the next chunk that has any text; none at the end.
    private mutating func unwrapNext() throws {
        pending.removeAll(keepingCapacity: true)
        pendingStart = 0
        while pending.isEmpty {
            let count = try content.read(into: &wrapped, at: 0)
            guard count > 0 else {
                try embedded?.finish()
                return
            }
            let chunk = wrapped
            try unwrap(chunk.span.extracting(first: count))
        }
    }

    private mutating func unwrap(_ chunk: Span<UInt8>) throws(FormatError) {
        try embedded?.read(chunk, into: &pending)
    }
}
