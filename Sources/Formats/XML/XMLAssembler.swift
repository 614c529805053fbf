import Records

/// Makes records of the tokenizer's events.
struct XMLAssembler: XMLHandler {
    /// How many places a message names where the path points at none.
    private static let placeLimit = 5

    private var records: RecordAssembler
    private var text = XMLTextBuilder()
    private var recordStart = (line: 0, byteOffset: 0)
    /// The first event of the block that is not in ``text`` yet, while a record is open.
    private var textStart = 0
    /// For each name of the document its number in the path of the records.
    private var pathNumbers: [Int] = []
    /// The names of the elements outside of records that are open.
    private var open: [Int] = []

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
        let record = records?.recordName.map { "\(String(decoding: $0, as: UTF8.self))s" }
        listNames = Set(["data", "items"] + [record].compactMap(\.self))
        self.records = try RecordAssembler(
            fileName: fileName, fileIndex: fileIndex, records: records, goal: goal, allowsRepetition: true,
            waitingLimit: waitingLimit)
    }

    @inline(__always)
    mutating func handle(_ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>) throws(FormatError) {
        let event = found.events[index]
        let name = Int(event.name)
        switch event.kind {
        case .element:
            if records.isInRecord {
                try records.element(name, in: found.names, text: event.value, of: bytes)
            } else {
                try begin(name, index, of: found, bytes)
                if !event.value.isEmpty { try take(bytes.extracting(event.value)) }
                try end(index, of: found, bytes)
            }
        case .start: try begin(name, index, of: found, bytes)
        case .text: try take(bytes.extracting(event.value))
        case .end: try end(index, of: found, bytes)
        case .attribute:
            hasAnyData = true
            notePlace()
            try records.attribute(name, in: found.names, bytes.extracting(event.value))
        case .isNil: records.markNil()
        case .namespace, .schema: break
        }
    }

    @inline(__always)
    mutating func handleElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int {
        try records.expectedElements(from: first, of: found, bytes)
    }

    mutating func endBlock(_ found: borrowing XMLEvents, _ bytes: Span<UInt8>) {
        guard records.isInRecord else { return }
        text.add(textStart..<found.events.count, of: found, bytes)
        textStart = 0
        records.endChunk(bytes)
    }

    private mutating func begin(_ name: Int, _ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>)
        throws(FormatError)
    {
        if records.isInRecord {
            _ = try records.beginElement(name, number: NameTable.unknown, in: found.names)
            return
        }
        let local = found.names.bytes.span.extracting(found.names.localBounds(of: name))
        if isLookingForRecords { enter(local) }
        open.append(name)
        guard try records.beginElement(name, number: pathNumber(of: name, local), in: found.names) else { return }
        textStart = index
        text.removeAll()
        let place = found.events[index].place
        if place > 0 { recordStart = (found.places[place - 1].line, found.places[place - 1].byteOffset) }
    }

    private mutating func take(_ piece: Span<UInt8>) throws(FormatError) {
        if records.isInRecord { return try records.text(piece) }
        if !piece.isBlank {
            records.noteContent()
            hasAnyData = true
            if !hasText.isEmpty { hasText[hasText.count - 1] = true }
        }
        try records.text(piece)
    }

    private mutating func end(_ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>) throws(FormatError) {
        if isLookingForRecords {
            leave(found.names.bytes.span.extracting(found.names.localBounds(of: open.last ?? 0)))
        }
        if !records.isInRecord { open.removeLast() }
        guard try records.endElement() else { return }
        open.removeLast()
        guard
            try records.finishRecord(
                line: recordStart.line, byteOffset: recordStart.byteOffset, chunk: bytes, isElement: true)
        else { return }
        text.add(textStart..<index + 1, of: found, bytes)
        try records.addText(String(decoding: text.bytes, as: UTF8.self), of: bytes, isElement: true)
    }

    private mutating func pathNumber(of name: Int, _ bytes: Span<UInt8>) -> Int {
        while pathNumbers.count <= name { pathNumbers.append(Int.min) }
        if pathNumbers[name] == Int.min { pathNumbers[name] = records.number(of: bytes) }
        return pathNumbers[name]
    }

    mutating func finish() throws(FormatError) {
        if !hasAnyData, hasEmptyList { records.hasSeenPlace = true }
        let list = places.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }.joined(separator: ", ")
        try records.finish(hint: places.isEmpty ? "" : "; the document has elements at \(list)")
    }

    /// The fields that records had and no mapping takes, so far.
    var unmappedFields: [String] { records.unmappedFields }

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
        if listNames.contains(String(copying: name)) { hasEmptyList = true }
    }

    /// Keeps the current place for a message: it has something inside it.
    private mutating func notePlace() {
        guard isLookingForRecords, places.count < Self.placeLimit, !path.isEmpty else { return }
        if !places.contains(path) { places.append(path) }
    }
}
