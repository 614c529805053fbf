/// What an ``XMLTokenizer`` hands its events to, in the order of the document.
protocol XMLHandler {
    /// Takes the next event, by its place in those of a block. Their bytes are UTF-8, whatever the document's encoding.
    mutating func handle(
        _ index: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError)
    /// Takes whole elements with nothing but text in them, from a place in the events on, as far as it can at once.
    ///
    /// - Returns: The place of the first event that was not taken, and that ``handle(_:of:_:)`` takes.
    mutating func handleElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int
    /// Takes note that the events of a block are over, and their bytes.
    mutating func endBlock(_ found: borrowing XMLEvents, _ bytes: Span<UInt8>)
}

extension XMLHandler {
    mutating func handleElements(
        from first: Int, of found: borrowing XMLEvents, _ bytes: Span<UInt8>
    ) throws(FormatError) -> Int { first }
}

/// Splits a document of XML 1.0 into events, chunk by chunk; a chunk may end anywhere.
///
/// libxml2 does the work (``XMLPushParser``). It is fed blocks of one size, however the chunks are cut, so the result
/// does not depend on the cuts. Limits that libxml2 lacks or has too wide are kept here; each block is checked.
struct XMLTokenizer: Sendable {
    /// How deep elements may be nested.
    static let depthLimit = 256
    /// How many bytes a tag with its attributes, a comment or a processing instruction may have.
    ///
    /// libxml2 compares each attribute of a tag with each other, so this also bounds the time.
    static let markupLimit = 256 << 10
    /// How many bytes of text may stand between two tags.
    static let textLimit = 10 << 20
    /// The bytes that are white space.
    static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    /// How many bytes libxml2 is fed at once.
    static let blockSize = 64 << 10

    private let charset: String?
    private let blockSize: Int
    private var parser: XMLPushParser?
    private let recordName: [UInt8]?
    private var block: [UInt8] = []
    /// How many bytes libxml2 was fed.
    private var offset = 0
    private var depth = 0
    private var hasSeenRoot = false
    private var textLength = 0
    private var failure: FormatError?

    /// A tokenizer at the start of a document.
    ///
    /// - Parameters:
    ///   - charset: The encoding that the document is said to have from outside. It counts for more than what the
    ///     document says itself, and for less than a byte order mark (RFC 7303, section 3).
    ///   - recordName: What records are called: only the places of such elements are known; `nil` for those of
    ///     all elements.
    init(charset: String?, recordName: [UInt8]? = [], blockSize: Int = Self.blockSize) {
        self.charset = charset
        self.recordName = recordName
        self.blockSize = blockSize
    }

    /// Reads the next chunk. After an error there is no way on: the same error is thrown again.
    mutating func read<Handler: XMLHandler>(_ chunk: Span<UInt8>, to handler: inout Handler) throws(FormatError) {
        try refuseAfterFailure()
        var start = 0
        while start < chunk.count {
            // The first block holds a byte order mark whole.
            let size = parser == nil ? max(blockSize, 4) : blockSize
            let end = min(chunk.count, start + size - block.count)
            let piece = chunk.extracting(start..<end)
            start = end
            if piece.count == size, parser != nil {
                try parse(piece, isLast: false, &handler)
                continue
            }
            unsafe piece.withUnsafeBufferPointer { unsafe block.append(contentsOf: $0) }
            if block.count >= size { try parseBlock(isLast: false, &handler) }
        }
    }

    /// Says that the document is over.
    mutating func finish<Handler: XMLHandler>(to handler: inout Handler) throws(FormatError) {
        try refuseAfterFailure()
        guard offset + block.count > 0 else {
            throw keep(FormatError(code: .truncated, message: "the XML document is empty"))
        }
        try parseBlock(isLast: false, &handler)
        try parseBlock(isLast: true, &handler)
        guard hasSeenRoot, depth == 0 else {
            throw keep(FormatError(code: .truncated, message: cutOff))
        }
    }

    private mutating func parseBlock<Handler: XMLHandler>(isLast: Bool, _ handler: inout Handler) throws(FormatError) {
        var bytes: [UInt8] = []
        swap(&bytes, &block)
        if parser == nil {
            do throws(FormatError) {
                parser = try makeParser(for: bytes)
            } catch {
                throw keep(error)
            }
        }
        try parse(bytes.span, isLast: isLast, &handler)
        bytes.removeAll(keepingCapacity: true)
        swap(&bytes, &block)
    }

    private mutating func parse<Handler: XMLHandler>(
        _ bytes: Span<UInt8>, isLast: Bool, _ handler: inout Handler
    ) throws(FormatError) {
        precondition(isKnownUniquelyReferenced(&parser), "a copy of the reader reads the same document")
        guard let parser else { preconditionFailure("a parser is there") }
        do throws(FormatError) {
            offset += bytes.count
            let found = parser.parse(bytes, isLast: isLast)
            try found.bytes.withSpan { (bytes) throws(FormatError) in try handOn(found, bytes, &handler) }
            if let fault = found.fault { throw error(of: fault, isLast: isLast) }
            parser.giveBack(found)
            if parser.pendingCount > Self.markupLimit {
                let limit = "more than \(Self.markupLimit) bytes"
                throw tooLarge("a tag, a comment or a processing instruction has \(limit)")
            }
        } catch {
            throw keep(error)
        }
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

    /// Looks at the document's first bytes for a byte order mark, which settles the encoding.
    private func makeParser(for block: [UInt8]) throws(FormatError) -> XMLPushParser {
        let hasMark =
            block.starts(with: [0xEF, 0xBB, 0xBF]) || block.starts(with: [0xFE, 0xFF])
            || block.starts(with: [0xFF, 0xFE])
        guard !hasMark else {
            return try XMLPushParser(recordName: recordName, encoding: nil, ignoresDeclaration: true)
        }
        guard let charset else {
            return try XMLPushParser(recordName: recordName, encoding: nil, ignoresDeclaration: false)
        }
        var encoding = charset
        // Without a mark the order of the bytes has to be seen: `<` stands first.
        if charset.lowercased() == "utf-16" { encoding = block.first == 0 ? "UTF-16BE" : "UTF-16LE" }
        return try XMLPushParser(recordName: recordName, encoding: encoding, ignoresDeclaration: true)
    }

    private mutating func keep(_ error: FormatError) -> FormatError {
        failure = failure ?? error
        parser = nil
        block = []
        return error
    }

    private func refuseAfterFailure() throws(FormatError) {
        if let failure { throw failure }
    }
}

/// The wording of faults.
extension XMLTokenizer {
    private var cutOff: String { "the XML document is cut off after \(offset) bytes" }

    private func tooDeep(line: Int) -> FormatError {
        FormatError(
            code: .tooLarge,
            message: "elements are nested more than \(Self.depthLimit) deep (line \(line) of the XML document)")
    }

    private func tooLarge(_ what: String) -> FormatError {
        let line = parser?.place.line ?? 0
        return FormatError(code: .tooLarge, message: "\(what) (before line \(line) of the XML document ends)")
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
