internal import Formats

/// A report's data as the service sends them: the whole CSV as one JSON string, and behind it how many rows it has.
///
/// `{"results": "…", "resultCount": "1543"}`. The text passes through in chunks, so its size does not matter.
struct ReportBody: BodyProducer {
    private enum Stage {
        case opening
        case rows
        case end
    }

    private var data: ReportDataReader
    private var selector: RowSelector?
    private var counter = RecordCounter()
    private var stage = Stage.opening
    /// What stands around the rows.
    private let envelope: Envelope

    /// What stands around a report's rows.
    enum Envelope {
        /// Nothing.
        case none
        /// `{"results": "…", "resultCount": "7"}`
        case results
        /// `{"contentType": "text/csv", "data": "…"}`
        case body
    }

    /// The body with a selection of a report's CSV. It goes through unseen when all of it is wanted.
    init(_ data: ReportData, _ selection: ReportSelection, _ envelope: Envelope = .results) {
        self.data = ReportDataReader(data)
        self.envelope = envelope
        stage = envelope == .none ? .rows : .opening
        selector = selection.isWhole ? nil : RowSelector(selection)
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        switch stage {
        case .opening:
            let opening = envelope == .body ? #"{"contentType":"text/csv","data":""# : #"{"results":""#
            buffer.append(contentsOf: opening.utf8)
            stage = .rows
        case .rows:
            // A chunk may hold no selected row, but appending nothing would mean the end.
            let start = buffer.count
            while stage == .rows, buffer.count == start { try produceRows(into: &buffer) }
        case .end: break
        }
    }

    private mutating func produceRows(into buffer: inout [UInt8]) throws(SandboxError) {
        let chunk = try data.next()
        do throws(FormatError) {
            if !chunk.isEmpty {
                try append(chunk.span, to: &buffer)
            } else {
                try appendEnd(to: &buffer)
                stage = .end
            }
        } catch {
            throw SandboxError(code: .fixture, message: "\(data.name): \(error)")
        }
    }

    private mutating func append(_ text: Span<UInt8>, to buffer: inout [UInt8]) throws(FormatError) {
        if let selected = try selector?.read(text) {
            appendEscaped(selected.span, to: &buffer)
        } else {
            appendEscaped(text, to: &buffer)
        }
    }

    private mutating func appendEnd(to buffer: inout [UInt8]) throws(FormatError) {
        let last = try selector?.finish() ?? []
        appendEscaped(last.span, to: &buffer)
        switch envelope {
        case .none: break
        case .body: buffer.append(contentsOf: #""}"#.utf8)
        // The header is not a result.
        case .results: buffer.append(contentsOf: #"","resultCount":"\#(max(0, counter.count - 1))"}"#.utf8)
        }
    }

    private mutating func appendEscaped(_ text: Span<UInt8>, to buffer: inout [UInt8]) {
        guard envelope != .none else {
            return unsafe text.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
        }
        counter.read(text)
        JSONText.appendEscaped(text, to: &buffer)
    }
}
