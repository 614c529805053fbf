import Synchronization

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

    /// The text with `<secret>` in place of every known secret; secrets that overlap are replaced together, so that no
    /// part of one is left over.
    ///
    /// Bytes are compared, not characters: an accent behind a secret makes another character of its last letter.
    public func redact(_ text: String) -> String {
        let known = secrets.withLock { $0.map { Array($0.utf8) } }
        let bytes = Array(text.utf8)
        var redacted: [UInt8] = []
        var hiddenEnd = 0
        for index in bytes.indices {
            let isHidden = index < hiddenEnd
            for secret in known where bytes[index...].starts(with: secret) {
                hiddenEnd = max(hiddenEnd, index + secret.count)
            }
            if !isHidden { redacted.append(contentsOf: index < hiddenEnd ? Array("<secret>".utf8) : [bytes[index]]) }
        }
        return String(decoding: redacted, as: UTF8.self)
    }
}
