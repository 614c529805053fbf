internal import CZlib

/// Expands gzip data, one member or several in a row, chunk by chunk.
///
/// What is not gzip, what is damaged, what does not match its checksum, what is cut off and what stands behind the end
/// are told apart, each with the byte where it shows. Zeros behind the end are other data too: a file that was padded
/// may as well have been overwritten.
@safe
package struct GzipReader: ~Copyable {
    private static let pieceSize = 256 << 10
    /// What every member begins with (RFC 1952).
    private static let magic: [UInt8] = [0x1F, 0x8B]

    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: ExpansionLimit?
    private var output = [UInt8](repeating: 0, count: pieceSize)
    /// How many bytes went in, and how many came out.
    private var taken = 0
    private var made = 0
    /// Where the member began that is being read, or where the next one is to begin.
    private var memberStart = 0

    /// A reader at the start of the data.
    ///
    /// - Parameter limit: How far the data may expand; `nil` for as far as it likes.
    package init(limit: ExpansionLimit? = nil) {
        self.limit = limit
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, plus 16 for a gzip wrapper instead of zlib's own.
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
        start.count >= magic.count && start[0] == magic[0] && start[1] == magic[1]
    }

    /// Expands bytes; hands expanded ones on in pieces of at most 256 KiB.
    ///
    /// - Throws: Code ``StreamingError/Code/corrupt`` when the data is damaged, is not gzip or expands beyond the limit;
    ///   what `sink` throws.
    package mutating func read<Failure: Error>(
        _ bytes: Span<UInt8>, to sink: (Span<UInt8>) throws(Failure) -> Void
    ) throws {
        var rest = bytes
        while rest.count > 0 {
            let (count, made) = try expand(rest)
            rest = rest.extracting(droppingFirst: count)
            if made > 0 { try sink(output.span.extracting(first: made)) }
        }
    }

    /// Expands bytes as far as they fill a piece, for whoever has to wait between pieces.
    ///
    /// - Parameter piece: Becomes the expanded bytes, at most 256 KiB; it may be empty.
    /// - Returns: How many bytes were taken. When some are left, call again with them.
    /// - Throws: Code ``StreamingError/Code/corrupt``, as ``read(_:to:)``.
    package mutating func read(_ bytes: Span<UInt8>, into piece: inout [UInt8]) throws(StreamingError) -> Int {
        piece.removeAll(keepingCapacity: true)
        guard bytes.count > 0 else { return 0 }
        let (count, made) = try expand(bytes)
        piece.append(contentsOf: output[..<made])
        return count
    }

    /// Says that the data is over.
    ///
    /// - Throws: Code ``StreamingError/Code/corrupt`` when there was none, or when it ends in the middle of a member.
    package func finish() throws(StreamingError) {
        guard taken > 0 else { throw corruption("there is no gzip data: not one byte") }
        guard taken == memberStart else {
            throw corruption("the gzip data is cut off: it ends after \(taken) bytes, inside a member\(place)")
        }
    }

    // MARK: - Expanding

    /// Expands the next bytes into `output`; returns how many it took, and how many it made.
    private mutating func expand(_ bytes: Span<UInt8>) throws(StreamingError) -> (taken: Int, made: Int) {
        try checkMagic(bytes)
        let (count, made, status) = inflate(bytes)
        taken += count
        self.made += made
        // Z_BUF_ERROR says that nothing could be done, and so it comes when nothing was taken and nothing made.
        guard status == Z_OK || status == Z_STREAM_END else { throw damage(status) }
        if let limit, limit.isExceeded(in: taken, out: self.made) {
            throw corruption(
                "the gzip data expands to more than \(limit.ratio) times its size; if that is right, expand it first")
        }
        if status == Z_STREAM_END {
            memberStart = taken
            unsafe inflateReset(stream)
        }
        return (count, made)
    }

    /// Looks at the first bytes of a member before zlib does: it wants two, and there may be only one.
    private func checkMagic(_ bytes: Span<UInt8>) throws(StreamingError) {
        let seen = taken - memberStart
        for index in seen..<max(seen, Self.magic.count) where index - seen < bytes.count {
            guard bytes[index - seen] != Self.magic[index] else { continue }
            throw corruption(
                memberStart == 0
                    ? "the data is not gzip: it does not begin with the bytes 1F 8B"
                    : "other data begins at byte \(memberStart), behind the end of the gzip data")
        }
    }

    private func damage(_ status: CInt) -> StreamingError {
        let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib's error \(status)"
        switch reason {
        case "incorrect data check":
            return corruption("the content of the gzip member\(place) does not match its checksum")
        case "incorrect length check":
            return corruption("the content of the gzip member\(place) does not match its length")
        case "unknown compression method", "unknown header flags set", "header crc mismatch":
            return corruption("the header of the gzip member\(place) is damaged: \(reason)")
        default: return corruption("the gzip member\(place) is damaged, at byte \(taken) or before: \(reason)")
        }
    }

    /// Where the current member begins, for messages.
    private var place: String { " that begins at byte \(memberStart)" }

    private func corruption(_ message: String) -> StreamingError {
        StreamingError(code: .corrupt, message: message)
    }

    /// One call of zlib. Pointers live only as long as the call.
    private mutating func inflate(_ bytes: Span<UInt8>) -> (taken: Int, made: Int, status: CInt) {
        unsafe bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(min(input.count, 1 << 30))
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                let before = unsafe stream.pointee.avail_in
                let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    Int(before - stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out), status
                )
            }
        }
    }
}
