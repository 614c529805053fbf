extension JSONValue {
    /// The value that a JSON text holds.
    ///
    /// - Throws: ``FormatError`` when the text breaks RFC 8259, or an object has a name twice.
    package init(parsing text: [UInt8]) throws(FormatError) {
        var tokenizer = JSONTokenizer()
        var builder = JSONTreeBuilder()
        try tokenizer.read(text.span, to: &builder)
        try tokenizer.finish(to: &builder)
        guard let value = builder.value else { preconditionFailure("a finished text has a value") }
        self = value
    }

    /// The value that a JSON text in a string holds.
    ///
    /// - Throws: As ``init(parsing:)-([UInt8])``.
    package init(parsing text: String) throws(FormatError) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// Builds a ``JSONValue`` from the tokenizer's events.
private struct JSONTreeBuilder: JSONHandler {
    /// An array or an object that is open.
    private struct Container {
        let isArray: Bool
        var elements: [JSONValue] = []
        var members: [JSONValue.Member] = []
        /// The hashes of the members' names, in their order.
        var hashes: [UInt64] = []
        var pendingName = ""
    }

    private(set) var value: JSONValue?
    private var open: [Container] = []
    private var text: [UInt8] = []
    /// The names so far, by their hashes: a list's objects have the same ones.
    private var names: [UInt64: String] = [:]

    mutating func beginObject(at offset: Int) { open.append(Container(isArray: false)) }

    mutating func endObject(seen: Span<UInt8>) {
        guard let container = open.popLast() else { return }
        add(.object(container.members))
    }

    mutating func beginArray() { open.append(Container(isArray: true)) }

    mutating func endArray() {
        guard let container = open.popLast() else { return }
        add(.array(container.elements))
    }

    mutating func key(_ name: Span<UInt8>) throws(FormatError) {
        guard !open.isEmpty else { return }
        let place = open.count - 1
        let hash = Self.hash(name)
        let text = string(name, hash)
        // Names are compared as bytes: two that only look alike may stand together.
        for index in open[place].hashes.indices where open[place].hashes[index] == hash {
            guard !open[place].members[index].name.utf8.elementsEqual(text.utf8) else {
                throw FormatError(code: .malformed, message: "a JSON object has the name \"\(text)\" twice")
            }
        }
        open[place].hashes.append(hash)
        open[place].pendingName = text
    }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }

    mutating func endString() {
        add(.string(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    mutating func number(_ text: Span<UInt8>) { add(.number(String(copying: text))) }

    mutating func boolean(_ value: Bool) { add(.boolean(value)) }

    mutating func null() { add(.null) }

    private mutating func add(_ value: JSONValue) {
        guard !open.isEmpty else { return self.value = value }
        let place = open.count - 1
        if open[place].isArray {
            open[place].elements.append(value)
        } else {
            open[place].members.append(.init(open[place].pendingName, value))
        }
    }

    /// The text of a name; one that has been seen is not made again.
    private mutating func string(_ name: Span<UInt8>, _ hash: UInt64) -> String {
        if let known = names[hash], Self.isEqual(known, name) { return known }
        let text = String(copying: name)
        names[hash] = text
        return text
    }

    private static func isEqual(_ text: String, _ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe text.utf8.elementsEqual($0) }
    }

    /// FNV-1a.
    private static func hash(_ name: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in name.indices { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01B3 }
        return hash
    }
}

extension String {
    /// The text of some UTF-8 bytes; what is not UTF-8 becomes U+FFFD.
    package init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
