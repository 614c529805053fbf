/// What a ``JSONTokenizer`` finds, in the order of the text.
///
/// Offsets count bytes from 0 at the start of the text. Spans live only during the call.
protocol JSONHandler {
    mutating func beginObject(at offset: Int) throws(FormatError)
    /// The end of an object; `seen` is the chunk up to its closing brace, and that included.
    mutating func endObject(seen: Span<UInt8>) throws(FormatError)
    mutating func beginArray() throws(FormatError)
    mutating func endArray() throws(FormatError)
    /// A member's name, unescaped.
    mutating func key(_ name: Span<UInt8>) throws(FormatError)
    /// A piece of a string value, unescaped. A string has any number of pieces, then one ``endString()``.
    mutating func stringPart(_ bytes: Span<UInt8>) throws(FormatError)
    mutating func endString() throws(FormatError)
    /// A number, as it is written.
    mutating func number(_ text: Span<UInt8>) throws(FormatError)
    mutating func boolean(_ value: Bool) throws(FormatError)
    mutating func null() throws(FormatError)
}

/// Splits JSON text (RFC 8259) into events, chunk by chunk; a chunk may end anywhere, also within an escape.
///
/// String values are handed on in pieces and never collected, so a value of any length passes through. Names and
/// numbers are collected and have a limit.
struct JSONTokenizer {
    private enum State {
        case byteOrderMark(matched: Int)
        case value
        case valueOrEndOfArray
        case keyOrEndOfObject
        case key
        case colon
        case commaOrEnd
        case string
        case escape
        case unicode(digits: Int, unit: UInt32)
        case number
        case literal(expected: StaticString, matched: Int)
        case end
    }

    /// How deep objects and arrays may be nested.
    static let depthLimit = 256
    /// How many bytes a name or a number may have.
    static let tokenLimit = 64 << 10

    private var state = State.value
    /// The open containers: true is an object.
    private var containers: [Bool] = []
    private var isKey = false
    private var token: [UInt8] = []
    private var highSurrogate: UInt32?
    private var offset = 0

