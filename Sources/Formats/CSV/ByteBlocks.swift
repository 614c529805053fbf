internal import CByteMasks

/// Some kilobytes of a text, as questions about them are answered: a word for each 64 bytes, a bit for each byte, the
/// lowest for the first.
@safe
struct ByteBlocks: Sendable {
    /// How many bytes a block has.
    static let size = 64
    /// How many blocks are looked at in one go.
    static let limit = 64

    /// For each block which bytes are equal to those that were asked for, and which are chosen.
    var masks = [byte_masks](repeating: byte_masks(), count: limit)
    /// How many blocks there are.
    private(set) var count = 0
    /// For each block how many places it has before it, since the last call of ``writePlaces(base:to:at:)``.
    private(set) var placesBefore = [UInt32](repeating: 0, count: limit)
    /// A last block that is not full, filled up.
    private var tail = [UInt8](repeating: 0, count: size)

    /// Looks at the blocks from a place of a text on, as many as it has and as there is room for.
    ///
    /// - Parameter filling: What a last block that is not full is filled up with; none of the three.
    mutating func look(at bytes: Span<UInt8>, from place: Int, _ wanted: (UInt8, UInt8, UInt8), filling: UInt8) {
        let rest = bytes.count - place
        let full = min(rest / Self.size, Self.limit)
        look(at: bytes.extracting(place..<place + full * Self.size), wanted, count: full, to: 0)
        count = full
        guard full < Self.limit, rest > full * Self.size else { return }
        let start = place + full * Self.size
        for index in 0..<Self.size { tail[index] = start + index < bytes.count ? bytes[start + index] : filling }
        let block = tail
        look(at: block.span, wanted, count: 1, to: full)
        count += 1
    }

    private mutating func look(at bytes: Span<UInt8>, _ wanted: (UInt8, UInt8, UInt8), count: Int, to first: Int) {
        precondition(bytes.count == count * Self.size && first + count <= Self.limit, "blocks are full, and have masks")
        guard count > 0 else { return }
        // Both pointers live only as long as the call, which reads and writes what was just checked to be there.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe masks.withUnsafeMutableBufferPointer { masks in
                guard let bytes = bytes.baseAddress, let masks = masks.baseAddress else { return }
                unsafe byte_masks_of_blocks(bytes, count, wanted.0, wanted.1, wanted.2, masks + first)
            }
        }
    }

    /// Writes down where the chosen bytes are.
    ///
    /// - Parameters:
    ///   - base: The place of the first block's first byte.
    ///   - start: Where the first place is written to; behind it is room for a place for each byte, and eight more.
    /// - Returns: How many there are.
    mutating func writePlaces(base: Int, to places: inout [UInt32], at start: Int) -> Int {
        precondition(start >= 0 && places.count - start >= count * Self.size + 8, "places have room")
        // All pointers live only as long as the call, and what it writes has room.
        let written = unsafe placesBefore.withUnsafeMutableBufferPointer { before in
            unsafe places.withUnsafeMutableBufferPointer { places in
                unsafe masks.withUnsafeBufferPointer { masks in
                    guard let masks = masks.baseAddress, let places = places.baseAddress,
                        let before = before.baseAddress
                    else { return UInt32(0) }
                    return unsafe byte_masks_places(
                        masks, count, UInt32(truncatingIfNeeded: base), places + start, before)
                }
            }
        }
        return Int(written)
    }
}

extension UInt64 {
    /// For each bit whether an odd number of bits is set up to and with it.
    var parities: UInt64 {
        var parities = self
        parities ^= parities << 1
        parities ^= parities << 2
        parities ^= parities << 4
        parities ^= parities << 8
        parities ^= parities << 16
        parities ^= parities << 32
        return parities
    }

    /// The bits below the lowest that is set; all of them when none is.
    var belowLowest: UInt64 { (self & (0 &- self)) &- 1 }
}
