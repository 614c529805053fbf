internal import CLibXML2

/// Owns a parser of libxml2, which is fed bytes and writes down events.
///
/// It loads nothing, from the network or from files; it refuses a document type declaration, and so knows no entities
/// but the five of XML itself.
///
/// Safe to send although unchecked: libxml2 lets a parser be used by one thread at a time, whichever it is, and the
/// ``XMLBlockParser`` that owns this one is part of one task, which is on one thread at a time.
@safe
final class XMLPushParser: @unchecked Sendable {
    private let context: xmlParserCtxtPtr
    /// The names so far; `nil` while a block is parsed.
    private var names: XMLNames?
    private var index = XMLNameIndex()
    /// How many elements are open.
    private var depth = 0

    /// Sets the library up, once and before any thread uses it.
    private static let library: Void = xmlInitParser()

    /// A parser at the start of a document.
    ///
    /// - Parameters:
    ///   - recordName: What records are called: only the places of such elements are known; `nil` for those of
    ///     all elements.
    ///   - encoding: The document's encoding where it is not for libxml2 to find out.
    ///   - ignoresDeclaration: Whether the encoding that the document itself names counts for nothing.
    /// - Throws: Code ``FormatError/Code/malformed`` for an encoding that libxml2 does not know.
    init(recordName: [UInt8]?, encoding: String?, ignoresDeclaration: Bool) throws(FormatError) {
        _ = Self.library
        var handler = unsafe Self.handler
        guard let context = unsafe xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil) else {
            preconditionFailure("libxml2 is out of memory")
        }
        unsafe self.context = context
        names = XMLNames(recordName: recordName)
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

    /// The line in which the parser is.
    var line: Int { unsafe context.pointee.input.map { unsafe Int($0.pointee.line) } ?? 0 }

    /// Reads bytes; returns the events that they bring.
    func parse(_ bytes: Span<UInt8>, isLast: Bool) -> XMLEvents {
        // Taken, so that new names are written where the others are, unless somebody still looks at those.
        guard let names = names.take() else { preconditionFailure("one block is parsed at a time") }
        let events = XMLEvents(names: names, depth: depth)
        var recorder = unsafe XMLRecorder(events: events, index: index, context: context)
        unsafe withUnsafeMutablePointer(to: &recorder) { recorder in
            unsafe context.pointee.userData = UnsafeMutableRawPointer(recorder)
            // What libxml2's converters have to say goes to the thread's handler; without one it goes to stderr.
            unsafe xmlSetStructuredErrorFunc(recorder) { recorder, error in
                if let error = unsafe error { unsafe XMLRecorder.at(recorder).pointee.fail(error.pointee) }
            }
            unsafe bytes.withUnsafeBytes {
                let start = unsafe $0.baseAddress?.assumingMemoryBound(to: CChar.self)
                unsafe xmlParseChunk(context, start, Int32($0.count), isLast ? 1 : 0)
            }
            xmlSetStructuredErrorFunc(nil, nil)
            unsafe context.pointee.userData = nil
        }
        recorder.events.flush()
        let found = recorder.takeEvents(&index)
        (self.names, depth) = (found.names, found.depth)
        return found
    }

    /// The callbacks. What is not among them libxml2 passes over.
    private static var handler: xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.internalSubset = { recorder, _, _, _ in unsafe XMLRecorder.at(recorder).pointee.refuseDoctype() }
        unsafe handler.externalSubset = { recorder, _, _, _ in unsafe XMLRecorder.at(recorder).pointee.refuseDoctype() }
        unsafe handler.startElementNs = { recorder, name, prefix, _, spaceCount, spaces, count, _, attributes in
            let recorder = unsafe XMLRecorder.at(recorder)
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
        unsafe handler.endElementNs = { recorder, _, _, _ in unsafe XMLRecorder.at(recorder).pointee.events.end() }
        unsafe handler.characters = { unsafe XMLRecorder.at($0).pointee.text($1, $2) }
        // The same function in both places: then libxml2 does not ask which text is only layout.
        unsafe handler.ignorableWhitespace = handler.characters
        unsafe handler.cdataBlock = { unsafe XMLRecorder.at($0).pointee.text($1, $2) }
        // The pointer is to a constant in later versions, hence no type here.
        unsafe handler.serror = { recorder, error in
            if let error = unsafe error { unsafe XMLRecorder.at(recorder).pointee.fail(error.pointee) }
        }
        return unsafe handler
    }
}
