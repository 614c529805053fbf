internal import CZlib

/// Expands gzip data, one member or several in a row, chunk by chunk.
@safe
package struct GzipReader: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 256 << 10)
    private var isInsideMember = false
    private var hasReadMember = false

    /// A reader at the start of the data.
    package init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory for an expander")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Whether data begins as gzip does.
    package static func recognizes(_ start: Span<UInt8>) -> Bool {
        start.count >= 2 && start[0] == 0x1F && start[1] == 0x8B
    }

    /// Expands bytes; hands expanded ones on in pieces of at most 256 KiB.
    ///
    /// - Throws: Code ``StreamingError/Code/corrupt`` when the data is damaged or is not gzip.
    package mutating func read<Failure: Error>(
        _ bytes: Span<UInt8>, to sink: (Span<UInt8>) throws(Failure) -> Void
    ) throws {
        var rest = bytes
        while rest.count > 0 {
            let (taken, made, status) = expand(rest)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw corruption() }
            isInsideMember = status != Z_STREAM_END
            rest = rest.extracting(droppingFirst: taken)
            if made > 0 { try sink(output.span.extracting(first: made)) }
            if status == Z_STREAM_END {
                hasReadMember = true
                unsafe inflateReset(stream)
            }
            if taken == 0 && made == 0 { throw corruption() }
        }
    }

    /// Says that the data is over.
    ///
    /// - Throws: Code ``StreamingError/Code/corrupt`` when it ends in the middle of a member.
    package func finish() throws(StreamingError) {
        guard hasReadMember, !isInsideMember else {
            throw StreamingError(code: .corrupt, message: "the gzip data is cut off")
        }
    }

    private func corruption() -> StreamingError {
        let reason = hasReadMember && !isInsideMember ? "has other data behind its end" : "is damaged"
        return StreamingError(code: .corrupt, message: "the gzip data \(reason)")
    }

    private mutating func expand(_ bytes: Span<UInt8>) -> (taken: Int, made: Int, status: CInt) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(min(input.count, 1 << 30))
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                let before = unsafe stream.pointee.avail_in
                let status = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    Int(before - stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out), status
                )
            }
        }
    }
}
