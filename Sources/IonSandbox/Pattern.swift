/// A text with wildcards, each of which stands for any text, also for none.
struct Pattern: Sendable {
    private let parts: [[UInt8]]

    /// A pattern from its text.
    init(_ text: String, wildcard: Character) {
        parts = text.split(separator: wildcard, omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    /// Whether the whole of a text fits.
    func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let first = parts.first, let last = parts.last, rest.starts(with: first) else { return false }
        guard parts.count > 1 else { return rest.count == first.count }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() {
            guard let place = Self.place(of: part, in: rest) else { return false }
            rest = rest[(place + part.count)...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    private static func place(of part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        text.indices.first { text[$0...].starts(with: part) } ?? (part.isEmpty ? text.startIndex : nil)
    }
}
