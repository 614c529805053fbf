@testable import Formats

/// Writes down a tokenizer's events, with the pieces of a string joined.
struct JSONEventRecorder: JSONHandler {
    private(set) var events: [String] = []
    private var text: [UInt8] = []

    mutating func beginObject(at offset: Int) { events.append("{\(offset)") }
    mutating func endObject(seen: Span<UInt8>) { events.append(seen.count > 0 ? "}" : "} unseen") }
    mutating func beginArray() { events.append("[") }
    mutating func endArray() { events.append("]") }
    mutating func key(_ name: Span<UInt8>) { events.append("key \(String(copying: name))") }

    mutating func stringPart(_ bytes: Span<UInt8>) {
        for index in bytes.indices { text.append(bytes[index]) }
    }

    mutating func endString() {
        events.append("string \(String(decoding: text, as: UTF8.self))")
        text = []
    }

    mutating func number(_ text: Span<UInt8>) { events.append("number \(String(copying: text))") }
    mutating func boolean(_ value: Bool) { events.append("\(value)") }
    mutating func null() { events.append("null") }

    /// The events of a text in chunks, or the error's message behind `error`.
    static func events(of chunks: [[UInt8]]) -> [String] {
        var tokenizer = JSONTokenizer()
        var recorder = JSONEventRecorder()
        do throws(FormatError) {
            for chunk in chunks { try tokenizer.read(chunk.span, to: &recorder) }
            try tokenizer.finish(to: &recorder)
            return recorder.events
        } catch {
            return ["error", "\(error.code)", error.message]
        }
    }
}
