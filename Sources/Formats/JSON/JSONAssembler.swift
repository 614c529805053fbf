import Records

/// Makes records of the tokenizer's events.
struct JSONAssembler: JSONHandler {
    /// How many bytes a record may have.
    private static let recordLimit = 16 << 20

    private let path: RecordPath?
    private let fields: FieldTree
    private let mappings: [ColumnMapping]
    private var collector: RecordCollector

    /// The names around the value that comes next, outermost first; `nil` for the element of an array.
    private var place: [[UInt8]?] = []
    private var isInsideArray: [Bool] = []
    private var name: [UInt8] = []
    private var record: OpenRecord?
    private var recordCount = 0
    /// Whether anything stands where the path points, be it an empty list.
    private var hasSeenPlace = false
    /// Whether an array outside records has begun and nothing has come of it yet.
    private var isArrayEmpty = false
    /// For each node of the tree whether any record has a member there.
    private var seenNodes: [Bool]
    /// The offset of the current chunk's first byte.
    private var chunkOffset = 0
    /// The text of the open record that earlier chunks brought.
    private var carriedText: [UInt8] = []

    init(fileName: String, fileIndex: Int, records: RecordPath?, goal: ReadingGoal) throws(FormatError) {
        path = records
        switch goal {
        case .batches(nil):
            throw FormatError(code: .unknownColumn, message: "records of JSON need `columns`, which names their fields")
        case .batches(let mappings?):
            self.mappings = mappings
            let builder = BatchBuilder(
                mappings: mappings, currencies: mappings.map { _ in nil }, fileIndex: fileIndex)
            collector = RecordCollector(fileName: fileName, builder: builder)
        case .recall(let rows):
            mappings = []
            collector = RecordCollector(fileName: fileName, builder: nil, wantedRows: rows)
        }
        fields = FieldTree(mappings.map(\.source))
        seenNodes = Array(repeating: false, count: fields.count)
    }

    mutating func beginObject(at offset: Int) throws(FormatError) {
        enter(isArray: false)
        if record != nil {
            descend()
        } else if isAtRecord {
            record = OpenRecord(
                start: offset, columnCount: mappings.count, nodeCount: fields.count)
        }
    }

    mutating func beginArray() throws(FormatError) {
        if path == nil { try checkMember() }
        enter(isArray: true)
        if record != nil {
            descend()
        } else {
            isArrayEmpty = true
            if path?.matches(place + [nil]) ?? place.isEmpty { hasSeenPlace = true }
        }
    }

    mutating func endArray() {
        // An empty list on the way to the records is as good as an empty list of records.
        if isArrayEmpty, path?.begins(at: place) == true { hasSeenPlace = true }
        isArrayEmpty = false
        leave()
        record?.nodes.removeLast()
    }

    mutating func endObject(seen: Span<UInt8>) {
        leave()
        record?.nodes.removeLast()
        guard let finished = record, finished.nodes.isEmpty else { return }
        record = nil
        add(finished, seen: seen)
    }