    /// Reads the next chunk.
    mutating func read<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, to handler: inout Handler
    ) throws(FormatError) {
        var index = 0
        while index < chunk.count {
            switch state {
            case .string: index = try readString(chunk, from: index, &handler)
            case .number: index = try readNumber(chunk, from: index, &handler)
            default:
                try step(chunk, at: index, &handler)
                index += 1
            }
        }
        offset += chunk.count
    }

    /// Says that the text is over.
    mutating func finish<Handler: JSONHandler>(to handler: inout Handler) throws(FormatError) {
        if case .number = state, containers.isEmpty {
            try endNumber(at: offset, &handler)
        }
        guard case .end = state else {
            throw FormatError(code: .truncated, message: "the JSON text is cut off after \(offset) bytes")
        }
    }

    /// Hands on a run of plain bytes, up to a quote or an escape.
    private mutating func readString<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var index = start
        while index < chunk.count, chunk[index] >= 0x20, chunk[index] != UInt8(ascii: "\""),
            chunk[index] != UInt8(ascii: "\\")
        { index += 1 }
        if index > start {
            guard highSurrogate == nil else { throw loneSurrogate(at: offset + start) }
            try handOn(chunk.extracting(start..<index), &handler)
        }
        guard index < chunk.count else { return index }
        switch chunk[index] {
        case UInt8(ascii: "\\"): state = .escape
        case UInt8(ascii: "\""):
            guard highSurrogate == nil else { throw loneSurrogate(at: offset + index) }
            try endString(&handler)
        default: throw malformed("a control character stands inside a string", at: offset + index)
        }
        return index + 1
    }

    private mutating func handOn<Handler: JSONHandler>(
        _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws(FormatError) {
        guard isKey else { return try handler.stringPart(bytes) }
        try collect(bytes)
    }

    private mutating func collect(_ bytes: Span<UInt8>) throws(FormatError) {
        guard token.count + bytes.count <= Self.tokenLimit else {
            throw FormatError(
                code: .tooLarge, message: "a JSON name or number has more than \(Self.tokenLimit) bytes")
        }
        for index in bytes.indices { token.append(bytes[index]) }
    }

    private mutating func endString<Handler: JSONHandler>(_ handler: inout Handler) throws(FormatError) {
        if isKey {
            isKey = false
            state = .colon
            try handler.key(token.span)
            token.removeAll(keepingCapacity: true)
        } else {
            endValue()
            try handler.endString()
        }
    }

    private mutating func readNumber<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var index = start
        while index < chunk.count, Self.isNumberByte(chunk[index]) { index += 1 }
        try collect(chunk.extracting(start..<index))
        if index < chunk.count { try endNumber(at: offset + index, &handler) }
        return index
    }

    private mutating func endNumber<Handler: JSONHandler>(
        at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        guard Self.isNumber(token.span) else {
            let text = String(decoding: token.prefix(40), as: UTF8.self)
            throw malformed("\"\(text)\" is not a JSON number", at: position)
        }
        endValue()
        try handler.number(token.span)
        token.removeAll(keepingCapacity: true)
    }

    private mutating func endValue() {
        state = containers.isEmpty ? .end : .commaOrEnd
    }

    /// One byte outside strings' plain runs and numbers.
    private mutating func step<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at index: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let byte = chunk[index]
        let position = offset + index
        switch state {
        case .byteOrderMark(let matched): return try readMark(byte, matched, position)
        case .value where byte == 0xEF && position == 0: return state = .byteOrderMark(matched: 1)
        case .escape: return try readEscape(byte, at: position, &handler)
        case .unicode(let digits, let unit): return try readUnicode(byte, digits, unit, at: position, &handler)
        case .literal(let expected, let matched): return try readLiteral(byte, expected, matched, position, &handler)
        default: break
        }
        if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return }
        switch (state, byte) {
        case (.value, _): try beginValue(byte, at: position, &handler)
        case (.valueOrEndOfArray, UInt8(ascii: "]")), (.keyOrEndOfObject, UInt8(ascii: "}")):
            try endContainer(chunk, at: index, &handler)
        case (.valueOrEndOfArray, _): try beginValue(byte, at: position, &handler)
        case (.keyOrEndOfObject, UInt8(ascii: "\"")), (.key, UInt8(ascii: "\"")):
            isKey = true
            state = .string
        case (.colon, UInt8(ascii: ":")): state = .value
        case (.commaOrEnd, UInt8(ascii: ",")): state = containers.last == true ? .key : .value
        case (.commaOrEnd, UInt8(ascii: "}")), (.commaOrEnd, UInt8(ascii: "]")):
            try endContainer(chunk, at: index, &handler)
        default: throw unexpected(byte, at: position)
        }
    }

    /// A byte order mark is no part of JSON, but a reader may pass over it (RFC 8259, section 8.1).
    private mutating func readMark(_ byte: UInt8, _ matched: Int, _ position: Int) throws(FormatError) {
        guard byte == (matched == 1 ? 0xBB : 0xBF) else { throw unexpected(byte, at: position) }
        state = matched == 1 ? .byteOrderMark(matched: 2) : .value
    }

    private mutating func beginValue<Handler: JSONHandler>(
        _ byte: UInt8, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        switch byte {
        case UInt8(ascii: "{"):
            try open(isObject: true)
            try handler.beginObject(at: position)
        case UInt8(ascii: "["):
            try open(isObject: false)
            try handler.beginArray()
        case UInt8(ascii: "\""): state = .string
        case UInt8(ascii: "t"): state = .literal(expected: "true", matched: 1)
        case UInt8(ascii: "f"): state = .literal(expected: "false", matched: 1)
        case UInt8(ascii: "n"): state = .literal(expected: "null", matched: 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            state = .number
            token.append(byte)
        default: throw unexpected(byte, at: position)
        }
    }

    private mutating func open(isObject: Bool) throws(FormatError) {
        guard containers.count < Self.depthLimit else {
            throw FormatError(code: .tooLarge, message: "the JSON text is nested deeper than \(Self.depthLimit) levels")
        }
        containers.append(isObject)
        state = isObject ? .keyOrEndOfObject : .valueOrEndOfArray
    }

    private mutating func endContainer<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at index: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let isObject = chunk[index] == UInt8(ascii: "}")
        guard containers.last == isObject else { throw unexpected(chunk[index], at: offset + index) }
        containers.removeLast()
        endValue()
        if isObject {
            try handler.endObject(seen: chunk.extracting(first: index + 1))
        } else {
            try handler.endArray()
        }
    }

    private mutating func readLiteral<Handler: JSONHandler>(
        _ byte: UInt8, _ expected: StaticString, _ matched: Int, _ position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let text = Array(expected.description.utf8)
        guard byte == text[matched] else { throw unexpected(byte, at: position) }
        guard matched + 1 == text.count else {
            state = .literal(expected: expected, matched: matched + 1)
            return
        }
        endValue()
        switch text[0] {
        case UInt8(ascii: "t"): try handler.boolean(true)
        case UInt8(ascii: "f"): try handler.boolean(false)
        default: try handler.null()
        }
    }
}

