/// Eight and thirty-two bytes at once. Each is as safe as a subscript: the bounds are checked, whatever the build.
extension Span<UInt8> {
    /// The eight bytes from a place on, the first one lowest.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && count - offset >= 8, "a word lies within its bytes")
        // The check above is the bounds' check that an unaligned load leaves to its caller.
        return UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The thirty-two bytes from a place on.
    @inline(__always)
    func block(at offset: Int) -> SIMD32<UInt8> {
        precondition(offset >= 0 && count - offset >= 32, "a block lies within its bytes")
        return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self)
    }
}

/// Bytes of eight at once, in which each byte's highest bit is an answer about it. An answer may also be wrongly yes
/// behind the first right one, so only the lowest counts.
enum ByteMask {
    private static let low: UInt64 = 0x0101_0101_0101_0101
    /// The highest bit of each byte.
    static let high: UInt64 = 0x8080_8080_8080_8080

    /// Which bytes cannot stand in the plain ASCII of a JSON string: quotes, backslashes, controls, and those of other
    /// characters.
    @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let quote = word ^ (low &* 0x22)
        let backslash = word ^ (low &* 0x5C)
        let control = word &- (low &* 0x20)
        return (word | (quote &- low) | (backslash &- low) | control) & high
    }

    /// Which bytes are above the space: neither white space nor a control.
    @inline(__always)
    static func aboveSpace(_ word: UInt64) -> UInt64 {
        (word | (word &+ (low &* (0x7F - 0x20)))) & high
    }
}
