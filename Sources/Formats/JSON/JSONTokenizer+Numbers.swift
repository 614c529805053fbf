/// Numbers, which keep their text.
extension JSONTokenizer {
    /// Reads a number from its first byte on.
    ///
    /// - Returns: The place behind what was read.
    mutating func beginNumber<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, at start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        let end = Self.endOfNumber(chunk, from: start)
        guard end < chunk.count else {
            state = .number
            try collect(chunk.extracting(start..<end))
            return end
        }
        try check(chunk.extracting(start..<end), at: offset + end)
        endValue()
        try handler.number(in: chunk, at: start..<end)
        return end
    }

    /// Reads on in a number that an earlier chunk began.
    mutating func readNumber<Handler: JSONHandler>(
        _ chunk: Span<UInt8>, from start: Int, _ handler: inout Handler
    ) throws(FormatError) -> Int {
        let end = Self.endOfNumber(chunk, from: start)
        try collect(chunk.extracting(start..<end))
        if end < chunk.count { try endNumber(at: offset + end, &handler) }
        return end
    }

    /// Ends a number that was collected.
    mutating func endNumber<Handler: JSONHandler>(
        at position: Int, _ handler: inout Handler
    ) throws(FormatError) {
        try check(token.span, at: position)
        endValue()
        try handler.number(token.span)
        token.removeAll(keepingCapacity: true)
    }

    /// Keeps a piece of a name or a number.
    mutating func collect(_ bytes: Span<UInt8>) throws(FormatError) {
        try checkLength(token.count + bytes.count)
        unsafe bytes.withUnsafeBufferPointer { unsafe token.append(contentsOf: $0) }
    }

    /// Refuses a name or a number that is too long.
    func checkLength(_ count: Int) throws(FormatError) {
        guard count > Self.tokenLimit else { return }
        throw FormatError(
            code: .tooLarge, message: "a JSON name or number has more than \(Self.tokenLimit) bytes")
    }

    private func check(_ text: Span<UInt8>, at position: Int) throws(FormatError) {
        try checkLength(text.count)
        guard !Self.isNumber(text) else { return }
        let shown = String(copying: text.extracting(first: min(text.count, 40)))
        throw malformed("\"\(shown)\" is not a JSON number", at: position)
    }

    private static func endOfNumber(_ chunk: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < chunk.count, isNumberByte(chunk[index]) { index += 1 }
        return index
    }

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
}
