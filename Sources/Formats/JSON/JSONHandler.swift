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
    /// Takes the next member's name if it is the one that is expected and stands in the chunk from a place on, with a
    /// closing quote behind it.
    ///
    /// - Returns: The place behind the quote; `nil` when the name is to be read, and handed to ``key(_:)``.
    mutating func expectedKey(in chunk: Span<UInt8>, at start: Int) -> Int?
    /// A whole string value that stands in the chunk as it is, without escapes.
    mutating func string(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError)
    /// A piece of any other string value, unescaped. A string has any number of pieces, then one ``endString()``.
    mutating func stringPart(_ bytes: Span<UInt8>) throws(FormatError)
    /// Takes what it can of a string value from a place within it on, so that it need not be handed over in pieces.
    ///
    /// - Returns: The place behind what was taken.
    mutating func takeText(in chunk: Span<UInt8>, from start: Int) -> Int
    mutating func endString() throws(FormatError)
    /// A number that stands in the chunk, as it is written.
    mutating func number(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError)
    /// A number that was cut in two, as it is written.
    mutating func number(_ text: Span<UInt8>) throws(FormatError)
    mutating func boolean(_ value: Bool) throws(FormatError)
    mutating func null() throws(FormatError)
}

extension JSONHandler {
    mutating func expectedKey(in chunk: Span<UInt8>, at start: Int) -> Int? { nil }

    mutating func takeText(in chunk: Span<UInt8>, from start: Int) -> Int { start }

    mutating func string(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError) {
        if !bounds.isEmpty { try stringPart(chunk.extracting(bounds)) }
        try endString()
    }

    mutating func number(in chunk: Span<UInt8>, at bounds: Range<Int>) throws(FormatError) {
        try number(chunk.extracting(bounds))
    }
}
