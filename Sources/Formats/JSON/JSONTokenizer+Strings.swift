/// Strings: runs of bytes that stand for themselves, and escapes.
extension JSONTokenizer {
    /// Reads a string from behind its opening quote on: whole where it can be.
    ///
    /// - Returns: The place behind what was read.
    @inline(__always)
    mutating func beginString<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        let end = try endOfRun(chunk, from: start)
        guard end < chunk.count, chunk[end] == UInt8(ascii: "\"") else {
            state = .string
            if end > start { try handOn(chunk.extracting(start..<end), &handler) }
            return end
        }
        if isKey {
            isKey = false
            try checkLength(end - start)
            state = .colon
            try handler.key(chunk.extracting(start..<end))
        } else {
            endValue()
            try handler.string(in: chunk, at: start..<end)
        }
        return end + 1
    }

    /// Reads on in a string that has escapes, or that an earlier chunk began.
    mutating func readString<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        var index = start
        while index < chunk.count {
            if highSurrogate != nil, chunk[index] != UInt8(ascii: "\\") { throw loneSurrogate(at: offset + index) }
            if !isKey, highSurrogate == nil, character.missingCount == 0 {
                index = handler.takeText(in: chunk, from: index)
            }
            let end = try endOfRun(chunk, from: index)
            if end > index { try handOn(chunk.extracting(index..<end), &handler) }
            guard end < chunk.count else { return end }
            switch chunk[end] {
            case UInt8(ascii: "\""):
                try endString(&handler)
                return end + 1
            case UInt8(ascii: "\\"):
                guard highSurrogate == nil, end + 1 < chunk.count, let byte = Self.unescaped(chunk[end + 1]) else {
                    state = .escape
                    return end + 1
                }
                try handOn(byte, &handler)
                index = end + 2
            default: throw malformed("a control character stands inside a string", at: offset + end)
            }
        }
        return index
    }

    /// The end of a run of bytes that stand for themselves: a quote, a backslash, a control character or the end of the
    /// chunk.
    @inline(__always)
    private mutating func endOfRun(_ chunk: Span<UInt8>, from start: Int) throws(FormatError) -> Int {
        var index = start
        while true {
            if character.missingCount == 0 { index = Self.endOfPlainRun(chunk, from: index) }
            guard index < chunk.count, chunk[index] >= 0x80 || character.missingCount > 0 else { return index }
            index = try endOfCharacters(chunk, from: index)
        }
    }

    /// The first byte that is no plain character of ASCII. Eight bytes are looked at in one go.
    @inline(__always)
    private static func endOfPlainRun(_ chunk: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while chunk.count - index >= 8 {
            let special = ByteMask.special(chunk.word(at: index))
            guard special == 0 else { return index + special.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < chunk.count {
            let byte = chunk[index]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return index
    }

    /// The end of characters beyond ASCII, which must be UTF-8; the chunk may end within one.
    private mutating func endOfCharacters(_ chunk: Span<UInt8>, from start: Int) throws(FormatError) -> Int {
        var index = start
        while index < chunk.count, chunk[index] >= 0x80 || character.missingCount > 0 {
            guard character.take(chunk[index]) else {
                throw malformed("the bytes of a string are not UTF-8", at: offset + index)
            }
            index += 1
        }
        return index
    }

    private mutating func handOn<Handler: JSONHandler>(
        _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws(FormatError) {
        if isKey { try collect(bytes) } else { try handler.stringPart(bytes) }
    }

    private mutating func handOn<Handler: JSONHandler>(
        _ byte: UInt8, _ handler: inout Handler
    ) throws(FormatError) {
        let bytes: InlineArray<1, UInt8> = [byte]
        try handOn(bytes.span, &handler)
    }

    private mutating func endString<Handler: JSONHandler>(_ handler: inout Handler) throws(FormatError) {
        guard isKey else {
            endValue()
            return try handler.endString()
        }
        isKey = false
        state = .colon
        try handler.key(token.span)
        token.removeAll(keepingCapacity: true)
    }
}

/// Escapes.
extension JSONTokenizer {
    /// What a letter behind a backslash stands for; `nil` for `u`, and for what is no escape.
    private static func unescaped(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Reads the byte behind a backslash.
    mutating func readEscape<Handler: JSONHandler>(
        _ byte: UInt8, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        if byte == UInt8(ascii: "u") {
            (state, matchedCount, unit) = (.unicode, 0, 0)
            return
        }
        guard highSurrogate == nil else { throw loneSurrogate(at: position) }
        guard let unescaped = Self.unescaped(byte) else { throw unexpected(byte, at: position) }
        state = .string
        try handOn(unescaped, &handler)
    }

    /// Reads a digit behind `\u`.
    mutating func readUnicode<Handler: JSONHandler>(
        _ byte: UInt8, at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        guard let digit = Self.hexadecimalValue(byte) else { throw unexpected(byte, at: position) }
        unit = unit << 4 | digit
        matchedCount += 1
        guard matchedCount == 4 else { return }
        state = .string
        switch (unit, highSurrogate) {
        case (0xD800...0xDBFF, nil): highSurrogate = unit
        case (0xDC00...0xDFFF, let high?):
            highSurrogate = nil
            try handOn(scalar: 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), &handler)
        case (0xDC00...0xDFFF, nil), (_, .some): throw loneSurrogate(at: position)
        case (_, nil): try handOn(scalar: unit, &handler)
        }
    }

    private mutating func handOn<Handler: JSONHandler>(
        scalar: UInt32, _ handler: inout Handler
    ) throws(FormatError) {
        guard let scalar = Unicode.Scalar(scalar) else { preconditionFailure("surrogates were dealt with") }
        for byte in UTF8.encode(scalar) ?? .init() { try handOn(byte, &handler) }
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
