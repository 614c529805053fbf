extension Span where Element == UInt8 {
    /// Whether all bytes are ASCII.
    package var isASCII: Bool { !containsByte(where: { $0 >= 0x80 }, orWord: { $0 & 0x8080_8080_8080_8080 != 0 }) }

    /// Whether any byte is a wanted one: `hasWanted` answers for eight bytes at once, `isWanted` for one.
    ///
    /// Fields are short, so the last word overlaps the one before it; only fields of less than a word go byte by byte.
    @inline(__always)
    func containsByte(where isWanted: (UInt8) -> Bool, orWord hasWanted: (UInt64) -> Bool) -> Bool {
        guard count >= 8 else {
            for index in indices where isWanted(self[index]) { return true }
            return false
        }
        var offset = 0
        while offset < count - 8 {
            if hasWanted(eightBytes(at: offset)) { return true }
            offset += 8
        }
        return hasWanted(eightBytes(at: count - 8))
    }

    @inline(__always)
    private func eightBytes(at offset: Int) -> UInt64 {
        // Bytes are always initialized, every pattern of bits is a number, and the bounds are checked.
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
}

extension UInt64 {
    /// Whether one of the eight bytes is this one.
    @inline(__always)
    func hasByte(_ byte: UInt8) -> Bool { (self ^ (UInt64(byte) &* 0x0101_0101_0101_0101)).hasZeroByte }

    /// Whether one of the eight bytes is nought.
    ///
    /// Source of the formula: Alan Mycroft's, in Sean Anderson, "Bit Twiddling Hacks".
    @inline(__always)
    private var hasZeroByte: Bool { (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 != 0 }

    /// Whether one of the eight bytes is below a limit of at most 128.
    @inline(__always)
    func hasByte(below limit: UInt8) -> Bool {
        (self &- UInt64(limit) &* 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 != 0
    }
}
