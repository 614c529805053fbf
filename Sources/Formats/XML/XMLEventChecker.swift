/// Checks the events of a document, block by block, and hands them on.
///
/// Limits that libxml2 lacks or has too wide are kept here.
struct XMLEventChecker: Sendable {
    /// How deep elements may be nested.
    static let depthLimit = 256
    /// How many bytes a tag with its attributes, a comment or a processing instruction may have.
    ///
    /// libxml2 compares each attribute of a tag with each other, so this also bounds the time.
    static let markupLimit = 256 << 10
    /// How many bytes of text may stand between two tags.
    static let textLimit = 10 << 20

    private var depth = 0
    private var hasSeenRoot = false
    private var textLength = 0
    /// How many bytes of the document were handed on.
    private var offset = 0
    /// The line in which the block that is handed on ends.
    private var line = 0

    /// Hands the events of the next block on, up to the first fault in it.
    @inline(__always)
    mutating func handOn<Handler: XMLHandler>(_ block: XMLBlock, to handler: inout Handler) throws(FormatError) {
        (offset, line) = (block.end, block.line)
        try block.events.bytes.withSpan { (bytes) throws(FormatError) in try handOn(block.events, bytes, &handler) }
        if let fault = block.events.fault { throw error(of: fault, isLast: block.isLast) }
        if let excess = block.events.excessOfNames { throw tooManyNames(excess) }
        if block.pendingCount > Self.markupLimit {
            throw tooLarge("a tag, a comment or a processing instruction has more than \(Self.markupLimit) bytes")
        }
    }

    /// Says that all blocks were handed on.
    func finish() throws(FormatError) {
        guard hasSeenRoot, depth == 0 else { throw FormatError(code: .truncated, message: cutOff) }
    }

    private mutating func handOn<Handler: XMLHandler>(
        _ found: borrowing XMLEvents, _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws(FormatError) {
        var index = 0
        while index < found.events.count {
            if found.events[index].kind == .element, depth < Self.depthLimit {
                let next = try handler.handleElements(from: index, of: found, bytes)
                if next > index { (index, textLength) = (next, 0) }
                guard index < found.events.count else { break }
            }
            try check(found.events[index], of: found)
            try handler.handle(index, of: found, bytes)
            index += 1
        }
        handler.endBlock(found, bytes)
    }

    @inline(__always)
    private mutating func check(_ event: XMLEvents.Event, of found: borrowing XMLEvents) throws(FormatError) {
        switch event.kind {
        case .start:
            hasSeenRoot = true
            depth += 1
            if depth > Self.depthLimit { throw tooDeep(line: found.lineOfDepth) }
            textLength = 0
        case .end:
            depth -= 1
            textLength = 0
        case .text: try addToText(event.value.count)
        case .element:
            hasSeenRoot = true
            if depth == Self.depthLimit { throw tooDeep(line: found.lineOfDepth) }
            textLength = 0
            if event.value.count > Self.textLimit { try addToText(event.value.count) }
        case .attribute, .namespace, .schema, .isNil: break
        }
    }

    private mutating func addToText(_ count: Int) throws(FormatError) {
        textLength += count
        guard textLength > Self.textLimit else { return }
        throw tooLarge("the text of an element has more than \(Self.textLimit) bytes")
    }
}

/// The wording of faults.
extension XMLEventChecker {
    private var cutOff: String { "the XML document is cut off after \(offset) bytes" }

    private func tooDeep(line: Int) -> FormatError {
        FormatError(
            code: .tooLarge,
            message: "elements are nested more than \(Self.depthLimit) deep (line \(line) of the XML document)")
    }

    private func tooManyNames(_ excess: XMLNames.Excess) -> FormatError {
        let what =
            switch excess {
            case .names: "elements and attributes have more than \(XMLNames.limit) names"
            case .bytes: "the names of elements and attributes have more than \(XMLNames.byteLimit) bytes together"
            }
        return FormatError(code: .tooLarge, message: "\(what) (line \(line) of the XML document)")
    }

    private func tooLarge(_ what: String) -> FormatError {
        FormatError(code: .tooLarge, message: "\(what) (before line \(line) of the XML document ends)")
    }

    private func error(of fault: XMLEvents.Fault, isLast: Bool) -> FormatError {
        let place = fault.column > 0 ? "line \(fault.line), column \(fault.column)" : "line \(fault.line)"
        let isEndMissed = fault.isAtEnd || fault.number == Self.documentEnd
        if isLast, isEndMissed, !(hasSeenRoot && depth == 0) {
            guard hasSeenRoot else {
                return FormatError(code: .truncated, message: "the XML document has no element, only \(offset) bytes")
            }
            return FormatError(code: .truncated, message: "\(cutOff) (libxml2: \(fault.words))")
        }
        guard fault.number != 0 else {
            let message = """
                the XML document has a DOCTYPE (\(place)), which is refused because it can declare entities and load \
                files; ask for the document without one
                """
            return FormatError(code: .malformed, message: message)
        }
        let what = Self.words(for: fault, hasRoot: hasSeenRoot)
        return FormatError(code: .malformed, message: "\(what) (\(place) of the XML document; libxml2: \(fault.words))")
    }

    /// libxml2's number for a document that ends too early, or does not end where it should.
    private static let documentEnd: UInt32 = 5

    /// What the commonest of libxml2's errors mean. The numbers are those of `xmlParserErrors`, which never change.
    private static func words(for fault: XMLEvents.Fault, hasRoot: Bool) -> String {
        switch fault.number {
        case 4, documentEnd:
            hasRoot ? "something stands behind the end of the document" : "the document does not begin with a tag"
        case 6...8: "a character reference is not one"
        case 9: "a character stands there that XML does not allow"
        case 68 where !fault.words.contains("EntityRef"): "a tag or an attribute has no proper name"
        case 23, 26, 27, 28, 68: "an entity stands there that XML itself does not have, or a bare \"&\""
        case 31, 32, 79, 81, 6000...6010: "the bytes are not text of the document's encoding"
        case 38: "a \"<\" stands inside an attribute"
        case 39...41: "an attribute has no value in quotes"
        case 42: "an attribute stands twice in one tag"
        case 62: "\"]]>\" stands in text"
        case 64: "the XML declaration does not stand at the very start"
        case 73: "a tag is not closed"
        case 76, 77: "an end tag does not fit its start tag"
        default: "the document breaks the rules of XML"
        }
    }
}
