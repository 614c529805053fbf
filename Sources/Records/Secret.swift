/// A value that must reach no output: a key, a token, a password.
///
/// It prints as `<secret>`; whoever needs the text says `revealed`, so a search for that word lists every use.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    public let revealed: String

    /// A secret from its text.
    public init(_ text: String) {
        self.revealed = text
    }

    /// A stand-in for the text.
    public var description: String { "<secret>" }

    /// A stand-in for the text.
    public var debugDescription: String { description }

    /// A mirror that shows nothing, so that `dump` has nothing to print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
