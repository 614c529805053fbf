internal import CLibXML2

/// Owns a parser of libxml2, which is fed bytes and writes down events.
///
/// It loads nothing, from the network or from files; it refuses a document type declaration, and so knows no entities
/// but the five of XML itself. It may be used by one thread at a time, whichever it is.
@safe
final class XMLPushParser: @unchecked Sendable {
    private let context: xmlParserCtxtPtr

    /// Sets the library up, once and before any thread uses it.
    private static let library: Void = xmlInitParser()

    /// A parser at the start of a document.
    ///
    /// - Parameters:
    ///   - encoding: The document's encoding where it is not for libxml2 to find out.
    ///   - ignoresDeclaration: Whether the encoding that the document itself names counts for nothing.
    /// - Throws: Code ``FormatError/Code/malformed`` for an encoding that libxml2 does not know.
    init(encoding: String?, ignoresDeclaration: Bool) throws(FormatError) {
        _ = Self.library
        var handler = unsafe Self.handler
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            preconditionFailure("libxml2 is out of memory")
        }
        unsafe self.context = context
        var options = Int32(bitPattern: XML_PARSE_NONET.rawValue)
        if ignoresDeclaration { options |= Int32(bitPattern: XML_PARSE_IGNORE_ENC.rawValue) }
        unsafe xmlCtxtUseOptions(context, options)
        guard let encoding else { return }
        guard let converter = unsafe xmlFindCharEncodingHandler(encoding) else {
            let message = "the charset \"\(encoding)\" that the XML text is said to have is not known"
            throw FormatError(code: .malformed, message: message)
        }
        unsafe xmlSwitchToEncoding(context, converter)
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
    }

    /// How many bytes wait for the end of what they belong to: a tag, a comment.
    var pendingCount: Int {
        guard let input = unsafe context.pointee.input else { return 0 }
        return unsafe input.pointee.end - input.pointee.cur
    }

    /// Where the parser is.
    var place: (line: Int, column: Int) {
        guard let input = unsafe context.pointee.input else { return (0, 0) }
        return unsafe (Int(input.pointee.line), Int(input.pointee.col))
    }

    /// Reads bytes and adds what they bring to the events.
    func parse(_ bytes: Span<UInt8>, isLast: Bool, into events: inout XMLEvents) {
        var recorder = unsafe Recorder(events: events, context: context)
        events = XMLEvents()  // One owner of the arrays, so that nothing is copied.
        unsafe withUnsafeMutablePointer(to: &recorder) { recorder in
            unsafe context.pointee.userData = UnsafeMutableRawPointer(recorder)
            // What libxml2's converters have to say goes to the thread's handler; without one it goes to stderr.
            unsafe xmlSetStructuredErrorFunc(recorder) { recorder, error in
                if let error = unsafe error { unsafe Recorder.at(recorder).pointee.fail(error.pointee) }
            }
            unsafe bytes.withUnsafeBytes {
                let start = unsafe $0.baseAddress?.assumingMemoryBound(to: CChar.self)
                unsafe xmlParseChunk(context, start, Int32($0.count), isLast ? 1 : 0)
            }
            xmlSetStructuredErrorFunc(nil, nil)
            unsafe context.pointee.userData = nil
        }
        events = recorder.events
    }

    /// The callbacks. What is not among them libxml2 passes over.
    private static var handler: xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.internalSubset = { recorder, _, _, _ in unsafe Recorder.at(recorder).pointee.refuseDoctype() }
        unsafe handler.externalSubset = { recorder, _, _, _ in unsafe Recorder.at(recorder).pointee.refuseDoctype() }
        unsafe handler.startElementNs = { recorder, name, prefix, _, spaceCount, spaces, count, _, attributes in
            let recorder = unsafe Recorder.at(recorder)
            unsafe recorder.pointee.start(name, prefix)
            for index in 0..<Int(spaceCount) {
                unsafe recorder.pointee.namespace(spaces?[2 * index], spaces?[2 * index + 1])
            }
            for index in 0..<Int(count) {
                if let attribute = unsafe attributes.map({ unsafe $0 + 5 * index }) {
                    unsafe recorder.pointee.attribute(attribute)
                }
            }
        }
        unsafe handler.endElementNs = { recorder, name, prefix, _ in
            unsafe Recorder.at(recorder).pointee.end(name, prefix)
        }
        unsafe handler.characters = { unsafe Recorder.at($0).pointee.text($1, $2) }
        // The same function in both places: then libxml2 does not ask which text is only layout.
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.cdataBlock = { unsafe Recorder.at($0).pointee.text($1, $2) }
        // The pointer is to a constant in later versions, hence no type here.
        unsafe handler.serror = { recorder, error in
            if let error = unsafe error { unsafe Recorder.at(recorder).pointee.fail(error.pointee) }
        }
        return unsafe handler
    }
}

/// What the callbacks write to while libxml2 parses.
@safe
private struct Recorder {
    var events: XMLEvents
    let context: xmlParserCtxtPtr

    private static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

