import Records

/// Makes records of a document that is a tree, whatever its format: finds the objects at a path, and their values.
///
/// The format's own assembler says what the document goes into and out of, and keeps the records' text.
struct RecordAssembler: Sendable {
    /// How many bytes the mapped values of a record may have.
    static let recordLimit = 16 << 20

    /// How many records there were.
    private(set) var recordCount = 0
    /// Whether the document is inside a record.
    private(set) var isInRecord = false
    /// Whether anything stands where the path points, be it an empty list.
    var hasSeenPlace = false

    private let path: RecordPath?
    private let matcher: PathMatcher?
    private let names: NameTable
    private let mappings: [ColumnMapping]
    private var collector: RecordCollector
    private var record: FieldCollector
    private var enclosing: EnclosingValues
    /// The place of each container that is open outside of records, and of the record.
    private var places: [UInt64] = []
    /// For each of those what is known of its content.
    private var contents: [Content] = []
    /// The name of the member whose value comes, outside of records.
    private var memberName = NameTable.unknown

    /// Where the last record stands, and whether it is to wait for a value of what encloses it.
    private var recordPosition = DataPosition(row: 0, line: 0, byteOffset: 0)
    private var isWaiting = false

    /// What a container outside of records holds.
    private struct Content {
        /// Whether the path says that the records stand in it.
        let isAroundRecords: Bool
        /// Whether anything is in it.
        var isThere = false
        /// Whether what the path says is in it, be it an empty list.
        var hasRecords = false
    }

    /// An assembler at the start of a document.
    ///
    /// - Parameter allowsRepetition: Whether a field that stands in a record several times is a list of the format.
    init(
        fileName: String, fileIndex: Int, records: RecordPath?, goal: ReadingGoal, allowsRepetition: Bool,
        waitingLimit: Int = EnclosingValues.waitingLimit
    ) throws(FormatError) {
        path = records
        let discovery: FieldDiscovery?
        switch goal {
        case .batches(let mappings):
            discovery = mappings == nil ? FieldDiscovery(allowsRepetition: allowsRepetition) : nil
            let mappings = mappings ?? []
            self.mappings = mappings
            let builder = BatchBuilder(
                mappings: mappings, currencies: mappings.map { _ in nil }, fileIndex: fileIndex)
            collector = RecordCollector(fileName: fileName, builder: builder)
        case .recall(let rows):
            (mappings, discovery) = ([], nil)
            collector = RecordCollector(fileName: fileName, builder: nil, wantedRows: rows)
        }
        let mappings = mappings
        let names = Self.names(of: records)
        self.names = names
        let own = mappings.indices.filter { mappings[$0].enclosing == nil }
        let tree = FieldTree(own.map { (column: $0, source: mappings[$0].source) }, columnCount: mappings.count)
        record = FieldCollector(tree, sources: mappings.map(\.source), discovery: discovery)
        matcher = records.flatMap {
            $0.isDocument ? nil : PathMatcher($0, names: names, namesElements: allowsRepetition)
        }
        if let records, !records.isDocument, matcher == nil {
            let message = "the path of the records has more than \(PathMatcher.stepLimit) steps"
            throw FormatError(code: .unknownColumn, message: message)
        }
        enclosing = try EnclosingValues(mappings, path: records, limit: waitingLimit)
    }

    private static func names(of path: RecordPath?) -> NameTable {
        var names = NameTable()
        for name in path?.steps ?? [] { names.insert(name) }
        return names
    }

    /// The number by which the path of the records speaks of a name.
    @inline(__always)
    func number(of name: Span<UInt8>) -> Int {
        names.number(of: name)
    }

    /// Whether the innermost container, which is not part of a record, is on the way to records.
    @inline(__always)
    var isOnTheWay: Bool { places.last ?? 0 != 0 }

    /// Whether the elements of the innermost container, an array outside of records, are the records.
    @inline(__always)
    var isListOfRecords: Bool {
        guard let place = places.last else { return false }
        return matcher.map { $0.matches($0.place(of: .array, below: place)) } ?? (path == nil && places.count == 1)
    }

    // MARK: Members, as JSON has them

    /// Begins an object or an array.
    ///
    /// - Returns: Whether it is a record.
    mutating func beginContainer(isList: Bool, label: PathMatcher.Label) -> Bool {
        let isElement = if case .array = label { true } else { false }
        let container: FieldCollector.Container = isList ? .list : isElement ? .listElement : .object
        if isInRecord {
            record.descend(into: container)
            return false
        }
        enclosing.descend(into: isElement ? .listElement : container)
        enter(label)
        if isList { return false }
        let isUnnamed = path == nil ? places.count == 2 && isElement : places.count == 1
        let isRecord = matcher?.matches(places.last ?? 0) ?? isUnnamed
        return begin(isRecord: isRecord)
    }

