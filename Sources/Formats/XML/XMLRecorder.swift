internal import CLibXML2

/// What the callbacks write to while libxml2 parses.
@safe
struct XMLRecorder: ~Copyable {
    var events: XMLEvents
    var index: XMLNameIndex
    let context: xmlParserCtxtPtr

    private static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

    static func at(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecorder> {
        guard let pointer = unsafe pointer else { preconditionFailure("callbacks come while bytes are parsed") }
        return unsafe pointer.assumingMemoryBound(to: XMLRecorder.self)
    }

    /// The events, of which this is the end, and what finds the names in them.
    consuming func takeEvents(_ index: inout XMLNameIndex) -> XMLEvents {
        index = self.index
        return events
    }

    /// Takes a start tag.
    @inline(__always)
    mutating func start(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) {
        let plain = index.plainNumber(local: UInt(bitPattern: name), prefix: UInt(bitPattern: prefix))
        if plain == 0 || !events.startPlain(plain) { unsafe startAny(name, prefix) }
    }

    /// Takes a start tag of any kind. Its place costs a look back, and is noted only where it may be a record's.
    @inline(never)
    private mutating func startAny(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) {
        let number = unsafe number(of: name, prefix)
        events.start(number, place: events.names.mayBeRecord(number) ? tagStart() : nil)
        events.depth += 1
        if events.depth > XMLEventChecker.depthLimit, events.lineOfDepth == 0 { events.lineOfDepth = tagStart().line }
    }

    /// Takes the declaration of a namespace. Nothing else is called `xmlns`, so the name has a key of its own.
    mutating func namespace(_ prefix: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?) {
        let key = (local: UInt(bitPattern: prefix), prefix: UInt.max)
        var number = index.number(local: key.local, prefix: key.prefix)
        if number == 0 {
            let name = unsafe UnsafeBufferPointer(start: prefix, count: prefix.map { unsafe Int(xmlStrlen($0)) } ?? 0)
            let beginning = unsafe prefix == nil ? "xmlns" : "xmlns:"
            number = unsafe insert(name, prefix: Array(beginning.utf8), key: key)
        }
        let start = events.bytes.count
        if let uri = unsafe uri {
            unsafe events.append(UnsafeBufferPointer(start: uri, count: Int(xmlStrlen(uri))))
        }
        events.attribute(.namespace, number, from: start)
    }

    /// Takes an attribute: local name, prefix, namespace, start and end of the value.
    mutating func attribute(_ parts: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) {
        let number = unsafe number(of: parts[0], parts[1])
        let start = events.bytes.count
        if let first = unsafe parts[3], let last = unsafe parts[4] { unsafe appendValue(first, last - first) }
        let kind: XMLEvents.Kind =
            if !(unsafe isOfSchema(parts)) {
                .attribute
            } else if isNil(number, valueStart: start) {
                .isNil
            } else {
                .schema
            }
        events.attribute(kind, number, from: start)
    }

    /// Takes a piece of text.
    @inline(__always)
    mutating func text(_ text: UnsafePointer<xmlChar>?, _ count: Int32) {
        unsafe events.text(UnsafeBufferPointer(start: text, count: Int(count)))
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

    @inline(__always)
    private mutating func number(of name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) -> Int {
        let known = index.number(local: UInt(bitPattern: name), prefix: UInt(bitPattern: prefix))
        return known == 0 ? unsafe insert(name, prefix) : known
    }

    private mutating func insert(_ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?) -> Int {
        guard let name = unsafe name else { return 0 }
        let key = (local: UInt(bitPattern: name), prefix: UInt(bitPattern: prefix))
        var beginning: [UInt8] = []
        if let prefix = unsafe prefix {
            unsafe beginning.append(contentsOf: UnsafeBufferPointer(start: prefix, count: Int(xmlStrlen(prefix))))
            beginning.append(UInt8(ascii: ":"))
        }
        let local = unsafe UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name)))
        return unsafe insert(local, prefix: beginning, key: key)
    }

    private mutating func insert(
        _ local: UnsafeBufferPointer<UInt8>, prefix: [UInt8], key: (local: UInt, prefix: UInt)
    ) -> Int {
        if let excess = events.names.excess(addingBytes: prefix.count + local.count) {
            events.excessOfNames = excess
            unsafe xmlStopParser(context)
            return 0
        }
        let number = unsafe events.names.insert(local, prefix: prefix)
        index.note(
            number, mayBeRecord: events.names.mayBeRecord(number), local: key.local, prefix: key.prefix)
        return number
    }

    /// Writes an attribute's value down. libxml2 leaves `&` in it as `&#38;`, whichever way it was written.
    private mutating func appendValue(_ value: UnsafePointer<xmlChar>, _ count: Int) {
        let bytes = unsafe UnsafeBufferPointer(start: value, count: count)
        var start = 0
        while let place = unsafe bytes[start...].firstIndex(of: UInt8(ascii: "&")) {
            unsafe events.append(UnsafeBufferPointer(rebasing: bytes[start...place]))
            start = min(place + "&#38;".utf8.count, count)
        }
        unsafe events.append(UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    private func isOfSchema(_ parts: UnsafeMutablePointer<UnsafePointer<xmlChar>?>) -> Bool {
        if let uri = unsafe parts[2] { return unsafe equals(uri, Self.schemaInstance) }
        return unsafe parts[1].map { unsafe equals($0, "xsi") } ?? false
    }

    private func equals(_ text: UnsafePointer<xmlChar>, _ other: String) -> Bool {
        unsafe xmlStrEqual(text, other) != 0
    }

    private func isNil(_ name: Int, valueStart: Int) -> Bool {
        guard events.names.bytes[events.names.localBounds(of: name)].elementsEqual("nil".utf8) else { return false }
        return events.bytes.withSpan { bytes in
            let value = String(copying: bytes.extracting(valueStart..<bytes.count))
            return value == "true" || value == "1"
        }
    }

    /// The line and the offset of the `<` of the tag whose attributes have just been read: a value holds no other.
    private func tagStart() -> XMLEvents.Place {
        guard let input = unsafe context.pointee.input?.pointee, var place = unsafe input.cur,
            let base = unsafe input.base
        else { return .init(line: 0, byteOffset: 0) }
        var line = unsafe Int(input.line)
        while unsafe place > base {
            unsafe place -= 1
            let byte = unsafe place.pointee
            if byte == UInt8(ascii: "\n") { line -= 1 }
            if byte == UInt8(ascii: "<") { break }
        }
        let isConverted = unsafe input.buf?.pointee.encoder != nil
        return .init(line: line, byteOffset: isConverted ? 0 : unsafe Int(input.consumed) + (place - base))
    }
}