    static func at(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Recorder> {
        guard let pointer = unsafe pointer else { preconditionFailure("callbacks come while bytes are parsed") }
        return unsafe pointer.assumingMemoryBound(to: Recorder.self)
    }

    mutating func start(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) {
        let (line, byteOffset) = tagStart()
        let (range, local) = unsafe append(name, prefix)
        events.events.append(
            .init(
                kind: .start, nameKey: UInt(bitPattern: name), name: range, localStart: local, value: 0..<0, line: line,
                byteOffset: byteOffset))
    }

    mutating func end(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) {
        let (range, local) = unsafe append(name, prefix)
        unsafe add(.end, name, range, local, 0..<0)
    }

    mutating func namespace(_ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) {
        let start = events.bytes.count
        events.bytes.append(contentsOf: "xmlns".utf8)
        if let prefix = unsafe prefix {
            events.bytes.append(UInt8(ascii: ":"))
            unsafe append(prefix)
        }
        let name = start..<events.bytes.count
        if let uri = unsafe uri { unsafe append(uri) }
        unsafe add(.namespace, nil, name, start, name.upperBound..<events.bytes.count)
    }

    /// Takes an attribute: local name, prefix, namespace, start and end of the value.
    mutating func attribute(_ parts: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
        let (name, local) = unsafe append(parts[0], parts[1])
        let start = events.bytes.count
        if let first = unsafe parts[3], let last = unsafe parts[4] { unsafe appendValue(first, last - first) }
        let value = start..<events.bytes.count
        let kind: XMLEvents.Kind =
            if !(unsafe isOfSchema(parts)) {
                .attribute
            } else if isNil(name: local..<name.upperBound, value) {
                .isNil
            } else {
                .schema
            }
        unsafe add(kind, parts[0], name, local, value)
    }

    mutating func text(_ text: UnsafePointer<xmlChar>?, _ count: Int32) {
        guard let text = unsafe text else { return }
        let start = events.bytes.count
        unsafe events.bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
        unsafe add(.text, nil, 0..<0, 0, start..<events.bytes.count)
    }

    mutating func refuseDoctype() {
        unsafe note(number: 0, line: Int(xmlSAX2GetLineNumber(context)), column: 0, words: "")
        unsafe xmlStopParser(context)
    }

    /// Keeps the first error that ends the reading. Namespaces that were not declared do not.
    mutating func fail(_ error: xmlError) {
        let isFault = unsafe error.level == XML_ERR_FATAL || error.domain == Int32(bitPattern: XML_FROM_I18N.rawValue)
        guard isFault else { return }
        let words = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
        unsafe note(
            number: UInt32(bitPattern: error.code), line: Int(error.line), column: Int(error.int2),
            words: String(words.prefix { $0 != "\n" }.prefix(200)))
    }

    private mutating func note(number: UInt32, line: Int, column: Int, words: String) {
        guard events.fault == nil else { return }
        let input = unsafe context.pointee.input
        let isAtEnd = unsafe input.map { unsafe $0.pointee.cur >= $0.pointee.end } ?? true
        events.fault = .init(number: number, line: line, column: column, words: words, isAtEnd: isAtEnd)
    }

    private mutating func add(
        _ kind: XMLEvents.Kind, _ name: UnsafePointer<xmlChar>?, _ range: Range<Int>, _ local: Int, _ value: Range<Int>
    ) {
        events.events.append(
            .init(
                kind: kind, nameKey: UInt(bitPattern: name), name: range, localStart: local, value: value, line: 0,
                byteOffset: 0))
    }

    /// Writes a name down with its prefix; says where it is, and where the local part begins.
    private mutating func append(
        _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?
    ) -> (Range<Int>, Int) {
        let start = events.bytes.count
        if let prefix = unsafe prefix {
            unsafe append(prefix)
            events.bytes.append(UInt8(ascii: ":"))
        }
        let local = events.bytes.count
        if let name = unsafe name { unsafe append(name) }
        return (start..<events.bytes.count, local)
    }

    private mutating func append(_ text: UnsafePointer<xmlChar>) {
        unsafe events.bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
    }

    /// Writes an attribute's value down. libxml2 leaves `&` in it as `&#38;`, whichever way it was written.
    private mutating func appendValue(_ value: UnsafePointer<xmlChar>, _ count: Int) {
        let bytes = unsafe UnsafeBufferPointer(start: value, count: count)
        guard unsafe bytes.contains(UInt8(ascii: "&")) else { return unsafe events.bytes.append(contentsOf: bytes) }
        var index = 0
        while index < count {
            let byte = unsafe bytes[index]
            events.bytes.append(byte)
            index += byte == UInt8(ascii: "&") ? "&#38;".utf8.count : 1
        }
    }

    private func isOfSchema(_ parts: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) -> Bool {
        if let uri = unsafe parts[2] { return unsafe equals(uri, Self.schemaInstance) }
        return unsafe parts[1].map { unsafe equals($0, "xsi") } ?? false
    }

    private func equals(_ text: UnsafePointer<xmlChar>, _ other: String) -> Bool {
        unsafe xmlStrEqual(text, other) != 0
    }

    private func isNil(name: Range<Int>, _ value: Range<Int>) -> Bool {
        let words = (events.bytes[name], events.bytes[value])
        return words.0.elementsEqual("nil".utf8)
            && (words.1.elementsEqual("true".utf8) || words.1.elementsEqual("1".utf8))
    }

    /// The line and the offset of the `<` of the tag whose attributes have just been read: a value holds no other.
    private func tagStart() -> (line: Int, byteOffset: Int) {
        guard let input = unsafe context.pointee.input?.pointee, var place = unsafe input.cur else { return (0, 0) }
        guard let base = unsafe input.base else { return (0, 0) }
        var line = unsafe Int(input.line)
        while unsafe place > base {
            unsafe place -= 1
            let byte = unsafe place.pointee
            if byte == UInt8(ascii: "\n") { line -= 1 }
            if byte == UInt8(ascii: "<") { break }
        }
        let isConverted = unsafe input.buf?.pointee.encoder != nil
        return (line, isConverted ? 0 : unsafe Int(input.consumed) + (place - base))
    }
}
