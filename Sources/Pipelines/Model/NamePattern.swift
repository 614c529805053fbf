/// A pattern for names, in which `*` stands for any text, also none.
package struct NamePattern: Sendable, Hashable {
    private let pieces: [String]

    /// A pattern from its text.
    package init(_ text: String) {
        pieces = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    /// The pattern's text.
    package var text: String { pieces.joined(separator: "*") }

    /// Whether a name is as the pattern says, letter for letter.
    package func matches(_ name: String) -> Bool {
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return name == pieces.first }
        guard name.hasPrefix(first) else { return false }
        var rest = name.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
