/// Splits JSON text (RFC 8259) into events, chunk by chunk; a chunk may end anywhere, also within an escape.
///
/// A name, a string or a number that stands whole in a chunk and has no escapes is handed on in one piece, as its place.
/// Other string values are handed on in pieces and never collected, so a value of any length passes through. Other
/// names and numbers are collected; all of them have a limit.
///
/// The text is UTF-8: bytes in a string that are not end the reading, as anything does that breaks the grammar.
struct JSONTokenizer: Sendable {
    enum State {
        case byteOrderMark
        case value
        case valueOrEndOfArray
        case keyOrEndOfObject
        case key
        case colon
        case commaOrEnd
        case string
        case escape
        case unicode
        case number
        case literal
        case end

        /// Whether a name, a value or a mark has begun and goes on.
        var isWithinToken: Bool {
            switch self {
            case .byteOrderMark, .string, .escape, .unicode, .number, .literal: true
            case .value, .valueOrEndOfArray, .keyOrEndOfObject, .key, .colon, .commaOrEnd, .end: false
            }
        }
    }

    /// How deep objects and arrays may be nested.
    static let depthLimit = 256
    /// How many bytes a name or a number may have.
    static let tokenLimit = 64 << 10

    var state = State.value
    /// Whether there may be any number of values, one behind the other.
    private let allowsMany: Bool
    /// How many bytes of the byte order mark, the literal or the digits of an escape were read.
    var matchedCount = 0
    /// The first byte of the literal that is being read.
    private var literal: UInt8 = 0
    /// The open containers: true is an object.
    private var containers: [Bool] = []
    private var isInObject = false
    /// Whether the string that is being read is a name.
    var isKey = false
    var token: [UInt8] = []
    var character = UTF8Sequence()
    /// The digits of an escape so far.
    var unit: UInt32 = 0
    var highSurrogate: UInt32?
    /// The offset of the chunk's first byte in the text.
    private(set) var offset = 0

    /// A tokenizer at the start of a text.
    ///
    /// - Parameter allowsMany: Whether the text is any number of values, one behind the other, as in JSON Lines.
    init(allowsMany: Bool = false) {
        self.allowsMany = allowsMany
    }

