package import Records

/// Where the records and fields of some CSV text stand: offsets, and no copies.
package struct CSVIndex: Sendable {
    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// A record that is not blank.
    private struct Entry {
        /// How many separators the text has before it, and before the last of its own, which ends it.
        let firstSeparator: UInt32
        let lastSeparator: UInt32
        /// Whether text stands behind a closing quote.
        let isFaulty: Bool
    }

    /// Where fields and records end.
    var separators: CSVSeparators
    private var entries: [Entry] = []
    /// Which of the ends of records end one in which text stands behind a closing quote.
    private var faultyEnds: [Int] = []

    /// The place in the file of the text's first byte: the records, the line ends and the bytes before it.
    package internal(set) var origin = CSVOrigin()

    /// An index of no text.
    ///
    /// - Parameter notesQuotedFields: Whether it is noted which fields quotes enclose, for ``CSVSharedText``.
    init(notesQuotedFields: Bool) {
        separators = CSVSeparators(notesQuotedFields: notesQuotedFields)
    }

    /// How many records there are.
    package var count: Int { entries.count }

    // MARK: Writing

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        separators.removeAll()
        entries.removeAll(keepingCapacity: true)
        faultyEnds.removeAll(keepingCapacity: true)
    }

    /// Adds the separators of a record that was gone over byte by byte.
    mutating func append(_ record: CSVRecordScanner.Record) {
        if record.isFaulty { faultyEnds.append(separators.recordCount) }
        separators.append(record)
    }

    /// Writes down the records, but not the blank lines, now that the separators are known.
    mutating func noteRecords(_ bytes: Span<UInt8>) {
        let separators = separators
        let (places, recordEnds) = (separators.places.span, separators.recordEnds.span)
        var (firstSeparator, faultCount): (UInt32, Int) = (0, 0)
        for number in 0..<separators.recordCount {
            let lastSeparator = recordEnds[number]
            let start = places[Int(firstSeparator)] &+ 1
            let length = places[Int(lastSeparator) + 1] &- start
            let isFaulty = faultCount < faultyEnds.count && faultyEnds[faultCount] == number
            if isFaulty { faultCount += 1 }
            if length > 1 || (length == 1 && bytes[Int(start)] != Self.carriageReturn) {
                entries.append(
                    Entry(firstSeparator: firstSeparator, lastSeparator: lastSeparator, isFaulty: isFaulty))
            }
            firstSeparator = lastSeparator + 1
        }
    }

    // MARK: Reading

    /// Where a record stands in the file; row 1 is the first record, a header too.
    package func position(of record: Int, in bytes: Span<UInt8>) -> DataPosition {
        let start = extent(of: record, in: bytes).lowerBound
        let lineEnds = bytes.extracting(first: start).count(of: UInt8(ascii: "\n"))
        return DataPosition(
            row: origin.rows + record + 1, line: origin.lineEnds + lineEnds + 1, byteOffset: origin.byteOffset + start)
    }

    /// The place of a whole record in the text, without its line end.
    package func extent(of record: Int, in bytes: Span<UInt8>) -> Range<Int> {
        let entry = entries[record]
        let start = Int(separators.places[Int(entry.firstSeparator)] &+ 1)
        return start..<end(of: entry, in: bytes)
    }

    /// How many bytes some records have, at least one, with their line ends.
    func byteCount(of records: Range<Int>) -> Int {
        let (first, last) = (entries[records.lowerBound], entries[records.upperBound - 1])
        return Int(separators.places[Int(last.lastSeparator) + 1] &- separators.places[Int(first.firstSeparator)])
    }

    /// The first of some records that has not so many fields, has something wrong with it as text, or stands behind a blank
    /// line; the end of them when there is none.
    func endOfSound(_ records: Range<Int>, fieldCount: Int) -> Int {
        let (entries, last) = (entries.span, UInt32(truncatingIfNeeded: fieldCount - 1))
        var expected = entries[records.lowerBound].firstSeparator
        for record in records {
            let entry = entries[record]
            guard entry.firstSeparator == expected, entry.lastSeparator == expected &+ last, !entry.isFaulty else {
                return record
            }
            expected = entry.lastSeparator &+ 1
        }
        return records.upperBound
    }

    /// Which separators of the text, counted from 0, are those of a record; the last ends it.
    @inline(__always)
    func separatorNumbers(of record: Int) -> ClosedRange<Int> {
        let entry = entries[record]
        return Int(entry.firstSeparator)...Int(entry.lastSeparator)
    }

    /// How many fields a record has; at least one.
    package func fieldCount(of record: Int) -> Int {
        Int(entries[record].lastSeparator - entries[record].firstSeparator) + 1
    }

    /// What is wrong with a record as text, if anything is.
    package func fault(of record: Int) -> String? {
        entries[record].isFaulty ? "has text behind a closing quote" : nil
    }

    /// A field's place in the text, without its enclosing quotes.
    ///
    /// - Parameters:
    ///   - field: Its place in the record, from 0.
    ///   - bytes: The text that was indexed.
    @inline(__always)
    package func field(_ field: Int, of record: Int, in bytes: Span<UInt8>) -> FieldRange {
        let raw = rawField(field, of: record, in: bytes)
        guard raw.count >= 2, bytes[raw.lowerBound] == Self.quote else {
            return FieldRange(start: raw.lowerBound, end: raw.upperBound, isEscaped: false)
        }
        let inner = raw.lowerBound + 1..<raw.upperBound - 1
        return FieldRange(start: inner.lowerBound, end: inner.upperBound, isEscaped: Self.holdsQuote(bytes, inner))
    }

    private static func holdsQuote(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] == quote { return true }
        return false
    }

    /// A field's place in the text, with its quotes.
    @inline(__always)
    package func rawField(_ field: Int, of record: Int, in bytes: Span<UInt8>) -> Range<Int> {
        let entry = entries[record]
        let number = Int(entry.firstSeparator) &+ field
        let start = Int(separators.places[number] &+ 1)
        guard number == Int(entry.lastSeparator) else { return start..<Int(separators.places[number &+ 1]) }
        return start..<max(start, end(of: entry, in: bytes))
    }

    /// One past the last byte of a record; a CR before a line end belongs to it, and so does one at the end of the file,
    /// half of a line end.
    private func end(of entry: Entry, in bytes: Span<UInt8>) -> Int {
        let start = Int(separators.places[Int(entry.firstSeparator)] &+ 1)
        let end = Int(separators.places[Int(entry.lastSeparator) &+ 1])
        return end > start && bytes[end - 1] == Self.carriageReturn ? end - 1 : end
    }
}
