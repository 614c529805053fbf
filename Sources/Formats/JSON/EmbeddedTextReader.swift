internal import CByteMasks

/// Streams the text of one string member out of a JSON object, unescaped, chunk by chunk.
///
/// Ion wraps a report's whole CSV in `{"results": "…"}`, or, where it streams, in `{"data": "…"}`. The string may have any length: it is never held in memory.
package struct EmbeddedTextReader: Sendable {
    private var tokenizer = JSONTokenizer()
    private var extractor: TextExtractor

    /// A reader for the member at the top level of the object that has one of these names; two of them are one too many.
    package init(members: [String]) {
        extractor = TextExtractor(members: members.map { Array($0.utf8) })
    }

    /// Reads the next chunk and hands on the part of the member's text that it held, if it held any.
    ///
    /// The text is unescaped into a buffer that every chunk uses again; it is valid only during the call.
    package mutating func read(
        _ chunk: Span<UInt8>, _ take: (Span<UInt8>) throws(FormatError) -> Void
    ) throws(FormatError) {
        extractor.text.removeAll(keepingCapacity: true)
        extractor.text.reserveCapacity(chunk.count)
        try tokenizer.read(chunk, to: &extractor)
        if !extractor.text.isEmpty { try take(extractor.text.span) }
    }

    /// Reads the next chunk; returns the part of the member's text that it held.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) -> [UInt8] {
        var text: [UInt8] = []
        try read(chunk, into: &text)
        return text
    }

    /// Reads the next chunk; the part of the member's text that it held takes the place of what was in the buffer.
    package mutating func read(_ chunk: Span<UInt8>, into text: inout [UInt8]) throws(FormatError) {
        swap(&text, &extractor.text)
        defer { swap(&text, &extractor.text) }
        extractor.text.removeAll(keepingCapacity: true)
        extractor.text.reserveCapacity(chunk.count)
        try tokenizer.read(chunk, to: &extractor)
    }

    /// Says that the document is over.
    ///
    /// - Throws: Code ``FormatError/Code/unknownColumn`` when the object had no such member or it was no string.
    package mutating func finish() throws(FormatError) {
        try tokenizer.finish(to: &extractor)
        guard extractor.hasFoundMember else {
            let names = extractor.members.map { "\"\(String(decoding: $0, as: UTF8.self))\"" }.joined(separator: " or ")
            throw FormatError(code: .unknownColumn, message: "the JSON object has no text under \(names)")
        }
    }
}

private struct TextExtractor: JSONHandler {
    let members: [[UInt8]]
    var text: [UInt8] = []
    private(set) var hasFoundMember = false
    private var hasSeenName = false
    private var depth = 0
    private var isAtMember = false

    init(members: [[UInt8]]) {
        self.members = members
    }

    mutating func beginObject(at offset: Int) { enter() }
    mutating func endObject(seen: Span<UInt8>) { depth -= 1 }
    mutating func beginArray() { enter() }
    mutating func endArray() { depth -= 1 }

    mutating func key(_ name: Span<UInt8>) throws(FormatError) {
        isAtMember = depth == 1 && members.contains { equal(name, $0) }
        guard isAtMember else { return }
        guard !hasSeenName else {
            let message = "the JSON object has text twice, the second time under \"\(String(copying: name))\""
            throw FormatError(code: .malformed, message: message)
        }
        hasSeenName = true
    }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        guard isAtMember else { return }
        unsafe bytes.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }

    /// Unescapes straight into the text, which takes half of the time that pieces take.
    mutating func takeText(in chunk: Span<UInt8>, from start: Int) -> Int {
        guard isAtMember else { return start }
        let rest = chunk.extracting(start..<chunk.count)
        var taken = 0
        text.append(addingCapacity: rest.count) { output in
            unsafe output.withUnsafeMutableBufferPointer { room, count in
                unsafe rest.withUnsafeBufferPointer { source in
                    guard let from = source.baseAddress, let to = room.baseAddress else { return }
                    var written = 0
                    // No more is written than is read, and for that there is room.
                    taken = unsafe byte_masks_unescape(from, source.count, to + count, &written)
                    count += written
                }
            }
        }
        return start + taken
    }

    mutating func endString() {
        if isAtMember { hasFoundMember = true }
        isAtMember = false
    }

    mutating func number(_ text: Span<UInt8>) { isAtMember = false }
    mutating func boolean(_ value: Bool) { isAtMember = false }
    mutating func null() { isAtMember = false }

    private mutating func enter() {
        depth += 1
        isAtMember = false
    }

    private func equal(_ left: Span<UInt8>, _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
