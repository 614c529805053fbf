/// Follows the bytes of characters beyond ASCII, one after another (RFC 3629): no overlong forms, no surrogates, nothing
/// above U+10FFFF.
struct UTF8Sequence: Sendable {
    /// How many bytes of the character are still to come.
    private(set) var missingCount = 0
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// Takes the next byte, which is none of ASCII; `false` when it cannot stand there.
    mutating func take(_ byte: UInt8) -> Bool {
        guard missingCount == 0 else {
            guard next.contains(byte) else { return false }
            missingCount -= 1
            next = 0x80...0xBF
            return true
        }
        switch byte {
        case 0xC2...0xDF: missingCount = 1
        case 0xE0: (missingCount, next) = (2, 0xA0...0xBF)
        case 0xED: (missingCount, next) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missingCount = 2
        case 0xF0: (missingCount, next) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missingCount = 3
        case 0xF4: (missingCount, next) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
