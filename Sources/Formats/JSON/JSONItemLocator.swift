/// Where an object of a JSON document stands, and what a few of its members say.
package struct LocatedItem: Sendable, Hashable {
    /// The object's bytes in the document, from its opening to its closing brace.
    package let byteRange: Range<Int>
    /// For each field that was asked for its value as text; `nil` where the object has none or it is no single value.
    package let values: [String?]
}

/// Finds the objects in one array of a JSON document without reading them, chunk by chunk: `{"items": [{…}, {…}]}`.
///
/// Whoever serves or samples a large document keeps the places and reads the bytes when they are wanted.
package struct JSONItemLocator: Sendable {
    private var tokenizer = JSONTokenizer()
    private var finder: ItemFinder
    private let member: String

    /// A locator at the start of a document.
    ///
    /// - Parameters:
    ///   - member: The member of the outermost object that holds the array.
    ///   - fields: The members of each object whose values are wanted.
    package init(member: String, fields: [String]) {
        self.member = member
        finder = ItemFinder(member: Array(member.utf8), fields: fields.map { Array($0.utf8) })
    }

    /// Reads the next chunk; returns the objects that end in it.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) -> [LocatedItem] {
        try tokenizer.read(chunk, to: &finder)
        return finder.endChunk(of: chunk.count)
    }

    /// Says that the document is over.
    ///
    /// - Throws: Code ``FormatError/Code/unknownColumn`` when the outermost object had no such array.
    package mutating func finish() throws(FormatError) {
        try tokenizer.finish(to: &finder)
        guard finder.hasFoundArray else {
            throw FormatError(code: .unknownColumn, message: "the JSON object has no array under \"\(member)\"")
        }
    }
}

/// Follows the tokenizer's events down to the objects of the array and to their members, and no deeper.
private struct ItemFinder: JSONHandler {
    /// How many containers are open around an object of the array, around its members' values.
    private static let itemDepth = 2
    private static let memberDepth = 3

    private let member: [UInt8]
    private let fields: [[UInt8]]
    private(set) var hasFoundArray = false
    private var depth = 0
    private var isAtMember = false
    private var isInArray = false
    private var items: [LocatedItem] = []
    private var itemStart = 0
    private var values: [String?]
    /// The field whose value is being read.
    private var field: Int?
    private var text: [UInt8] = []
    private var chunkOffset = 0

    init(member: [UInt8], fields: [[UInt8]]) {
        self.member = member
        self.fields = fields
        values = Array(repeating: nil, count: fields.count)
    }

    /// The objects found since the last call.
    mutating func endChunk(of length: Int) -> [LocatedItem] {
        defer { items.removeAll(keepingCapacity: true) }
        chunkOffset += length
        return items
    }

    mutating func beginObject(at offset: Int) {
        if isInArray, depth == Self.itemDepth {
            itemStart = offset
            values = Array(repeating: nil, count: fields.count)
        }
        enter()
    }

    mutating func endObject(seen: Span<UInt8>) {
        depth -= 1
        guard isInArray, depth == Self.itemDepth else { return }
        items.append(LocatedItem(byteRange: itemStart..<chunkOffset + seen.count, values: values))
    }

    mutating func beginArray() {
        if isAtMember {
            hasFoundArray = true
            isInArray = true
        }
        enter()
    }

    mutating func endArray() {
        depth -= 1
        if depth < Self.itemDepth { isInArray = false }
    }

    mutating func key(_ name: Span<UInt8>) {
        isAtMember = depth == 1 && equal(name, member)
        field = isInArray && depth == Self.memberDepth ? fields.firstIndex { equal(name, $0) } : nil
    }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        guard field != nil else { return }
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }

    mutating func endString() { keepValue() }

    mutating func number(_ text: Span<UInt8>) {
        stringPart(text)
        keepValue()
    }

    mutating func boolean(_ value: Bool) {
        if field != nil { text.append(contentsOf: (value ? "true" : "false").utf8) }
        keepValue()
    }

    mutating func null() { leaveMember() }

    private mutating func enter() {
        depth += 1
        leaveMember()
    }

    private mutating func leaveMember() {
        isAtMember = false
        field = nil
    }

    private mutating func keepValue() {
        if let field { values[field] = String(decoding: text, as: UTF8.self) }
        text.removeAll(keepingCapacity: true)
        leaveMember()
    }

    private func equal(_ left: Span<UInt8>, _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
