import Records

/// The text of the records of a batch, row by row: as it stands in the file, but without the quotes around fields, with
/// doubled quotes halved, and without the CR of a line end.
///
/// A column of text is then nothing but a way of looking at it: a value costs no more than its place, and what is copied is
/// copied in long runs.
struct CSVSharedText: Sendable {
    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// A byte that is left out.
    private struct Omission {
        let place: Int
        /// How many separators there are before it.
        let separatorCount: Int
    }

    /// How many fields a record has.
    private let width: Int
    private var bytes: [UInt8] = []
    /// One before the text, and the places in it of the bytes behind the fields.
    private var separators: [UInt32] = [.max]
    /// What is left out of the records that are being added, and their end.
    private var omissions: [Omission] = []

    /// No text of records with so many fields.
    init(width: Int) {
        self.width = width
    }

    /// Adds some records that are sound, have all fields, and have no blank lines between them.
    mutating func append(_ source: Span<UInt8>, _ index: borrowing CSVIndex, _ records: Range<Int>) {
        precondition(index.separators.notesQuotedFields, "quoted fields are noted where there are columns of text")
        findOmissions(source, index, records)
        let first = index.separatorNumbers(of: records.lowerBound).lowerBound
        let last = index.separatorNumbers(of: records.upperBound - 1).upperBound
        let places = index.separators.places.span
        // The last separator is not there where the file ends with its last record.
        let end = min(Int(places[last + 1]) + 1, source.count)
        omissions.append(Omission(place: end, separatorCount: last + 1))
        copy(source, from: Int(places[first] &+ 1), places.extracting(droppingFirst: 1), from: first)
    }

    /// The columns of the records so far, by their places in a record, leaving nothing.
    mutating func take() -> (_ column: Int) -> TextColumn {
        let (bytes, separators, width) = (bytes, separators, width)
        self.bytes = []
        self.bytes.reserveCapacity(bytes.count + bytes.count / 8)
        self.separators = []
        self.separators.reserveCapacity(separators.count)
        self.separators.append(.max)
        return { TextColumn(bytes: bytes, separators: separators, column: $0, of: width) }
    }

    // MARK: What is left out

    private mutating func findOmissions(_ source: Span<UInt8>, _ index: borrowing CSVIndex, _ records: Range<Int>) {
        omissions.removeAll(keepingCapacity: true)
        let (places, quotedFields) = (index.separators.places.span, index.separators.quotedFields.span)
        let quotedCount = index.separators.quotedFieldCount
        var quoted = index.separators.firstQuotedField(from: index.separatorNumbers(of: records.lowerBound).lowerBound)
        for record in records {
            let last = index.separatorNumbers(of: record).upperBound
            let end = Int(places[last + 1])
            let hasReturn = source[end - 1] == Self.carriageReturn
            while quoted < quotedCount, quotedFields[quoted] <= last {
                let number = Int(quotedFields[quoted])
                let fieldEnd = number == last && hasReturn ? end - 1 : Int(places[number + 1])
                omitQuotes(source, of: Int(places[number] &+ 1)..<fieldEnd, number)
                quoted += 1
            }
            if hasReturn { omissions.append(Omission(place: end - 1, separatorCount: last)) }
        }
    }

    /// Leaves out the quotes around a field, and the second of each two within.
    private mutating func omitQuotes(_ source: Span<UInt8>, of field: Range<Int>, _ number: Int) {
        omissions.append(Omission(place: field.lowerBound, separatorCount: number))
        let inner = field.lowerBound + 1..<field.upperBound - 1
        let holdsQuotes = source.extracting(inner).containsByte {
            $0 == Self.quote
        } orWord: {
            $0.hasByte(Self.quote)
        }
        var place = holdsQuotes ? inner.lowerBound : inner.upperBound
        while place < inner.upperBound {
            if source[place] == Self.quote {
                place += 1
                omissions.append(Omission(place: place, separatorCount: number))
            }
            place += 1
        }
        omissions.append(Omission(place: inner.upperBound, separatorCount: number))
    }

    // MARK: Copying

    /// Copies what stands before and between the omissions, the last of which is the end, and the places of its separators.
    private mutating func copy(_ source: Span<UInt8>, from start: Int, _ places: Span<UInt32>, from first: Int) {
        guard let end = omissions.last else { return }
        let (pieces, before) = (omissions, bytes.count)
        bytes.append(addingCapacity: end.place - start) { bytes in
            unsafe bytes.withUnsafeMutableBufferPointer { bytes, byteCount in
                separators.append(addingCapacity: end.separatorCount - first) { separators in
                    unsafe separators.withUnsafeMutableBufferPointer { separators, count in
                        var (place, number) = (start, first)
                        for omission in pieces {
                            // How much further ahead the piece stands than in the source.
                            let distance = UInt32(truncatingIfNeeded: before + byteCount - place)
                            let found = places.extracting(number..<omission.separatorCount)
                            unsafe Self.copy(found, movedBy: distance, to: separators, at: &count)
                            unsafe Self.copy(source.extracting(place..<omission.place), to: bytes, at: &byteCount)
                            (place, number) = (omission.place + 1, omission.separatorCount)
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func copy(_ piece: Span<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>, at place: inout Int) {
        precondition(target.count - place >= piece.count, "what is left in is no more than there is")
        unsafe piece.withUnsafeBufferPointer {
            guard let source = $0.baseAddress, let start = target.baseAddress else { return }
            unsafe (start + place).update(from: source, count: $0.count)
        }
        place += piece.count
    }

    @inline(__always)
    private static func copy(
        _ places: Span<UInt32>, movedBy distance: UInt32, to target: UnsafeMutableBufferPointer<UInt32>,
        at count: inout Int
    ) {
        precondition(target.count - count >= places.count, "separators have no more places than there are")
        for index in places.indices { unsafe target[count &+ index] = places[index] &+ distance }
        count += places.count
    }
}
