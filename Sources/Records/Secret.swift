import Synchronization

/// A value that must reach no output: a key, a token, a password.
///
/// It prints as `<secret>`; whoever needs the text says `revealed`, so a search for that word lists every use.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
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
}

/// Removes known secrets from text by their value, wherever they turn up.
///
/// Every sink of the program (messages, logs, the bodies of failed responses) passes its text through one of these.
public final class Redactor: Sendable {
    private let secrets = Mutex<Set<String>>([])

    /// A redactor that knows no secrets yet.
    public init() {}

    /// From now on, removes this value. Values of fewer than four characters are left alone: removing them would
    /// only make text unreadable.
    public func remember(_ secret: Secret) {
        guard secret.revealed.utf8.count >= 4 else { return }
        secrets.withLock { _ = $0.insert(secret.revealed) }
    }

    /// The text with `<secret>` in place of every known secret. The longest go first, so that no part is left over.
    public func redact(_ text: String) -> String {
        let known = secrets.withLock { $0.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) } }
        return known.reduce(text) { text, secret in text.replacing(secret, with: "<secret>") }
    }
}
