package import Records

/// Where the records and fields of some CSV text stand: offsets, and no copies.
///
/// What a field holds is looked up only when somebody asks: a column that nobody uses costs no more than its
/// delimiters.
package struct CSVIndex: Sendable {
    /// A record that is not blank.
    struct Entry {
        /// Its first byte.
        let start: UInt32
        /// One past its last byte, without its line end.
        let end: UInt32
        /// Its first separator in ``CSVIndex/separators``, and the last, its line end.
        let firstSeparator: UInt32
        let lastSeparator: UInt32
        /// How many line ends the text has before it.
        let lineEndsBefore: UInt32
        /// Whether there may be quotes in it.
        let hasQuotes: Bool
        /// Whether text stands behind a closing quote.
        let isFaulty: Bool
    }

    /// The places of delimiters and line ends outside of quotes; the end of a last record without a line end, too.
    var separators: [UInt32] = []
    var entries: [Entry] = []

    /// The place in the file of the text's first byte: the records, the line ends and the bytes before it.
    package internal(set) var origin = CSVOrigin()

    /// How many records there are.
    package var count: Int { entries.count }

    /// Forgets the records and keeps their memory.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Where a record stands in the file; row 1 is the first record, a header too.
    package func position(of record: Int) -> DataPosition {
        let entry = entries[record]
        return DataPosition(
            row: origin.rows + record + 1, line: origin.lineEnds + Int(entry.lineEndsBefore) + 1,
            byteOffset: origin.byteOffset + Int(entry.start))
    }

    /// The place of a whole record in the text, without its line end.
    package func extent(of record: Int) -> Range<Int> {
        Int(entries[record].start)..<Int(entries[record].end)
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
    package func field(_ field: Int, of record: Int, in bytes: Span<UInt8>) -> FieldRange {
        let raw = rawField(field, of: record)
        guard entries[record].hasQuotes, raw.count >= 2, bytes[raw.lowerBound] == UInt8(ascii: "\"") else {
            return FieldRange(start: raw.lowerBound, end: raw.upperBound, isEscaped: false)
        }
        let inner = raw.lowerBound + 1..<raw.upperBound - 1
        return FieldRange(start: inner.lowerBound, end: inner.upperBound, isEscaped: Self.holdsQuote(bytes, inner))
    }

    /// A field's place in the text, with its quotes.
    package func rawField(_ field: Int, of record: Int) -> Range<Int> {
        let entry = entries[record]
        let place = Int(entry.firstSeparator) + field
        let start = field == 0 ? entry.start : separators[place - 1] + 1
        let end = place == entry.lastSeparator ? entry.end : separators[place]
        return Int(start)..<Int(end)
    }

    private static func holdsQuote(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] == UInt8(ascii: "\"") { return true }
        return false
    }
}

/// How much of a file lies before a place in it.
package struct CSVOrigin: Sendable, Hashable {
    /// How many records; a header line is one, blank lines are none.
    package var rows = 0
    /// How many line ends, those inside quotes too.
    package var lineEnds = 0
    /// How many bytes.
    package var byteOffset = 0

    /// The start of a file.
    package init() {}
}

/// The place of a field's bytes in a text, without its enclosing quotes.
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
