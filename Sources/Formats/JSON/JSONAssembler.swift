import Records

/// Makes records of the tokenizer's events.
struct JSONAssembler: JSONHandler {
    private var records: RecordAssembler
    /// Whether the records are the elements of an array that is the whole document.
    private let isWholeDocument: Bool
    /// Whether the text is one object behind the other.
    private let isLines: Bool
    /// For each container that is open whether it is an array.
    private var isInsideArray: [Bool] = []
    private var name = NameTable.unknown
    /// The offset of the open record's brace in the document.
    private var recordStart = 0
    /// Whether an array outside records has begun and nothing has come of it yet.
    private var isArrayEmpty = false
    /// The offset of the current chunk's first byte.
    private var chunkOffset = 0
    /// Where the records stand that nobody has taken yet.
    private var places: [Range<Int>] = []
    /// The text of the open record that earlier chunks brought.
    private var carriedText = KeptText()

    /// An assembler from the parts of its ``RecordAssembler``.
    init(
        fileName: String, fileIndex: Int, records: RecordPath?, isLines: Bool, goal: ReadingGoal, waitingLimit: Int
    ) throws(FormatError) {
        self.records = try RecordAssembler(
            fileName: fileName, fileIndex: fileIndex, records: records, goal: goal, allowsRepetition: false,
            waitingLimit: waitingLimit)
        isWholeDocument = records == nil
        self.isLines = isLines
        self.records.hasSeenPlace = isLines
    }

    mutating func beginObject(at offset: Int) {
        if begin(isList: false) { recordStart = offset }
    }

    mutating func beginArray() throws(FormatError) {
        if isWholeDocument || isLines { try checkMember() }
        _ = begin(isList: true)
        guard !records.isInRecord else { return }
        isArrayEmpty = true
        if records.isListOfRecords { records.hasSeenPlace = true }
    }

    mutating func endArray() throws(FormatError) {
        // An empty list on the way to the records is as good as an empty list of records.
        if isArrayEmpty, records.isOnTheWay { records.hasSeenPlace = true }
        isArrayEmpty = false
        isInsideArray.removeLast()
        _ = try records.endContainer()
    }

    mutating func endObject(seen: Span<UInt8>) throws(FormatError) {
        isInsideArray.removeLast()
        if try records.endContainer() { try finishRecord(seen: seen) }
    }

    mutating func key(_ name: Span<UInt8>) throws(FormatError) {
        if !records.isInRecord { self.name = records.number(of: name) }
        try records.member(name)
    }

    @inline(__always)
    mutating func expectedKey(in chunk: Span<UInt8>, at start: Int) -> Int? {
        records.expectedMember(in: chunk, at: start)
    }

    @inline(__always)
    mutating func string(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError) {
        if records.isInRecord { return try records.value(at: bounds) }
        try add(chunk.extracting(bounds))
    }

    mutating func stringPart(_ bytes: Span<UInt8>) throws(FormatError) { try records.part(bytes) }

    mutating func endString() throws(FormatError) {
        try checkMember()
        try records.endValue(isElement: isInsideArray.last == true)
    }

    @inline(__always)
    mutating func number(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError) {
        try string(in: chunk, at: bounds)
    }

    mutating func number(_ text: Span<UInt8>) throws(FormatError) { try add(text) }

    mutating func boolean(_ value: Bool) throws(FormatError) {
        try add(value ? Self.words.true.span : Self.words.false.span)
    }

    mutating func null() throws(FormatError) {
        try checkMember()
        records.endNull()
    }

    private static let words = (true: Array("true".utf8), false: Array("false".utf8))

    private mutating func add(_ value: Span<UInt8>) throws(FormatError) {
        try checkMember()
        try records.part(value)
        try records.endValue(isElement: isInsideArray.last == true)
    }

    /// A list of records holds objects and nothing else: what is passed over could be a charge.
    @inline(__always)
    private mutating func checkMember() throws(FormatError) {
        if !records.isInRecord { try checkMemberAroundRecords() }
    }

    private mutating func checkMemberAroundRecords() throws(FormatError) {
        if isLines, isInsideArray.isEmpty {
            let message = "a line, behind record \(records.recordCount), is not an object"
            throw FormatError(code: .malformed, message: message)
        }
        guard isInsideArray.last == true, records.isListOfRecords else { return }
        let message = "an element of the list of records, behind record \(records.recordCount), is not an object"
        throw FormatError(code: .malformed, message: message)
    }

    private mutating func begin(isList: Bool) -> Bool {
        isArrayEmpty = false
        let label: PathMatcher.Label =
            switch isInsideArray.last {
            case nil: .document
            case true?: .array
            case false?: .name(name)
            }
        isInsideArray.append(isList)
        return records.beginContainer(isList: isList, label: label)
    }

    private mutating func finishRecord(seen: Span<UInt8>) throws(FormatError) {
        places.append(recordStart..<chunkOffset + seen.count)
        let start = recordStart - chunkOffset
        if start < 0 || seen.count - start > KeptText.limit {
            carriedText.append(seen.extracting(max(0, start)..<seen.count))
        }
        if try records.finishRecord(line: 0, byteOffset: recordStart, chunk: seen, isElement: false) {
            let text =
                carriedText.bytes.isEmpty
                ? String(copying: seen.extracting(start..<seen.count))
                : String(decoding: carriedText.bytes, as: UTF8.self)
            try records.addText(text, of: seen, isElement: false)
        }
        if !carriedText.bytes.isEmpty { carriedText.removeAll() }
    }

    /// Keeps what the chunk holds of a record that goes on in the next.
    mutating func endChunk(_ chunk: Span<UInt8>) {
        if records.isInRecord {
            carriedText.append(chunk.extracting(max(0, recordStart - chunkOffset)..<chunk.count))
            records.endChunk(chunk)
        }
        chunkOffset += chunk.count
    }

    mutating func finish() throws(FormatError) { try records.finish() }

    /// The fields that records had and no mapping takes, so far.
    var unmappedFields: [String] { records.unmappedFields }

    mutating func takeHarvest() -> RecordHarvest {
        var harvest = records.takeHarvest()
        swap(&harvest.places, &places)
        return harvest
    }
}
