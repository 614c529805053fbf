/// What a ``CSVTokenizer`` hands its records to.
package protocol CSVHandler {
    /// What it asks for of the records that it has not been given yet; `nil` for all.
    var wanted: CSVWantedSeparators? { get }

    /// Some records of the file in their order, a header too.
    ///
    /// - Parameters:
    ///   - bytes: The text that the index points into. It is valid only during the call.
    ///   - index: Where the records and their fields stand; at least one record.
    mutating func records(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) throws(FormatError)
}

extension CSVHandler {
    package var wanted: CSVWantedSeparators? { nil }
}

/// Splits CSV text (RFC 4180, and what spreadsheets really write) into records, chunk by chunk.
///
/// - Records end with LF or CRLF, also mixed; the last needs no end, or has half of a CRLF. A byte order mark at the
///   start is skipped, and so are blank lines.
/// - A field that begins with a quote runs to its closing quote and may hold delimiters, line ends and doubled
///   quotes. A quote inside a field that does not begin with one is an ordinary character.
/// - Text behind a closing quote makes the record a faulty one; a quote that is never closed is an error.
/// - Any other byte is an ordinary one, NUL and what is no UTF-8 too.
///
/// The tokenizer does no input or output and keeps only the record that a chunk cut in two. It hands out offsets
/// and copies no field.
package struct CSVTokenizer: Sendable {
    /// How many bytes a record may have.
    package static let recordLimit = 16 << 20
    /// How many bytes are indexed before their records are handed on: they and their index stay in the nearest caches.
    private static let windowSize = 64 << 10

    private let indexer: CSVIndexer
    private var index: CSVIndex
    /// The record that the chunks so far end in.
    private var carried: [UInt8] = []
    /// What lies before the next record.
    private var origin: CSVOrigin
    /// Whether it is known that the file begins with a byte order mark, or that it does not.
    private var isBehindMark: Bool

    /// A tokenizer at the start of a file.
    package init(delimiter: UInt8 = UInt8(ascii: ",")) {
        self.init(delimiter: delimiter, notesQuotedFields: false)
    }

    /// A tokenizer at the start of a file, whose indexes may say which fields quotes enclose.
    init(delimiter: UInt8, notesQuotedFields: Bool) {
        indexer = CSVIndexer(delimiter: delimiter)
        index = CSVIndex(notesQuotedFields: notesQuotedFields)
        origin = CSVOrigin()
        isBehindMark = false
    }

    /// Goes on at the start of a record.
    ///
    /// - Parameter origin: What lies before it.
    mutating func restart(at origin: CSVOrigin) {
        self.origin = origin
        isBehindMark = true
        carried.removeAll(keepingCapacity: true)
    }

    /// What lies before the next record that will be handed on.
    var originOfNext: CSVOrigin { origin }

    /// The bytes so far of the record that the chunks end in.
    var beginningOfNext: [UInt8] { carried }

    /// Reads the next chunk and hands on the records that end in it.
    package mutating func read<Handler: CSVHandler>(
        _ chunk: Span<UInt8>, to handler: inout Handler
    ) throws(FormatError) {
        var place = isBehindMark ? 0 : skipMark(chunk)
        guard isBehindMark else { return }
        if !carried.isEmpty { place = try completeCarried(chunk, from: place, &handler) }
        while place < chunk.count {
            let length = try handOn(window: chunk.extracting(place..<chunk.count), &handler)
            if length == 0 { break }
            place += length
        }
        try carry(chunk.extracting(place..<chunk.count))
    }

    /// Says that the file is over and hands on a last record without a line end.
    ///
    /// - Throws: Code ``FormatError/Code/truncated`` when a quote is still open.
    package mutating func finish<Handler: CSVHandler>(to handler: inout Handler) throws(FormatError) {
        let rest = carried
        carried = []
        let found = try handOn(rest.span, isEnd: true, &handler)
        guard let openQuote = found.openQuote else { return }
        throw FormatError(
            code: .truncated,
            message: "a quoted field that begins at byte \(origin.byteOffset + openQuote - found.length) "
                + "(row \(origin.rows + 1), line \(origin.lineEnds + 1)) is never closed")
    }

    /// Takes the first bytes of the file, as long as they could be a byte order mark.
    ///
    /// - Returns: How many bytes of the chunk were taken.
    private mutating func skipMark(_ chunk: Span<UInt8>) -> Int {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var place = 0
        while place < chunk.count, chunk[place] == mark[carried.count] {
            carried.append(chunk[place])
            place += 1
            guard carried.count == mark.count else { continue }
            carried = []
            origin.byteOffset = mark.count
            isBehindMark = true
            return place
        }
        isBehindMark = place < chunk.count
        return place
    }

    /// Hands on the records that end in the first window, which is made larger while none does.
    ///
    /// - Returns: How many bytes they have.
    private mutating func handOn<Handler: CSVHandler>(
        window rest: Span<UInt8>, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var size = Self.windowSize
        while true {
            let window = rest.extracting(first: min(size, rest.count))
            let length = try handOn(window, isEnd: false, &handler).length
            if length > 0 || window.count == rest.count { return length }
            size *= 4
        }
    }

    private mutating func handOn<Handler: CSVHandler>(
        _ bytes: Span<UInt8>, isEnd: Bool, _ handler: inout Handler
    ) throws(FormatError) -> (length: Int, openQuote: Int?) {
        index.separators.wanted = handler.wanted
        let found = indexer.scan(bytes, isEnd: isEnd, into: &index)
        index.origin = origin
        origin.rows += index.count
        origin.lineEnds += index.separators.lineEndCount
        origin.byteOffset += found.length
        if index.count > 0 { try handler.records(bytes, index) }
        return (found.length, found.openQuote)
    }

    /// Adds to the carried record what the chunk has of it, and hands it on.
    ///
    /// A record ends at a line end, but not every line end ends one. What is added grows with what is there already, so a
    /// long record is not looked at again for each of its line ends.
    ///
    /// - Returns: The place of the first byte of the chunk behind the record; all of the chunk when it goes on.
    private mutating func completeCarried<Handler: CSVHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        let before = carried.count
        var place = start
        var leastStep = 0
        while let lineEnd = Self.lineEnd(in: chunk, from: place) {
            let end =
                Self.lineEnd(in: chunk, from: min(chunk.count, max(lineEnd - 1, place + leastStep))) ?? chunk.count
            try carry(chunk.extracting(place..<end))
            place = end
            let text = carried
            let length = try handOn(text.span, isEnd: false, &handler).length
            guard length == 0 else {
                carried = []
                return start + length - before
            }
            leastStep = carried.count
        }
        try carry(chunk.extracting(place..<chunk.count))
        return chunk.count
    }

    /// The place behind the next line end.
    private static func lineEnd(in chunk: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<chunk.count where chunk[index] == UInt8(ascii: "\n") { return index + 1 }
        return nil
    }

    private mutating func carry(_ bytes: Span<UInt8>) throws(FormatError) {
        guard carried.count + bytes.count <= Self.recordLimit else {
            throw FormatError(
                code: .tooLarge,
                message: "the record at row \(origin.rows + 1), line \(origin.lineEnds + 1) has more than "
                    + "\(Self.recordLimit) bytes; is a quote missing?")
        }
        unsafe bytes.withUnsafeBufferPointer { unsafe carried.append(contentsOf: $0) }
    }
}
