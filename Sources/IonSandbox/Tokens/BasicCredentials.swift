internal import Records

/// The key and the secret of version 1, as HTTP's Basic scheme shows them.
struct BasicCredentials: Sendable {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let scheme = "basic "

    private let encoded: String

    /// Credentials from their parts.
    init(key: Secret, secret: Secret) {
        encoded = Self.base64(Array("\(key.revealed):\(secret.revealed)".utf8))
    }

    /// Whether a value of the `Authorization` header shows them.
    func areValid(authorization: String?) -> Bool {
        guard let authorization, authorization.lowercased().hasPrefix(Self.scheme) else { return false }
        return authorization.dropFirst(Self.scheme.count) == encoded
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
