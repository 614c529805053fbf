import Synchronization

/// Removes known secrets from text by their value, wherever they turn up.
///
/// Every sink of the program (messages, logs, the bodies of failed responses) passes its text through one of these.
public final class Redactor: Sendable {
    /// The forms of all secrets, by their first byte: most bytes of a text begin none, and cost one look.
    private struct Known {
        var all: Set<[UInt8]> = []
        var byFirstByte = [[[UInt8]]](repeating: [], count: 256)
    }

    private let known = Mutex(Known())

    /// A redactor that knows no secrets yet.
    public init() {}

    /// From now on, removes this value, also as a query, a form or JSON writes it. Values of fewer than four characters
    /// are left alone: removing them would only make text unreadable.
    public func remember(_ secret: Secret) {
        let bytes = Array(secret.revealed.utf8)
        guard bytes.count >= 4 else { return }
        let upper = Self.percentEncoded(bytes, digits: Array("0123456789ABCDEF".utf8))
        let lower = Self.percentEncoded(bytes, digits: Array("0123456789abcdef".utf8))
        let form = upper.split(separator: Array("%20".utf8), omittingEmptySubsequences: false)
            .joined(separator: [UInt8(ascii: "+")])
        add([bytes, upper, lower, Array(form), Self.escaped(bytes)])
    }

    /// From now on, removes a user's password, and the pair in the form that basic authorization gives it.
    public func remember(user: Secret, password: Secret) {
        remember(password)
        add([Base64.encode(Array("\(user.revealed):\(password.revealed)".utf8))])
    }

    private func add(_ forms: [[UInt8]]) {
        known.withLock { known in
            for form in forms where known.all.insert(form).inserted {
                known.byFirstByte[Int(form[0])].append(form)
            }
        }
    }

    /// The text with `<secret>` in place of every known secret; secrets that overlap are replaced together, so that no
    /// part of one is left over.
    ///
    /// Bytes are compared, not characters: an accent behind a secret makes another character of its last letter. The
    /// cost is that of one look at each byte, as long as no secret's first byte occurs.
    public func redact(_ text: String) -> String {
        String(decoding: redact(Array(text.utf8)), as: UTF8.self)
    }

    /// The bytes of a text with `<secret>` in place of every known secret.
    public func redact(_ bytes: [UInt8]) -> [UInt8] {
        let forms = known.withLock { $0.all.isEmpty ? nil : $0.byFirstByte }
        guard let forms else { return bytes }
        var redacted: [UInt8] = []
        var (copied, hiddenEnd) = (0, 0)
        for index in bytes.indices {
            for form in forms[Int(bytes[index])] where bytes[index...].starts(with: form) {
                if index >= hiddenEnd {
                    redacted += bytes[copied..<index]
                    redacted += Array("<secret>".utf8)
                }
                hiddenEnd = max(hiddenEnd, index + form.count)
                copied = hiddenEnd
            }
        }
        return hiddenEnd == 0 ? bytes : redacted + bytes[copied...]
    }

    /// The bytes with everything but RFC 3986's unreserved characters encoded.
    private static func percentEncoded(_ bytes: [UInt8], digits: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            let isLetter = (0x41...0x5A).contains(byte & 0xDF)
            let isDigit = (0x30...0x39).contains(byte)
            if byte < 0x80, isLetter || isDigit || "-._~".utf8.contains(byte) { return [byte] }
            return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    /// The bytes as they stand in a string of JSON.
    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}
