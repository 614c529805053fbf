package import Records

/// The place of a field's bytes in a record, without its enclosing quotes.
package struct FieldRange: Sendable, Hashable {
    /// The first byte, from 0.
    package var start: Int
    /// One past the last byte.
    package var end: Int
    /// Whether quotes inside the field are doubled and have to be halved.
    package var isEscaped: Bool

    /// The bytes between.
    package var bounds: Range<Int> { start..<end }
}

/// What a ``CSVTokenizer`` hands its records to.
package protocol CSVHandler {
    /// A record of the file, a header too.
    ///
    /// - Parameters:
    ///   - bytes: The buffer that the places point into. It is valid only during the call.
    ///   - fields: The places of the record's fields.
    ///   - extent: The place of the whole record, without its line end.
    ///   - position: Where the record stands in the file; row 1 is the first record, a header too.
    ///   - fault: What is wrong with the record as text, if anything is.
    mutating func record(
        _ bytes: Span<UInt8>, fields: [FieldRange], extent: Range<Int>, position: DataPosition, fault: String?
    ) throws(FormatError)
}

/// Splits CSV text (RFC 4180, and what spreadsheets really write) into records, chunk by chunk.
///
/// - Records end with LF or CRLF, also mixed; the last needs no end, or has half of a CRLF. A byte order mark at the
///   start is skipped, and so are blank lines.
/// - A field that begins with a quote runs to its closing quote and may hold delimiters, line ends and doubled
///   quotes. A quote inside a field that does not begin with one is an ordinary character.
/// - Text behind a closing quote makes the record a faulty one; a quote that is never closed is an error.
///
/// The tokenizer does no input or output and keeps only the record that a chunk cut in two. It hands out offsets
/// into its buffer and copies no field.
package struct CSVTokenizer {
    private enum State {
        case startOfField
        case plain
        case quoted
        case quoteInsideQuoted
        case returnBehindQuote
        case textBehindQuote
    }

    /// How many bytes a record may have.
    package static let recordLimit = 16 << 20

    private let delimiter: UInt8
    private var buffer: [UInt8] = []
    private var scanned = 0
    private var state = State.startOfField
    private var fields: [FieldRange] = []
    private var field = FieldRange(start: 0, end: 0, isEscaped: false)
    private var recordStart = 0
    private var isFaulty = false
    /// Whether it is known that the file begins with a byte order mark, or that it does not.
    private var isBehindMark = false

    /// The offset in the file of the buffer's first byte.
    private var bufferOffset = 0
    private var rowCount = 0
    private var lineCount = 0
    /// Line ends inside the quotes of the record that is being read.
    private var quotedLineEnds = 0

    /// A tokenizer at the start of a file.
    package init(delimiter: UInt8 = UInt8(ascii: ",")) {
        self.delimiter = delimiter
    }

    /// Reads the next chunk and hands on the records that end in it.
    package mutating func read<Handler: CSVHandler>(
        _ chunk: Span<UInt8>, to handler: inout Handler
    ) throws(FormatError) {
        appendToBuffer(chunk)
        guard isBehindMark || skipMark() else { return }
        try scan(to: &handler)
        try compact()
    }

    /// Says that the file is over and hands on a last record without a line end.
    ///
    /// - Throws: Code ``FormatError/Code/truncated`` when a quote is still open.
    package mutating func finish<Handler: CSVHandler>(to handler: inout Handler) throws(FormatError) {
        if !isBehindMark { try scan(to: &handler) }
        if case .quoted = state {
            throw FormatError(
                code: .truncated,
                message: "a quoted field that begins at byte \(bufferOffset + field.start - 1) "
                    + "(row \(rowCount + 1), line \(lineCount + 1)) is never closed"
            )
        }
        guard recordStart < buffer.count else { return }
        let contentEnd = endsWithReturn ? buffer.count - 1 : buffer.count
        endField(at: contentEnd)
        try endRecord(contentEnd: contentEnd, nextStart: buffer.count, &handler)
    }

    /// Whether the file ends with a CR outside quotes: a CRLF that was cut in two.
    private var endsWithReturn: Bool {
        switch state {
        case .returnBehindQuote: true
        case .plain, .textBehindQuote: buffer.last == UInt8(ascii: "\r")
        case .startOfField, .quoted, .quoteInsideQuoted: false
        }
    }

    /// Passes over a byte order mark; `false` as long as the bytes so far could still become one.
    private mutating func skipMark() -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if buffer.starts(with: mark) {
            scanned = mark.count
            recordStart = mark.count
        } else if mark.starts(with: buffer) {
            return false
        }
        isBehindMark = true
        return true
    }

    private mutating func appendToBuffer(_ chunk: Span<UInt8>) {
        buffer.reserveCapacity(buffer.count + chunk.count)
        unsafe chunk.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Drops what has been handed on; the record that was cut in two moves to the front.
    private mutating func compact() throws(FormatError) {
        let dropped = recordStart
        guard buffer.count - dropped <= Self.recordLimit else {
            throw FormatError(
                code: .tooLarge,
                message: "the record at row \(rowCount + 1), line \(lineCount + 1) has more than \(Self.recordLimit) "
                    + "bytes; is a quote missing?"
            )
        }
        guard dropped > 0 else { return }
        buffer.removeFirst(dropped)
        bufferOffset += dropped
        scanned -= dropped
        recordStart = 0
        field.start -= dropped
        field.end -= dropped  // It was noted already where the chunk ends with a closing quote.
        for index in fields.indices {
            fields[index].start -= dropped
            fields[index].end -= dropped
        }
    }

    /// Runs over the new bytes. Runs of plain bytes are skipped in tight loops of their own.
    private mutating func scan<Handler: CSVHandler>(to handler: inout Handler) throws(FormatError) {
        var index = scanned
        let count = buffer.count
        while index < count {
            switch state {
            case .startOfField:
                field = FieldRange(start: index, end: index, isEscaped: false)
                if buffer[index] == UInt8(ascii: "\"") {
                    state = .quoted
                    index += 1
                    field.start = index
                } else {
                    state = .plain
                }
            case .plain, .textBehindQuote:
                index = endOfPlainRun(from: index)
                if index < count { try endPlainField(at: &index, &handler) }
            case .quoted:
                let run = endOfQuotedRun(from: index)
                index = run.index
                quotedLineEnds += run.lineEnds
                if index < count {
                    field.end = index
                    state = .quoteInsideQuoted
                    index += 1
                }
            case .quoteInsideQuoted, .returnBehindQuote:
                try readBehindQuote(&index, &handler)
            }
        }
        scanned = count
    }

    private func endOfPlainRun(from start: Int) -> Int {
        let bytes = buffer.span
        var index = start
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return index
    }

    private func endOfQuotedRun(from start: Int) -> (index: Int, lineEnds: Int) {
        let bytes = buffer.span
        var index = start
        var lineEnds = 0
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\n") { lineEnds += 1 }
            index += 1
        }
        return (index, lineEnds)
    }

    private mutating func endPlainField<Handler: CSVHandler>(
        at index: inout Int, _ handler: inout Handler
    ) throws(FormatError) {
        let isLineEnd = buffer[index] == UInt8(ascii: "\n")
        let contentEnd = isLineEnd && index > field.start && buffer[index - 1] == UInt8(ascii: "\r") ? index - 1 : index
        endField(at: contentEnd)
        index += 1
        if isLineEnd { try endRecord(contentEnd: contentEnd, nextStart: index, &handler) }
    }

    private mutating func endField(at end: Int) {
        switch state {
        case .quoteInsideQuoted, .returnBehindQuote: break  // Its end was noted at the closing quote.
        case .textBehindQuote: field.end = end
        default: if field.start <= end { field.end = end }
        }
        if case .startOfField = state { field = FieldRange(start: end, end: end, isEscaped: false) }
        fields.append(field)
        state = .startOfField
    }

    /// The byte behind a quote inside a quoted field decides what that quote was. Behind a CR only LF may follow.
    private mutating func readBehindQuote<Handler: CSVHandler>(
        _ index: inout Int, _ handler: inout Handler
    ) throws(FormatError) {
        switch (state, buffer[index]) {
        case (.quoteInsideQuoted, UInt8(ascii: "\"")):
            field.isEscaped = true
            state = .quoted
            index += 1
        case (.quoteInsideQuoted, delimiter):
            endField(at: field.end)
            index += 1
        case (_, UInt8(ascii: "\n")):
            let contentEnd = buffer[index - 1] == UInt8(ascii: "\r") ? index - 1 : index
            endField(at: field.end)
            index += 1
            try endRecord(contentEnd: contentEnd, nextStart: index, &handler)
        case (.quoteInsideQuoted, UInt8(ascii: "\r")):
            state = .returnBehindQuote
            index += 1
        default:
            isFaulty = true
            state = .textBehindQuote
        }
    }

    private mutating func endRecord<Handler: CSVHandler>(
        contentEnd: Int, nextStart: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let isBlank = contentEnd == recordStart
        if !isBlank {
            rowCount += 1
            let position = DataPosition(row: rowCount, line: lineCount + 1, byteOffset: bufferOffset + recordStart)
            try handler.record(
                buffer.span, fields: fields, extent: recordStart..<contentEnd, position: position,
                fault: isFaulty ? "has text behind a closing quote" : nil)
        }
        lineCount += 1 + quotedLineEnds
        quotedLineEnds = 0
        isFaulty = false
        fields.removeAll(keepingCapacity: true)
        recordStart = nextStart
    }
}
