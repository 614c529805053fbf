internal import CZlib

/// Compresses bytes into one gzip member whose bytes depend on the content alone: no time, no name, a fixed
/// operating-system byte.
@safe
package struct GzipWriter: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 64 << 10)

    /// A writer at a level from 1 (fast) to 9 (small).
    package init(level: Int = 6) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, plus 16 for a gzip wrapper instead of zlib's own.
        let status = unsafe deflateInit2_(
            stream, CInt(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory for a compressor")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Compresses bytes; hands compressed ones on as they come.
    package mutating func write(
        _ bytes: Span<UInt8>, to sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        try run(bytes, flush: Z_NO_FLUSH, sink)
    }

    /// Ends the member; hands on what is left. Nothing may be written afterwards.
    package mutating func finish(to sink: (Span<UInt8>) throws(StreamingError) -> Void) throws(StreamingError) {
        try run([UInt8]().span, flush: Z_FINISH, sink)
    }

    private mutating func run(
        _ bytes: Span<UInt8>, flush: CInt, _ sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        var rest = bytes
        while true {
            let piece = rest.extracting(first: min(rest.count, 1 << 30))
            let (taken, made) = compress(piece, flush: flush)
            rest = rest.extracting(droppingFirst: taken)
            if made > 0 { try sink(output.span.extracting(first: made)) }
            if rest.count == 0 && made < output.count { return }
        }
    }

    /// One call of zlib: how many bytes it took and how many it made. Pointers live only as long as the call.
    private mutating func compress(_ bytes: Span<UInt8>, flush: CInt) -> (taken: Int, made: Int) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                let status = unsafe deflate(stream, flush)
                precondition(status != Z_STREAM_ERROR, "zlib's state is its own")
                return unsafe (
                    input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}
