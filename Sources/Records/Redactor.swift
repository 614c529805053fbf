import Synchronization

/// Removes known secrets from text by their value, wherever they turn up.
///
/// Every sink of the program (messages, logs, the bodies of failed responses) passes its text through one of these.
public final class Redactor: Sendable {
    /// The forms of all secrets, by their first byte: most bytes of a text begin none, and cost one look.
    private struct Known {
        var all: Set<[UInt8]> = []
        var byFirstByte = [[Form]](repeating: [], count: 256)
    }

    /// A way in which a secret may be written.
    private struct Form {
        /// How many bytes of the beginning give away enough to be hidden by themselves.
        private static let tellingCount = 16

        let bytes: [UInt8]
        /// Whether the beginning is part of the secret; that of an address is not.
        let isOpaque: Bool

        /// How many bytes of a text, from a place on, are the form, or its beginning where the text was cut.
        func hiddenCount(in text: [UInt8], from start: Int) -> Int {
            let end = min(bytes.count, text.count - start)
            var count = 0
            while count < end, text[start + count] == bytes[count] { count += 1 }
            return count == bytes.count || isOpaque && count >= Self.tellingCount ? count : 0
        }
    }

    private let known = Mutex(Known())

    /// A redactor that knows no secrets yet.
    public init() {}

    /// From now on, removes this value, also as a query, a form or JSON writes it. Values of fewer than four characters
    /// are left alone: removing them would only make text unreadable.
    ///
    /// Its beginning alone is removed too: text may have been cut before it came here.
    public func remember(_ secret: Secret) { hide(secret, isOpaque: true) }

    /// From now on, removes this address, which lets anyone in; addresses that only begin alike are left.
    public func rememberAddress(_ address: Secret) { hide(address, isOpaque: false) }

    private func hide(_ secret: Secret, isOpaque: Bool) {
        let bytes = Array(secret.revealed.utf8)
        guard bytes.count >= 4 else { return }
        let upper = Self.percentEncoded(bytes, digits: Array("0123456789ABCDEF".utf8))
        let lower = Self.percentEncoded(bytes, digits: Array("0123456789abcdef".utf8))
        let form = upper.split(separator: Array("%20".utf8), omittingEmptySubsequences: false)
            .joined(separator: [UInt8(ascii: "+")])
        add(
            [bytes, upper, lower, Array(form), Self.escaped(bytes), Self.escapedForXML(bytes)]
                + Self.escapedForHTML(bytes),
            isOpaque: isOpaque)
    }

    /// From now on, removes a user's password, and the pair in the form that basic authorization gives it.
    public func remember(user: Secret, password: Secret) {
        remember(password)
        add([Base64.encode(Array("\(user.revealed):\(password.revealed)".utf8))], isOpaque: true)
    }

    private func add(_ forms: [[UInt8]], isOpaque: Bool) {
        known.withLock { known in
            for form in forms where known.all.insert(form).inserted {
                known.byFirstByte[Int(form[0])].append(Form(bytes: form, isOpaque: isOpaque))
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
        let begins = forms.map { !$0.isEmpty }
        for index in bytes.indices where begins[Int(bytes[index])] {
            var count = 0
            for form in forms[Int(bytes[index])] { count = max(count, form.hiddenCount(in: bytes, from: index)) }
            guard count > 0 else { continue }
            if index >= hiddenEnd {
                redacted += bytes[copied..<index]
                redacted += Array("<secret>".utf8)
            }
            hiddenEnd = max(hiddenEnd, index + count)
            copied = hiddenEnd
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

    /// The bytes as they stand in the text or an attribute of XML.
    private static func escapedForXML(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case UInt8(ascii: "\""): Array("&quot;".utf8)
            case UInt8(ascii: "'"): Array("&apos;".utf8)
            default: [byte]
            }
        }
    }

    /// The bytes as careful writers of JSON write them for pages: with `\/`, and with `\u0026` and its like.
    private static func escapedForHTML(_ bytes: [UInt8]) -> [[UInt8]] {
        let slashes = escaped(bytes).flatMap { $0 == UInt8(ascii: "/") ? Array("\\/".utf8) : [$0] }
        let units = escaped(bytes).flatMap { byte -> [UInt8] in
            "&<>'+=".utf8.contains(byte) ? Array("\\u00\(String(byte, radix: 16))".utf8) : [byte]
        }
        return [slashes, units]
    }

    /// The bytes as they stand in a string of JSON.
    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}
