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
    private enum Container {
        case array([JSONValue])
        /// Names are compared as bytes: two that only look alike may stand together.
        case object([JSONValue.Member], names: Set<[UInt8]>, pendingName: String)
    }

    private(set) var value: JSONValue?
    private var open: [Container] = []
    private var text: [UInt8] = []

    mutating func beginObject(at offset: Int) {
        open.append(.object([], names: [], pendingName: ""))
    }

    mutating func endObject(seen: Span<UInt8>) {
        guard case .object(let members, _, _)? = open.popLast() else { return }
        add(.object(members))
    }

    mutating func beginArray() {
        open.append(.array([]))
    }

    mutating func endArray() {
        guard case .array(let elements)? = open.popLast() else { return }
        add(.array(elements))
    }

    mutating func key(_ name: Span<UInt8>) throws(FormatError) {
        guard case .object(let members, var names, _)? = open.popLast() else { return }
        let name = String(copying: name)
        guard names.insert(Array(name.utf8)).inserted else {
            throw FormatError(code: .malformed, message: "a JSON object has the name \"\(name)\" twice")
        }
        open.append(.object(members, names: names, pendingName: name))
    }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        for index in bytes.indices { text.append(bytes[index]) }
    }

    mutating func endString() {
        add(.string(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    mutating func number(_ text: Span<UInt8>) { add(.number(String(copying: text))) }

    mutating func boolean(_ value: Bool) { add(.boolean(value)) }

    mutating func null() { add(.null) }

    private mutating func add(_ value: JSONValue) {
        switch open.popLast() {
        case nil: self.value = value
        case .array(var elements)?:
            elements.append(value)
            open.append(.array(elements))
        case .object(var members, let names, let name)?:
            members.append(.init(name, value))
            open.append(.object(members, names: names, pendingName: name))
        }
    }
}

extension String {
    /// The text of some UTF-8 bytes; what is not UTF-8 becomes U+FFFD.
    package init(copying bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        self = String(decoding: copy, as: UTF8.self)
    }
}
