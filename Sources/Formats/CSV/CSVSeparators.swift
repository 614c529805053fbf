internal import CByteMasks

/// Where the fields and records of some CSV text end: places, in the order of the text.
///
/// They are found 64 bytes at a time as long as quotes enclose whole fields, and otherwise added by somebody who knows all
/// the rules (``CSVIndexer``). Where few are wanted, the places of others may be missing in records of the width that is
/// expected.
@safe
struct CSVSeparators: Sendable {
    /// How many bytes are looked at before it is asked whether there is room for what is in the next: few, so that the
    /// lists are not much longer than what they hold.
    private static let pieceSize = 8 << 10

    /// One before the text, and the places of the separators: the delimiters and line ends that are not quoted, and the
    /// end of a last record without a line end. Behind them there may be others.
    private(set) var places: [UInt32] = [.max]
    /// Which separators end a record, counted from 0. Behind them there may be others.
    private(set) var recordEnds: [UInt32] = []
    /// How many separators there are before each field that quotes enclose, where that is noted. Behind them there may be
    /// others.
    private(set) var quotedFields: [UInt32] = []
    /// Whether it is noted which fields quotes enclose.
    let notesQuotedFields: Bool
    /// Which separators of each record are asked for; `nil` where all are.
    var wanted: CSVWantedSeparators?
    private var found = byte_masks_csv()

    /// None yet.
    init(notesQuotedFields: Bool) {
        self.notesQuotedFields = notesQuotedFields
    }

    /// How many separators there are.
    var count: Int { found.separators }
    /// How many records end.
    var recordCount: Int { found.record_ends }
    /// How many fields quotes enclose.
    var quotedFieldCount: Int { found.quoted_fields }
    /// How many line ends there are in the records that end, quoted ones too, and between them.
    var lineEndCount: Int { found.line_ends }

    /// Where the first record begins that has not ended.
    var startOfNext: Int {
        guard recordCount > 0 else { return 0 }
        return Int(places[Int(recordEnds[recordCount - 1]) + 1]) + 1
    }

    /// The place in ``quotedFields`` of the first field that has so many separators before it, or more.
    func firstQuotedField(from number: Int) -> Int {
        var (low, high) = (0, quotedFieldCount)
        while low < high {
            let middle = (low + high) / 2
            if Int(quotedFields[middle]) < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        found = byte_masks_csv()
    }

    /// Finds the separators from the start of a record on, up to the end of a text or to a quote that does not enclose a
    /// field.
    ///
    /// - Returns: Whether there is such a quote in the record behind those that were found.
    mutating func find(in bytes: Span<UInt8>, from start: Int, delimiter: UInt8) -> Bool {
        found.place = start
        (found.inside, found.behind_separator, found.behind_closing, found.behind_return) = (0, 1, 0, 0)
        var isDoubtful = false
        while found.place < bytes.count, !isDoubtful {
            let end = min(found.place + Self.pieceSize, bytes.count)
            makeRoom(for: end - found.place)
            isDoubtful = findInPiece(bytes, upTo: end, delimiter)
        }
        forgetOpenRecord(bytes, from: max(start, startOfNext))
        return isDoubtful
    }

    private mutating func findInPiece(_ bytes: Span<UInt8>, upTo end: Int, _ delimiter: UInt8) -> Bool {
        let (wanted, width) = (wanted?.numbers ?? [], wanted?.width ?? 0)
        // All pointers live only as long as the call; there is room for what a piece can have.
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe places.withUnsafeMutableBufferPointer { places in
                unsafe recordEnds.withUnsafeMutableBufferPointer { recordEnds in
                    unsafe quotedFields.withUnsafeMutableBufferPointer { quotedFields in
                        guard let bytes = bytes.baseAddress, let places = places.baseAddress else { return false }
                        return unsafe wanted.withUnsafeBufferPointer { wanted in
                            let lists = unsafe byte_masks_csv_places(
                                places: places + 1, record_ends: recordEnds.baseAddress,
                                quoted_fields: notesQuotedFields ? quotedFields.baseAddress : nil,
                                wanted: width > 0 ? wanted.baseAddress : nil, wanted_count: wanted.count, width: width)
                            return unsafe byte_masks_find_separators(bytes, end, delimiter, &found, lists) != 0
                        }
                    }
                }
            }
        }
    }

    /// Adds the separators of a record; the last of them ends it.
    mutating func append(_ record: CSVRecordScanner.Record) {
        makeRoom(for: record.separators.count)
        for field in record.quotedFields where notesQuotedFields {
            quotedFields[found.quoted_fields] = UInt32(truncatingIfNeeded: found.separators + field)
            found.quoted_fields += 1
        }
        for place in record.separators {
            found.separators += 1
            places[found.separators] = UInt32(truncatingIfNeeded: place)
        }
        recordEnds[found.record_ends] = UInt32(truncatingIfNeeded: found.separators - 1)
        found.record_ends += 1
        found.line_ends += record.lineEnds
    }

    /// Forgets what was found of a record that has not ended.
    private mutating func forgetOpenRecord(_ bytes: Span<UInt8>, from start: Int) {
        found.separators = recordCount == 0 ? 0 : Int(recordEnds[recordCount - 1]) + 1
        while quotedFieldCount > 0, quotedFields[quotedFieldCount - 1] >= found.separators { found.quoted_fields -= 1 }
        found.line_ends -= bytes.extracting(start..<found.place).count(of: UInt8(ascii: "\n"))
    }

    /// Makes room in all lists for what is in so many bytes.
    private mutating func makeRoom(for byteCount: Int) {
        let room = byteCount + byte_masks_spare_places
        Self.makeRoom(in: &places, for: 1 + count + room)
        Self.makeRoom(in: &recordEnds, for: recordCount + room)
        if notesQuotedFields { Self.makeRoom(in: &quotedFields, for: quotedFieldCount + room) }
    }

    private static func makeRoom(in list: inout [UInt32], for count: Int) {
        if list.count < count { list.append(contentsOf: repeatElement(0, count: count - list.count)) }
    }
}
