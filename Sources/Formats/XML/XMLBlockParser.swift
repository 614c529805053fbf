/// Parses a document of XML 1.0 into blocks of events, chunk by chunk; a chunk may end anywhere.
///
/// libxml2 does the work (``XMLPushParser``). It is fed blocks of one size, however the chunks are cut, so the result
/// does not depend on the cuts. What it finds is checked by ``XMLEventChecker``.
package struct XMLBlockParser: Sendable {
    /// How many bytes libxml2 is fed at once.
    static let blockSize = 64 << 10

    private let charset: String?
    private let blockSize: Int
    private let recordName: [UInt8]?
    private var parser: XMLPushParser?
    private var block: [UInt8] = []
    /// How many bytes libxml2 was fed.
    private var offset = 0

    /// A parser at the start of a document.
    ///
    /// - Parameters:
    ///   - charset: The encoding that the document is said to have from outside. It counts for more than what the
    ///     document says itself, and for less than a byte order mark (RFC 7303, section 3).
    ///   - recordName: What records are called: only the places of such elements are known; `nil` for those of
    ///     all elements.
    init(charset: String?, recordName: [UInt8]?, blockSize: Int) {
        self.charset = charset
        self.recordName = recordName
        self.blockSize = blockSize
    }

    /// Parses the next chunk; hands on the blocks that end in it.
    package mutating func read(
        _ chunk: Span<UInt8>, _ handOn: (XMLBlock) throws(FormatError) -> Void
    ) throws(FormatError) {
        var start = 0
        while start < chunk.count {
            // The first block holds a byte order mark whole.
            let size = parser == nil ? max(blockSize, 4) : blockSize
            let end = min(chunk.count, start + size - block.count)
            let piece = chunk.extracting(start..<end)
            start = end
            if piece.count == size, parser != nil {
                try handOn(parse(piece, isLast: false))
                continue
            }
            unsafe piece.withUnsafeBufferPointer { unsafe block.append(contentsOf: $0) }
            if block.count >= size { try handOn(try parseBlock(isLast: false)) }
        }
    }

    /// Says that the document is over; hands on what is left.
    package mutating func finish(_ handOn: (XMLBlock) throws(FormatError) -> Void) throws(FormatError) {
        guard offset + block.count > 0 else {
            throw FormatError(code: .truncated, message: "the XML document is empty")
        }
        try handOn(try parseBlock(isLast: false))
        try handOn(try parseBlock(isLast: true))
    }

    private mutating func parseBlock(isLast: Bool) throws(FormatError) -> XMLBlock {
        if parser == nil { parser = try makeParser() }
        var bytes: [UInt8] = []
        swap(&bytes, &block)
        let parsed = parse(bytes.span, isLast: isLast)
        bytes.removeAll(keepingCapacity: true)
        swap(&bytes, &block)
        return parsed
    }

    private mutating func parse(_ bytes: Span<UInt8>, isLast: Bool) -> XMLBlock {
        precondition(isKnownUniquelyReferenced(&parser), "a copy of the reader reads the same document")
        guard let parser else { preconditionFailure("a parser is there") }
        offset += bytes.count
        let events = parser.parse(bytes, isLast: isLast)
        return XMLBlock(
            events, end: offset, isLast: isLast, line: parser.line, pendingCount: parser.pendingCount)
    }

    /// Looks at the document's first bytes for a byte order mark, which settles the encoding.
    private func makeParser() throws(FormatError) -> XMLPushParser {
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
}