    /// Reads the next chunk.
    mutating func read<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, to handler: inout Handler
    ) throws(FormatError) {
        var index = 0
        while index < chunk.count {
            switch state {
            case .string: index = try readString(chunk, from: index, &handler)
            case .number: index = try readNumber(chunk, from: index, &handler)
            case .byteOrderMark, .escape, .unicode, .literal:
                try step(chunk[index], at: offset + index, &handler)
                index += 1
            default: index = try readMarkup(chunk, from: index, &handler)
            }
        }
        offset += chunk.count
    }

    /// Says that the text is over.
    mutating func finish<Handler: JSONHandler>(to handler: inout Handler) throws(FormatError) {
        if case .number = state, containers.isEmpty {
            try endNumber(at: offset, &handler)
        }
        if allowsMany, case .value = state, containers.isEmpty { return }
        guard case .end = state else {
            throw FormatError(code: .truncated, message: "the JSON text is cut off after \(offset) bytes")
        }
    }

    /// Reads what stands between values, and the values that stand whole in the chunk.
    private mutating func readMarkup<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var index = start
        while index < chunk.count {
            let byte = chunk[index]
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                index += 1
                continue
            }
            switch (state, byte) {
            case (.end, _) where allowsMany: state = .value
            case (.commaOrEnd, UInt8(ascii: ",")):
                state = isInObject ? .key : .value
                index += 1
            case (.key, UInt8(ascii: "\"")), (.keyOrEndOfObject, UInt8(ascii: "\"")):
                index = try readMembers(chunk, from: index, &handler)
                if state.isWithinToken { return index }
            case (.colon, UInt8(ascii: ":")):
                state = .value
                index += 1
            case (.value, _),
                (.valueOrEndOfArray, _) where byte != UInt8(ascii: "]"):
                index = try beginValue(chunk, at: index, &handler)
                if state.isWithinToken { return index }
            case (.commaOrEnd, UInt8(ascii: "}")), (.keyOrEndOfObject, UInt8(ascii: "}")),
                (.commaOrEnd, UInt8(ascii: "]")), (.valueOrEndOfArray, UInt8(ascii: "]")):
                try endContainer(chunk, at: index, &handler)
                index += 1
            default: throw unexpected(byte, at: offset + index)
            }
        }
        return index
    }

    /// Reads a name and what follows, as long as there is nothing between the tokens of members whose values are not
    /// containers: most of most documents.
    ///
    /// - Parameter start: The place of the name's opening quote.
    private mutating func readMembers<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var index = start
        while true {
            index = try beginName(chunk, from: index + 1, &handler)
            guard case .value = state, index < chunk.count, chunk[index] > 0x20 else { return index }
            index = try beginValue(chunk, at: index, &handler)
            guard case .commaOrEnd = state, chunk.count - index >= 2, chunk[index] == UInt8(ascii: ","),
                chunk[index + 1] == UInt8(ascii: "\"")
            else { return index }
            state = .key
            index += 1
        }
    }

    private mutating func beginName<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        if let end = handler.expectedKey(in: chunk, at: start) {
            guard end < chunk.count, chunk[end] == UInt8(ascii: ":") else {
                state = .colon
                return end
            }
            state = .value
            return end + 1
        }
        isKey = true
        return try beginString(chunk, from: start, &handler)
    }

    private mutating func beginValue<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at index: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        let byte = chunk[index]
        switch byte {
        case UInt8(ascii: "\""): return try beginString(chunk, from: index + 1, &handler)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try beginNumber(chunk, at: index, &handler)
        case UInt8(ascii: "{"):
            try open(isObject: true)
            try handler.beginObject(at: offset + index)
        case UInt8(ascii: "["):
            try open(isObject: false)
            try handler.beginArray()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            return try beginLiteral(chunk, at: index, &handler)
        case 0xEF where offset + index == 0: (state, matchedCount) = (.byteOrderMark, 1)
        default: throw unexpected(byte, at: offset + index)
        }
        return index + 1
    }

    /// Reads a literal at once where it stands whole in the chunk; begins to read it byte by byte elsewhere.
    private mutating func beginLiteral<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at index: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        (state, literal, matchedCount) = (.literal, chunk[index], 1)
        guard chunk.count - index >= 8 else { return index + 1 }
        let word = chunk.word(at: index)
        let count =
            switch UInt32(truncatingIfNeeded: word) {
            case 0x65_75_72_74: 4  // "true", its first byte lowest
            case 0x73_6C_61_66 where UInt8(truncatingIfNeeded: word >> 32) == UInt8(ascii: "e"): 5  // "fals"
            case 0x6C_6C_75_6E: 4  // "null"
            default: 1
            }
        if count > 1 { try endLiteral(&handler) }
        return index + count
    }

    private mutating func open(isObject: Bool) throws(FormatError) {
        guard containers.count < Self.depthLimit else {
            throw FormatError(code: .tooLarge, message: "the JSON text is nested deeper than \(Self.depthLimit) levels")
        }
        containers.append(isObject)
        isInObject = isObject
        state = isObject ? .keyOrEndOfObject : .valueOrEndOfArray
    }

    private mutating func endContainer<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at index: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let isObject = chunk[index] == UInt8(ascii: "}")
        guard containers.last == isObject else { throw unexpected(chunk[index], at: offset + index) }
        containers.removeLast()
        isInObject = containers.last ?? false
        endValue()
        if isObject {
            try handler.endObject(seen: chunk.extracting(first: index + 1))
        } else {
            try handler.endArray()
        }
    }

    /// Says that the value that is being read is over.
    mutating func endValue() {
        state = containers.isEmpty ? .end : .commaOrEnd
    }

    /// Reads one byte of what is compared byte by byte.
    private mutating func step<Handler: JSONHandler>(
        _ byte: UInt8, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        switch state {
        case .byteOrderMark: try readMark(byte, position)
        case .escape: try readEscape(byte, at: position, &handler)
        case .unicode: try readUnicode(byte, at: position, &handler)
        default: try readLiteral(byte, position, &handler)
        }
    }

    /// A byte order mark is no part of JSON, but a reader may pass over it (RFC 8259, section 8.1).
    private mutating func readMark(_ byte: UInt8, _ position: Int) throws(FormatError) {
        guard byte == (matchedCount == 1 ? 0xBB : 0xBF) else { throw unexpected(byte, at: position) }
        if matchedCount == 2 { state = .value }
        matchedCount += 1
    }

    private mutating func readLiteral<Handler: JSONHandler>(
        _ byte: UInt8, _ position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        let text: StaticString =
            switch literal {
            case UInt8(ascii: "t"): "true"
            case UInt8(ascii: "f"): "false"
            default: "null"
            }
        let expected = unsafe text.utf8Start[matchedCount]
        guard byte == expected else { throw unexpected(byte, at: position) }
        matchedCount += 1
        if matchedCount == text.utf8CodeUnitCount { try endLiteral(&handler) }
    }

    private mutating func endLiteral<Handler: JSONHandler>(_ handler: inout Handler) throws(FormatError) {
        endValue()
        switch literal {
        case UInt8(ascii: "t"): try handler.boolean(true)
        case UInt8(ascii: "f"): try handler.boolean(false)
        default: try handler.null()
        }
    }
}

/// The wording of faults.
extension JSONTokenizer {
    func malformed(_ what: String, at position: Int) -> FormatError {
        FormatError(code: .malformed, message: "\(what) (byte \(position) of the JSON text)")
    }

    func unexpected(_ byte: UInt8, at position: Int) -> FormatError {
        let character = byte >= 0x20 && byte < 0x7F ? "\"\(Unicode.Scalar(byte))\"" : "byte \(byte)"
        return malformed("\(character) does not belong here", at: position)
    }

    func loneSurrogate(at position: Int) -> FormatError {
        malformed("half of a surrogate pair stands alone in a string", at: position)
    }
}