    /// Ends an object or an array.
    ///
    /// - Returns: Whether a record ends, which `finishRecord` then is to be told.
    mutating func endContainer() throws(FormatError) -> Bool {
        if isInRecord {
            record.ascend()
            return !record.isOpen
        }
        try leave()
        enclosing.ascend()
        enclosing.handOnReady(to: &collector)
        return false
    }

    /// Begins a member by its name.
    mutating func member(_ name: Span<UInt8>) throws(FormatError) {
        if isInRecord { return record.member(name) }
        memberName = names.number(of: name)
        try enclosing.member(name)
    }

    /// Begins the member of a record that is expected next if its name stands in a chunk; see
    /// ``FieldCollector/expectedMember(in:at:)``.
    @inline(__always)
    mutating func expectedMember(in chunk: Span<UInt8>, at start: Int) -> Int? {
        isInRecord ? record.expectedMember(in: chunk, at: start) : nil
    }

    /// Takes a piece of a value.
    mutating func part(_ piece: Span<UInt8>) throws(FormatError) {
        guard isInRecord else { return try enclosing.part(piece) }
        record.part(piece)
        try checkSize()
    }

    /// Takes a piece of an element's text.
    mutating func text(_ piece: Span<UInt8>) throws(FormatError) {
        guard isInRecord else { return try enclosing.part(piece) }
        record.text(piece)
        try checkSize()
    }

    /// Takes a whole value of a record, which stands in the chunk as it is.
    @inline(__always)
    mutating func value(at bounds: Range<Int>) throws(FormatError) {
        record.value(at: bounds)
        try checkSize()
    }

    @inline(__always)
    private func checkSize() throws(FormatError) {
        if record.sizeSoFar > Self.recordLimit { throw Self.tooLarge(recordCount + 1) }
    }

    private static func tooLarge(_ record: Int) -> FormatError {
        let message = "the values of record \(record) have more than \(recordLimit) bytes"
        return FormatError(code: .tooLarge, message: message)
    }

    /// Keeps what the chunk, which is over, holds of a record that goes on.
    mutating func endChunk(_ chunk: Span<UInt8>) {
        if isInRecord { record.keepValues(of: chunk) }
    }

    /// Ends a value of a member, or of an array's element.
    ///
    /// - Throws: Code ``FormatError/Code/malformed`` where records should stand instead of it.
    mutating func endValue(isElement: Bool) throws(FormatError) {
        if isInRecord {
            record.endValue()
        } else {
            noteContent()
            try refuseValueAroundRecords(isElement)
            enclosing.endValue()
        }
        handOnReady()
    }

    /// Ends a member that has no value.
    mutating func endNull() {
        if isInRecord { record.endNull() } else { enclosing.endNull() }
        handOnReady()
    }

    // MARK: Elements, as XML has them

    /// Begins an element.
    ///
    /// - Parameter number: The number by which the path of the records speaks of the name.
    /// - Returns: Whether it is a record.
    mutating func beginElement(_ name: Int, number: Int, in names: borrowing XMLNames) throws(FormatError) -> Bool {
        if isInRecord {
            record.beginElement(name, in: names)
            return false
        }
        try enclosing.beginElement(name, in: names)
        enter(.name(number))
        return begin(isRecord: matcher?.matches(places.last ?? 0) ?? (places.count == 1))
    }

    /// Takes the whole elements of a record that are expected next; see
    /// ``FieldCollector/expectedElements(from:of:_:)``.
    mutating func expectedElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int {
        guard isInRecord else { return first }
        let next = record.expectedElements(from: first, of: found, bytes)
        try checkSize()
        return next
    }

    /// Takes a whole element of a record that has no attributes and no elements inside it.
    mutating func element(
        _ name: Int, in names: borrowing XMLNames, text bounds: Range<Int>, of chunk: Span<UInt8>
    ) throws(FormatError) {
        record.element(name, in: names, text: bounds, of: chunk)
        try checkSize()
    }

    /// Ends an element.
    ///
    /// - Returns: Whether a record ends, which `finishRecord` then is to be told.
    mutating func endElement() throws(FormatError) -> Bool {
        if isInRecord {
            record.endElement()
            return !record.isOpen
        }
        try leave()
        enclosing.endElement()
        handOnReady()
        return false
    }

    /// Takes an attribute of the innermost element.
    mutating func attribute(
        _ name: Int, in names: borrowing XMLNames, _ value: Span<UInt8>
    ) throws(FormatError) {
        if isInRecord {
            _ = record.attribute(name, in: names, value)
            try checkSize()
        } else {
            try enclosing.attribute(name, in: names, value)
        }
        handOnReady()
    }

    /// Says that the innermost element has no value.
    mutating func markNil() {
        if isInRecord { record.markNil() } else { enclosing.markNil() }
    }

    // MARK: Records

