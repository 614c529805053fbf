internal import CByteMasks

extension Span<UInt8> {
    /// How many of the bytes are equal to one.
    func count(of byte: UInt8) -> Int {
        // The pointer lives only as long as the call.
        unsafe withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe byte_masks_count(start, buffer.count, byte)
        }
    }
}
