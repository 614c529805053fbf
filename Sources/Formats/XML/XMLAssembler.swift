import Records

/// Makes records of the tokenizer's events.
struct XMLAssembler: XMLHandler {
    /// How many places a message names where the path points at none.
    private static let placeLimit = 5

    private var records: RecordAssembler
    private var text = XMLTextBuilder()
    private var recordStart = (line: 0, byteOffset: 0)
    /// For some keys of names the names' numbers; the key's lower bits are its place.
    private var knownNames = Array(repeating: (key: UInt(0), number: NameTable.unknown), count: 256)

    // What follows is for a document without records, and is kept only until the first.

    /// The names around the current place, parted by `/`, and where each ends.
    private var path: [UInt8] = []
    private var pathEnds: [Int] = []
    /// Whether an element has elements inside it, for those that are open, and whether it has text.
    private var hasElements: [Bool] = []
    private var hasText: [Bool] = []
    private var places: [[UInt8]] = []
    /// Whether any element so far had text or an attribute.
    private var hasAnyData = false
    /// Whether an element that can only be a list had nothing in it.
    private var hasEmptyList = false
    /// What elements that can only be lists of the records are called: as the service's JSON calls what stands around
    /// them, or the records' plural. A document without anything but `<error/>` is no empty list.
    private let listNames: Set<String>

    /// An assembler from the parts of its ``RecordAssembler``.
    init(
        fileName: String, fileIndex: Int, records: RecordPath?, goal: ReadingGoal, waitingLimit: Int
    ) throws(FormatError) {
        guard records != nil else {
            let message = "XML needs `records`: the path of names to the elements that are the records"
            throw FormatError(code: .unknownColumn, message: message)
        }
        let record = (records?.text ?? "").split(separator: "/").last.map(String.init) ?? ""
        listNames = ["data", "items", "\(record)s"]
        self.records = try RecordAssembler(
            fileName: fileName, fileIndex: fileIndex, records: records, goal: goal, format: "XML",
            waitingLimit: waitingLimit)
    }

    mutating func handle(_ event: XMLEvents.Event, _ bytes: Span<UInt8>) throws(FormatError) {
        switch event.kind {
        case .start: try begin(event, bytes)
        case .text: try take(bytes.extracting(event.value))
        case .end: try end(bytes.extracting(event.name))
        case .attribute:
            hasAnyData = true
            notePlace()
            try records.attribute(number(of: event, bytes), bytes.extracting(event.value))
            try addAttribute(event, bytes)
        case .isNil:
            records.markNil()
            try addAttribute(event, bytes)
        case .namespace, .schema: try addAttribute(event, bytes)
        }
    }

    private mutating func begin(_ event: XMLEvents.Event, _ bytes: Span<UInt8>) throws(FormatError) {
        if isLookingForRecords { enter(bytes.extracting(event.localStart..<event.name.upperBound)) }
        if try records.beginElement(number(of: event, bytes)) {
            recordStart = (event.line, event.byteOffset)
            text.removeAll()
        }
        guard records.isInRecord else { return }
        text.start(bytes.extracting(event.name))
    }

    private mutating func take(_ piece: Span<UInt8>) throws(FormatError) {
        if !records.isInRecord, !isBlank(piece) {
            records.noteContent()
            hasAnyData = true
            if !hasText.isEmpty { hasText[hasText.count - 1] = true }
        }
        try records.part(piece)
        guard records.isInRecord else { return }
        text.text(piece)
    }

    private mutating func end(_ name: Span<UInt8>) throws(FormatError) {
        if records.isInRecord { text.end(name) }
        if isLookingForRecords { leave(name) }
        guard try records.endElement() else { return }
        let bytes = text.bytes
        try records.finishRecord(
            line: recordStart.line, byteOffset: recordStart.byteOffset, text: bytes.span, isElement: true)
    }

    private mutating func addAttribute(_ event: XMLEvents.Event, _ bytes: Span<UInt8>) throws(FormatError) {
        guard records.isInRecord else { return }
        text.attribute(bytes.extracting(event.name), bytes.extracting(event.value))
    }

    /// libxml2 keeps each name once, so its address tells it; the bytes are looked at only when it is new here.
    private mutating func number(of event: XMLEvents.Event, _ bytes: Span<UInt8>) -> Int {
        let slot = Int((event.nameKey >> 3 ^ event.nameKey >> 11) & 255)
        if knownNames[slot].key == event.nameKey { return knownNames[slot].number }
        let number = records.number(of: bytes.extracting(event.localStart..<event.name.upperBound))
        knownNames[slot] = (event.nameKey, number)
        return number
    }

    mutating func finish() throws(FormatError) {
        if !hasAnyData, hasEmptyList { records.hasSeenPlace = true }
        let list = places.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }.joined(separator: ", ")
        try records.finish(hint: places.isEmpty ? "" : "; the document has elements at \(list)")
    }

    mutating func takeHarvest() -> RecordHarvest { records.takeHarvest() }
}

/// A document that has no records, or not yet.
extension XMLAssembler {
    private var isLookingForRecords: Bool { records.recordCount == 0 && !records.isInRecord }

    private mutating func enter(_ name: Span<UInt8>) {
        notePlace()
        if !hasElements.isEmpty { hasElements[hasElements.count - 1] = true }
        pathEnds.append(path.count)
        if !path.isEmpty { path.append(UInt8(ascii: "/")) }
        unsafe name.withUnsafeBufferPointer { unsafe path.append(contentsOf: $0) }
        hasElements.append(false)
        hasText.append(false)
    }

    /// An element on the way to records that has nothing inside it is an empty list of them.
    private mutating func leave(_ name: Span<UInt8>) {
        guard let end = pathEnds.popLast() else { return }
        path.removeLast(path.count - end)
        let (hasElements, hasText) = (hasElements.removeLast(), hasText.removeLast())
        guard !hasElements, !hasText else { return }
        if records.isOnTheWay { records.hasSeenPlace = true }
        let localName = String(copying: name).split(separator: ":").last.map(String.init) ?? ""
        if listNames.contains(localName) { hasEmptyList = true }
    }

    /// Keeps the current place for a message: it has something inside it.
    private mutating func notePlace() {
        guard isLookingForRecords, places.count < Self.placeLimit, !path.isEmpty else { return }
        if !places.contains(path) { places.append(path) }
    }

    private func isBlank(_ piece: Span<UInt8>) -> Bool {
        for index in piece.indices {
            switch piece[index] {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: return false
            }
        }
        return true
    }
}