    /// Takes the record that has just ended.
    ///
    /// - Parameter chunk: What the places of its values point into.
    /// - Returns: Whether its text is needed as well, which then is to be given to ``addText(_:of:isElement:)``.
    mutating func finishRecord(
        line: Int, byteOffset: Int, chunk: Span<UInt8>, isElement: Bool
    ) throws(FormatError) -> Bool {
        recordCount += 1
        isInRecord = false
        let position = DataPosition(row: recordCount, line: line, byteOffset: byteOffset)
        isWaiting = !enclosing.isEmpty && !enclosing.complete(&record, row: recordCount)
        recordPosition = position
        if isWaiting || collector.add(chunk, &record, at: position) { return true }
        leaveRecord(isElement)
        return false
    }

    /// Takes the text of the record that has just ended.
    mutating func addText(_ text: String, of chunk: Span<UInt8>, isElement: Bool) throws(FormatError) {
        if isWaiting {
            let finished = FinishedRecord(record, in: chunk, text: text, position: recordPosition)
            try enclosing.add(finished, to: &collector)
        } else {
            collector.addText(text)
        }
        leaveRecord(isElement)
    }

    private mutating func leaveRecord(_ isElement: Bool) {
        places.removeLast()
        contents.removeLast()
        if isElement { enclosing.endElement() } else { enclosing.ascend() }
        handOnReady()
    }

    /// Says that the document is over.
    ///
    /// - Parameter hint: What the document has where the path points at nothing.
    mutating func finish(hint: String = "") throws(FormatError) {
        collector.flush(&record)
        if let discovery = record.discovery { collector.note(discovery.unknownFields(in: record.tree)) }
        guard recordCount > 0 else { return try checkPlace(hint) }
        for column in mappings.indices where mappings[column].enclosing == nil && !mappings[column].isOptional {
            guard !record.hasEverSeen(column) else { continue }
            throw FormatError(
                code: .unknownColumn, message: "no record has a field \"\(mappings[column].source)\"")
        }
        try enclosing.checkSeen()
    }

    /// A document without records may have an empty list of them; a path that points at nothing is a wrong path.
    private func checkPlace(_ hint: String) throws(FormatError) {
        guard !hasSeenPlace else { return }
        let place = path.map { "nothing stands at \"\($0.text)\"" } ?? "the document is not a list"
        throw FormatError(code: .unknownColumn, message: "\(place)\(hint); say with `records` where the records stand")
    }

    /// The fields that records had and no mapping takes, so far, in the order in which they were met.
    var unmappedFields: [String] { record.tree.unmappedPaths }

    /// What was found since the last call.
    mutating func takeHarvest() -> RecordHarvest {
        collector.takeHarvest()
    }

    private mutating func enter(_ label: PathMatcher.Label) {
        let place = matcher?.place(of: label, below: places.last ?? 0) ?? 0
        noteContent(isRecords: matcher?.matches(place) ?? false)
        places.append(place)
        contents.append(Content(isAroundRecords: matcher?.isAroundRecords(place, reachedBy: label) ?? false))
    }

    private mutating func leave() throws(FormatError) {
        places.removeLast()
        let content = contents.removeLast()
        guard content.isAroundRecords, content.isThere, !content.hasRecords else { return }
        throw misplaced("has something in it, but nothing called \"\(lastStep)\"")
    }

    /// Says that the innermost container outside of records has something in it.
    mutating func noteContent(isRecords: Bool = false) {
        guard !contents.isEmpty else { return }
        contents[contents.count - 1].isThere = true
        if isRecords { contents[contents.count - 1].hasRecords = true }
    }

    private func refuseValueAroundRecords(_ isElement: Bool) throws(FormatError) {
        guard !isElement, let matcher else { return }
        let place = matcher.place(of: .name(memberName), below: places.last ?? 0)
        guard matcher.isAroundRecords(place, reachedBy: .name(memberName)) else { return }
        throw misplaced("is a single value")
    }

    /// What stands where the records should be could be one that is read otherwise, and would be missed.
    private func misplaced(_ what: String) -> FormatError {
        let parent = (path?.steps ?? []).dropLast().last.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return FormatError(
            code: .malformed,
            message:
                "\"\(parent)\", behind record \(recordCount), \(what); nothing of it is read. Where that is right, "
                + "say `records: \(lastStep)`")
    }

    /// What a record is called in the path.
    private var lastStep: String { (path?.steps.last).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    private mutating func begin(isRecord: Bool) -> Bool {
        if isRecord {
            isInRecord = true
            record.begin()
        } else {
            enclosing.begin(at: places.last ?? 0, recordCount: recordCount)
        }
        return isRecord
    }

    private mutating func handOnReady() {
        if !isInRecord, !enclosing.isEmpty { enclosing.handOnReady(to: &collector) }
    }
}
