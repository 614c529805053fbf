internal import CCrypto

/// Unguessable text for names and tokens, from libcrypto's generator.
package enum RandomToken {
    /// So many lower-case letters and digits, five bits each.
    package static func make(length: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: length)
        let status = unsafe bytes.withUnsafeMutableBufferPointer { unsafe RAND_bytes($0.baseAddress, CInt($0.count)) }
        precondition(status == 1, "libcrypto has no random bytes to give")
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
        return String(decoding: bytes.map { letters[Int($0 & 31)] }, as: UTF8.self)
    }
}
