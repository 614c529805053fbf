/// Finds the fields of one record byte by byte, by all the rules of ``CSVTokenizer``.
struct CSVRecordScanner {
    /// What was found.
    struct Record {
        /// The places of the separators; the last is the record's line end, or the end of the file.
        var separators: [Int] = []
        /// Which of the fields, counted from 0, begin with a quote.
        var quotedFields: [Int] = []
        /// Where the next record begins; `nil` when the text ends before it is known.
        var next: Int?
        /// How many line ends the record has, its own too.
        var lineEnds = 0
        /// Whether text stands behind a closing quote.
        var isFaulty = false
        /// The quote that is open where the text ends.
        var openQuote: Int?
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineEnd = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    let delimiter: UInt8

    /// Finds the record that begins at a place.
    ///
    /// - Parameter isEnd: Whether the file ends with the text, and a record with it.
    func scan(_ bytes: Span<UInt8>, from start: Int, isEnd: Bool) -> Record {
        var record = Record()
        var place = start
        while place < bytes.count {
            if bytes[place] == Self.quote {
                record.quotedFields.append(record.separators.count)
                guard let behind = endOfQuoted(bytes, from: place, &record) else { return record }
                place = behind
            }
            while place < bytes.count, bytes[place] != delimiter, bytes[place] != Self.lineEnd { place += 1 }
            guard place < bytes.count else { break }
            record.separators.append(place)
            place += 1
            if bytes[place - 1] == Self.lineEnd {
                record.lineEnds += 1
                record.next = place
                return record
            }
        }
        guard isEnd else { return record }
        record.separators.append(bytes.count)
        record.next = bytes.count
        return record
    }

    /// Goes over a quoted field to the place behind its closing quote and notes what is wrong there.
    ///
    /// - Returns: The place, or `nil` when the text ends before the closing quote is known.
    private func endOfQuoted(_ bytes: Span<UInt8>, from start: Int, _ record: inout Record) -> Int? {
        var place = start + 1
        while true {
            while place < bytes.count, bytes[place] != Self.quote {
                if bytes[place] == Self.lineEnd { record.lineEnds += 1 }
                place += 1
            }
            guard place < bytes.count else {
                record.openQuote = start
                return nil
            }
            place += 1
            guard place < bytes.count, bytes[place] == Self.quote else { break }
            place += 1
        }
        if !isEndOfField(bytes, at: place) { record.isFaulty = true }
        return place
    }

    private func isEndOfField(_ bytes: Span<UInt8>, at place: Int) -> Bool {
        guard place < bytes.count else { return true }
        if bytes[place] == delimiter || bytes[place] == Self.lineEnd { return true }
        guard bytes[place] == Self.carriageReturn else { return false }
        return place + 1 >= bytes.count || bytes[place + 1] == Self.lineEnd
    }
}
