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
    /// Whether the rows come as they are, without JSON around them.
    private let isBare: Bool

    /// The body with a selection of a report's CSV. It goes through unseen when all of it is wanted.
    init(_ data: ReportData, _ selection: ReportSelection, isBare: Bool = false) {
        self.data = ReportDataReader(data)
        self.isBare = isBare
        stage = isBare ? .rows : .opening
        selector = selection.isWhole ? nil : RowSelector(selection)
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        switch stage {
        case .opening:
            buffer.append(contentsOf: #"{"results":""#.utf8)
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
        // The header is not a result.
        if !isBare {
            buffer.append(contentsOf: #"","resultCount":"\#(max(0, counter.count - 1))"}"#.utf8)
        }
    }

    private mutating func appendEscaped(_ text: Span<UInt8>, to buffer: inout [UInt8]) {
        guard !isBare else {
            return unsafe text.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
        }
        counter.read(text)
        JSONText.appendEscaped(text, to: &buffer)
    }
}
