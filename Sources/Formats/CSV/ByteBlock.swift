internal import CByteMasks

/// Sixty-four bytes of a text, as questions about them are answered: a bit for each, the lowest for the first.
@safe
struct ByteBlock {
    /// How many bytes a block has.
    static let size = 64

    /// Which of the 64 bytes from a place on are one of three bytes.
    static func masks(
        of bytes: Span<UInt8>, at place: Int, _ first: UInt8, _ second: UInt8, _ third: UInt8
    ) -> (first: UInt64, second: UInt64, third: UInt64) {
        precondition(place >= 0 && place <= bytes.count - size, "a block lies within the bytes")
        // The pointer lives only as long as the call, and 64 bytes from it on are the span's, as was just seen.
        let masks = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe byte_masks_of_three(buffer.baseAddress.unsafelyUnwrapped + place, first, second, third)
        }
        return (masks.first, masks.second, masks.third)
    }

    /// Which of the 64 bytes from a place on are a byte.
    static func mask(of bytes: Span<UInt8>, at place: Int, _ byte: UInt8) -> UInt64 {
        precondition(place >= 0 && place <= bytes.count - size, "a block lies within the bytes")
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe byte_masks_of_one(buffer.baseAddress.unsafelyUnwrapped + place, byte)
        }
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
