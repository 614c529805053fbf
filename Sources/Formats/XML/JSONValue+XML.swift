internal import Records

extension JSONValue {
    /// The value that an XML document holds, for small answers: the content of its outermost element.
    ///
    /// XML has no types and no lists, so values are text, and what repeats is a list. An element whose elements are all
    /// called as it is without its last "s", or `item`, is a list also when there is one of them. Attributes are
    /// members; text beside elements is dropped when it is blank and otherwise the member `text`.
    ///
    /// - Parameter charset: The encoding that the document is said to have from outside.
    /// - Throws: ``FormatError`` when the text is no well-formed document, or larger or deeper than allowed.
    package init(parsingXML text: [UInt8], charset: String?) throws(FormatError) {
        var parser = XMLBlockParser(charset: charset, recordName: [], blockSize: XMLBlockParser.blockSize)
        var (checker, builder) = (XMLEventChecker(), XMLTreeBuilder())
        try parser.read(text.span) { (block) throws(FormatError) in try checker.handOn(block, to: &builder) }
        try parser.finish { (block) throws(FormatError) in try checker.handOn(block, to: &builder) }
        try checker.finish()
        guard let value = builder.value else { preconditionFailure("a finished document has a value") }
        self = value
    }
}

/// Builds a ``JSONValue`` from the tokenizer's events.
private struct XMLTreeBuilder: XMLHandler {
    private struct Element {
        let name: String
        var members: [JSONValue.Member] = []
        var text: [UInt8] = []
        var isNil = false
    }

    private(set) var value: JSONValue?
    private var open: [Element] = []

    mutating func handle(_ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>) throws(FormatError) {
        let event = found.events[index]
        let name = String(decoding: found.names.bytes[found.names.localBounds(of: Int(event.name))], as: UTF8.self)
        switch event.kind {
        case .start: open.append(Element(name: name))
        case .attribute:
            let text = String(copying: bytes.extracting(event.value))
            if !open.isEmpty { open[open.count - 1].members.append(.init(name, .string(text))) }
        case .isNil: if !open.isEmpty { open[open.count - 1].isNil = true }
        case .namespace, .schema: break
        case .text: append(bytes.extracting(event.value))
        case .end: end()
        case .element:
            open.append(Element(name: name))
            append(bytes.extracting(event.value))
            end()
        }
    }

    mutating func endBlock(_ found: borrowing XMLEvents, _ bytes: Span<UInt8>) {}

    private mutating func append(_ text: Span<UInt8>) {
        guard !open.isEmpty else { return }
        for index in text.indices { open[open.count - 1].text.append(text[index]) }
    }

    private mutating func end() {
        guard let element = open.popLast() else { return }
        let content = Self.content(of: element)
        if open.isEmpty {
            value = content
        } else {
            open[open.count - 1].members.append(.init(element.name, content))
        }
    }

    private static func content(of element: Element) -> JSONValue {
        let text = String(decoding: element.text, as: UTF8.self)
        if element.members.isEmpty { return element.isNil ? .null : .string(text) }
        if isList(element) { return .array(element.members.map(\.value)) }
        var members = merged(element.members)
        if !element.text.span.isBlank { members.append(.init("text", .string(text))) }
        return .object(members)
    }

    private static func isList(_ element: Element) -> Bool {
        let names = Set(element.members.map(\.name))
        guard names.count == 1, let name = names.first else { return false }
        return name == "item" || name + "s" == element.name
    }

    /// The members with those of one name made into a list, in the place of the first.
    private static func merged(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        var merged: [JSONValue.Member] = []
        var places: [String: Int] = [:]
        var repeated: Set<String> = []
        for member in members {
            guard let place = places[member.name] else {
                places[member.name] = merged.count
                merged.append(member)
                continue
            }
            let earlier =
                repeated.insert(member.name).inserted ? [merged[place].value] : merged[place].value.array ?? []
            merged[place].value = .array(earlier + [member.value])
        }
        return merged
    }
}