/// Escapes inside strings.
extension JSONTokenizer {
    private mutating func readEscape<Handler: JSONHandler>(
        _ byte: UInt8, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        if byte == UInt8(ascii: "u") {
            state = .unicode(digits: 0, unit: 0)
            return
        }
        guard highSurrogate == nil else { throw loneSurrogate(at: position) }
        let unescaped: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped = byte
        case UInt8(ascii: "b"): unescaped = 0x08
        case UInt8(ascii: "f"): unescaped = 0x0C
        case UInt8(ascii: "n"): unescaped = 0x0A
        case UInt8(ascii: "r"): unescaped = 0x0D
        case UInt8(ascii: "t"): unescaped = 0x09
        default: throw unexpected(byte, at: position)
        }
        state = .string
        try handOn([unescaped].span, &handler)
    }

    private mutating func readUnicode<Handler: JSONHandler>(
        _ byte: UInt8, _ digits: Int, _ unit: UInt32, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        guard let digit = Self.hexadecimalValue(byte) else { throw unexpected(byte, at: position) }
        let value = unit << 4 | digit
        guard digits == 3 else {
            state = .unicode(digits: digits + 1, unit: value)
            return
        }
        state = .string
        switch (value, highSurrogate) {
        case (0xD800...0xDBFF, nil): highSurrogate = value
        case (0xDC00...0xDFFF, let high?):
            highSurrogate = nil
            try handOn(scalar: 0x10000 + ((high - 0xD800) << 10) + (value - 0xDC00), &handler)
        case (0xDC00...0xDFFF, nil), (_, .some): throw loneSurrogate(at: position)
        case (_, nil): try handOn(scalar: value, &handler)
        }
    }

    private mutating func handOn<Handler: JSONHandler>(
        scalar: UInt32, _ handler: inout Handler
    ) throws(FormatError) {
        guard let scalar = Unicode.Scalar(scalar) else { preconditionFailure("surrogates were dealt with") }
        try handOn(Array(UTF8.encode(scalar) ?? .init()).span, &handler)
    }

    private static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

/// Numbers, and the wording of faults.
extension JSONTokenizer {
    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The grammar of RFC 8259, section 6: no leading noughts, digits on both sides of a point.
    private static func isNumber(_ text: Span<UInt8>) -> Bool {
        var index = 0
        func digits() -> Int {
            let start = index
            while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
            return index - start
        }
        if index < text.count, text[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        let whole = digits()
        guard whole == 1 || (whole > 1 && text[first] != UInt8(ascii: "0")) else { return false }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            guard digits() > 0 else { return false }
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
            guard digits() > 0 else { return false }
        }
        return index == text.count
    }

    private func malformed(_ what: String, at position: Int) -> FormatError {
        FormatError(code: .malformed, message: "\(what) (byte \(position) of the JSON text)")
    }

    private func unexpected(_ byte: UInt8, at position: Int) -> FormatError {
        let character = byte >= 0x20 && byte < 0x7F ? "\"\(Unicode.Scalar(byte))\"" : "byte \(byte)"
        return malformed("\(character) does not belong here", at: position)
    }

    private func loneSurrogate(at position: Int) -> FormatError {
        malformed("half of a surrogate pair stands alone in a string", at: position)
    }
}