    mutating func key(_ name: Span<UInt8>) {
        self.name.removeAll(keepingCapacity: true)
        for index in name.indices { self.name.append(name[index]) }
        let node = fields.child(self.name, of: record?.nodes.last ?? nil)
        record?.target = node
        guard let node else { return }
        seenNodes[node] = true
        if record?.seenNodes[node] == true {
            let source = fields.columns(of: node).first.map { mappings[$0].source }
            record?.fault = ValueFault(column: source ?? String(copying: name), reason: "stands there twice")
        }
        record?.seenNodes[node] = true
    }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        guard record?.target != nil else { return }
        for index in bytes.indices { record?.bytes.append(bytes[index]) }
    }

    mutating func endString() throws(FormatError) {
        try checkMember()
        keepValue()
    }

    mutating func number(_ text: Span<UInt8>) throws(FormatError) {
        try checkMember()
        stringPart(text)
        keepValue()
    }

    mutating func boolean(_ value: Bool) throws(FormatError) {
        try checkMember()
        stringPart(Array((value ? "true" : "false").utf8).span)
        keepValue()
    }

    mutating func null() throws(FormatError) { try checkMember() }

    /// A list of records holds objects and nothing else: what is passed over could be a charge.
    private func checkMember() throws(FormatError) {
        guard record == nil, isInsideArray.last == true, path?.matches(place + [nil]) ?? place.isEmpty else { return }
        let message = "an element of the list of records, behind record \(recordCount), is not an object"
        throw FormatError(code: .malformed, message: message)
    }

    /// Whether the object that just began is a record.
    private var isAtRecord: Bool {
        path?.matches(place) ?? (place.count == 1 && isInsideArray == [true, false])
    }

    private mutating func enter(isArray: Bool) {
        isArrayEmpty = false
        if let isElement = isInsideArray.last { place.append(isElement ? nil : name) }
        isInsideArray.append(isArray)
    }

    private mutating func leave() {
        isInsideArray.removeLast()
        if !place.isEmpty { place.removeLast() }
    }

    /// Goes into an object or array of the open record. A mapped value that turns out to be one is a fault.
    private mutating func descend() {
        let isElement = isInsideArray.dropLast().last == true
        let node = isElement ? nil : record?.target
        if let column = fields.columns(of: node).first {
            record?.fault = ValueFault(column: mappings[column].source, reason: "is not a single value")
        }
        record?.nodes.append(isInsideArray.last == true ? nil : node)
        record?.target = nil
    }

    /// Ends the value whose bytes were collected.
    private mutating func keepValue() {
        guard let target = record?.target, let start = record?.valueStart, let end = record?.bytes.count else { return }
        let range = FieldRange(start: start, end: end, isEscaped: false)
        for column in fields.columns(of: target) { record?.fields[column] = range }
        record?.valueStart = end
        record?.target = nil
    }

    private mutating func add(_ record: OpenRecord, seen: Span<UInt8>) {
        recordCount += 1
        let position = DataPosition(row: recordCount, line: 0, byteOffset: record.start)
        let start = record.start - chunkOffset
        if start >= 0 {
            let text = seen.extracting(start..<seen.count)
            collector.add(record.bytes.span, record.fields, at: position, text: text, fault: record.fault)
        } else {
            for index in seen.indices { carriedText.append(seen[index]) }
            let text = carriedText
            collector.add(record.bytes.span, record.fields, at: position, text: text.span, fault: record.fault)
        }
        carriedText.removeAll(keepingCapacity: true)
    }

    /// Keeps what the chunk holds of a record that goes on in the next.
    mutating func endChunk(_ chunk: Span<UInt8>) throws(FormatError) {
        if let record {
            for index in max(0, record.start - chunkOffset)..<chunk.count { carriedText.append(chunk[index]) }
            guard carriedText.count <= Self.recordLimit else {
                let message = "the record at byte \(record.start) has more than \(Self.recordLimit) bytes"
                throw FormatError(code: .tooLarge, message: message)
            }
        }
        chunkOffset += chunk.count
    }

    mutating func finish() throws(FormatError) {
        collector.flush()
        guard recordCount > 0 else { return try checkPlace() }
        for node in seenNodes.indices where !seenNodes[node] {
            for column in fields.columns(of: node) where !mappings[column].isOptional {
                throw FormatError(
                    code: .unknownColumn, message: "no record has a field \"\(mappings[column].source)\"")
            }
        }
    }

    /// A document without records may have an empty list of them; a path that points at nothing is a wrong path.
    private func checkPlace() throws(FormatError) {
        guard !hasSeenPlace else { return }
        let steps = path?.steps.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        let place = steps.map { "nothing stands at \"\($0)\"" } ?? "the document is not a list"
        throw FormatError(code: .unknownColumn, message: "\(place); say with `records` where the records stand")
    }

    mutating func takeHarvest() -> RecordHarvest {
        collector.takeHarvest()
    }
}

/// A record whose closing brace has not come yet.
private struct OpenRecord {
    /// The offset of its opening brace in the document.
    let start: Int
    /// The values found so far, unescaped, one behind the other.
    var bytes: [UInt8] = []
    var valueStart = 0
    /// For each mapping the place of its value in `bytes`.
    var fields: [FieldRange?]
    /// The tree's node of each object or array that is open inside the record; `nil` where nothing is mapped.
    var nodes: [Int?] = [FieldTree.root]
    /// The node of the member that is being read.
    var target: Int?
    /// For each node of the tree whether the record has a member there, be it null.
    var seenNodes: [Bool]
    var fault: ValueFault?

    init(start: Int, columnCount: Int, nodeCount: Int) {
        self.start = start
        self.fields = Array(repeating: nil, count: columnCount)
        self.seenNodes = Array(repeating: false, count: nodeCount)
    }
}
