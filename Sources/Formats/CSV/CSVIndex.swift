package import Records

/// Where the records and fields of some CSV text stand: bits and offsets, and no copies.
///
/// Where a field is and what it holds is looked up only when somebody asks: a column that nobody uses costs no more than
/// the bits of its delimiters.
package struct CSVIndex: Sendable {
    /// A record that is not blank.
    private struct Entry {
        /// Its first byte.
        let start: UInt32
        /// One past its last byte, without its line end.
        let end: UInt32
        /// How many separators the text has before it, and before the last of its own, its line end.
        let firstSeparator: UInt32
        let lastSeparator: UInt32
        /// Whether text stands behind a closing quote.
        let isFaulty: Bool
    }

    /// The delimiters and line ends outside of quotes; the end of a last record without a line end, too.
    var separators = ByteMasks()
    /// All line ends.
    var lineEnds = ByteMasks()
    /// How many separators there are before each word of their mask.
    private var separatorsBefore: [UInt32] = []
    /// Where fields begin and end, where somebody wants all of them: one before the text, and the places of the
    /// separators.
    private(set) var places: [UInt32] = [.max]
    private var hasPlaces = false
    private var entries: [Entry] = []

    /// The place in the file of the text's first byte: the records, the line ends and the bytes before it.
    package internal(set) var origin = CSVOrigin()

    /// How many records there are.
    package var count: Int { entries.count }

    // MARK: Writing

    /// Forgets the records before, now that the separators are known.
    mutating func begin() {
        entries.removeAll(keepingCapacity: true)
        hasPlaces = false
        _ = separators.writeCounts(to: &separatorsBefore)
    }

    /// How many separators there are before a place.
    func separatorCount(before place: Int) -> Int {
        let bits = separators.words[place >> 6] & ((1 << UInt64(place & 63)) &- 1)
        return Int(separatorsBefore[place >> 6]) &+ bits.nonzeroBitCount
    }

    /// Adds a record, without its line end.
    mutating func add(_ extent: Range<Int>, separators: ClosedRange<Int>, isFaulty: Bool) {
        entries.append(
            Entry(
                start: UInt32(truncatingIfNeeded: extent.lowerBound),
                end: UInt32(truncatingIfNeeded: extent.upperBound),
                firstSeparator: UInt32(truncatingIfNeeded: separators.lowerBound),
                lastSeparator: UInt32(truncatingIfNeeded: separators.upperBound), isFaulty: isFaulty))
    }

    /// Looks all fields up at once, which is quicker when most of them are wanted.
    package mutating func locateFields() {
        if !hasPlaces { _ = separators.writePlaces(to: &places, at: 1) }
        hasPlaces = true
    }

    // MARK: Reading

    /// The place in ``places`` of the byte before the first field, when the records up to one are sound, have so many
    /// fields each, and nothing between them; `nil` when they do not.
    ///
    /// The byte before field `k` of record `r` is then at `r × fieldCount + k` from there on, the one behind it is next.
    func regularStart(_ records: Range<Int>, fieldCount: Int) -> Int? {
        guard hasPlaces, let first = records.first else { return nil }
        let start = Int(entries[first].firstSeparator)
        guard entries[first].start == places[start] &+ 1 else { return nil }
        var expected = start
        for record in records {
            let entry = entries[record]
            guard !entry.isFaulty, Int(entry.firstSeparator) == expected,
                Int(entry.lastSeparator) == expected + fieldCount - 1
            else { return nil }
            expected += fieldCount
        }
        return start
    }

    /// Where a record stands in the file; row 1 is the first record, a header too.
    package func position(of record: Int) -> DataPosition {
        let start = Int(entries[record].start)
        return DataPosition(
            row: origin.rows + record + 1, line: origin.lineEnds + lineEnds.countBefore(start) + 1,
            byteOffset: origin.byteOffset + start)
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
    @inline(__always)
    package func field(_ field: Int, of record: Int, in bytes: Span<UInt8>) -> FieldRange {
        let raw = rawField(field, of: record)
        guard raw.count >= 2, bytes[raw.lowerBound] == UInt8(ascii: "\"") else {
            return FieldRange(start: raw.lowerBound, end: raw.upperBound, isEscaped: false)
        }
        let inner = raw.lowerBound + 1..<raw.upperBound - 1
        return FieldRange(start: inner.lowerBound, end: inner.upperBound, isEscaped: Self.holdsQuote(bytes, inner))
    }

    private static func holdsQuote(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] == UInt8(ascii: "\"") { return true }
        return false
    }

    /// A field's place in the text, with its quotes.
    @inline(__always)
    package func rawField(_ field: Int, of record: Int) -> Range<Int> {
        guard hasPlaces else { return soughtField(field, of: entries[record]) }
        let entry = entries[record]
        let number = Int(entry.firstSeparator) &+ field
        let start = field == 0 ? entry.start : places[number] &+ 1
        return Int(start)..<Int(number == Int(entry.lastSeparator) ? entry.end : places[number &+ 1])
    }

    private func soughtField(_ field: Int, of entry: Entry) -> Range<Int> {
        let number = Int(entry.firstSeparator) &+ field
        let isLast = number == Int(entry.lastSeparator)
        var place = field == 0 ? Int(entry.start) : self.place(ofSeparator: number - 1, of: entry) + 1
        let start = place
        if isLast { return start..<Int(entry.end) }
        // The next one is seldom far.
        var word = place >> 6
        var bits = separators.words[word] & (~0 << UInt64(place & 63))
        while bits == 0 {
            word += 1
            bits = separators.words[word]
        }
        place = word << 6 &+ bits.trailingZeroBitCount
        return start..<place
    }

    /// Where a separator stands, sought from the nearer end of its record.
    @inline(__always)
    private func place(ofSeparator number: Int, of entry: Entry) -> Int {
        let isNearStart = number &- Int(entry.firstSeparator) < Int(entry.lastSeparator) &- number
        var word = Int(isNearStart ? entry.start : entry.end) >> 6
        if isNearStart {
            while word + 1 < separators.count, Int(separatorsBefore[word + 1]) <= number { word += 1 }
        } else {
            while Int(separatorsBefore[word]) > number { word -= 1 }
        }
        var bits = separators.words[word]
        for _ in 0..<number &- Int(separatorsBefore[word]) { bits &= bits &- 1 }
        return word << 6 &+ bits.trailingZeroBitCount
    }
}
