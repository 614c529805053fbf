internal import CDeflate

/// Compresses blocks of a gzip member, each on its own, with libdeflate. It owns the library's compressor.
///
/// libdeflate is three times as fast as zlib where it makes as little of the same content, but it only knows whole deflate
/// streams. A stream ends with a block whose first bit says that it is the last; here that bit is
/// cleared where other blocks follow, and an empty stored block fills the last byte up, as zlib's `Z_SYNC_FLUSH` does.
@safe
struct GzipCompressor: ~Copyable {
    /// An empty stored block without its three bits of header: its length, and the complement of it.
    private static let emptyBlock: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    /// Room behind a stream: for the header of the empty block, for the block, and for reading ahead.
    private static let reserve = 1 + emptyBlock.count + GzipBlockScanner.readAhead

    /// For each of gzip's levels, from 1 on, libdeflate's fastest that makes no more of reports, invoices and outputs than
    /// gzip does; 9 is asked for by whoever wants few bytes, and so is libdeflate's own.
    private static let levels: [CInt] = [1, 1, 2, 3, 5, 5, 6, 7, 9]

    private let compressor: OpaquePointer
    private var scanner = GzipBlockScanner()

    /// A compressor at one of gzip's levels, from 1 (fast) to 9 (small).
    init(level: Int) {
        guard let compressor = unsafe libdeflate_alloc_compressor(Self.levels[level - 1]) else {
            preconditionFailure("libdeflate has no memory for a compressor")
        }
        unsafe self.compressor = compressor
    }

    deinit {
        unsafe libdeflate_free_compressor(compressor)
    }

    /// Compresses a block's content into its output, and computes the content's checksum.
    mutating func compress(_ block: inout GzipBlock) {
        block.checksum = checksum(of: block.content)
        // Reports shrink to less than half. Room for what does not is made when it is wanted, and kept.
        makeRoom(for: block.content.count / 2, in: &block)
        block.outputCount = deflate(&block)
        if block.outputCount == 0 {
            makeRoom(for: unsafe libdeflate_deflate_compress_bound(compressor, block.content.count), in: &block)
            block.outputCount = deflate(&block)
        }
        precondition(block.outputCount > 0, "a block has room for the worst that can come out")
        if !block.isLast { reopen(&block) }
    }

    private func checksum(of content: [UInt8]) -> UInt {
        unsafe content.withUnsafeBytes { UInt(unsafe libdeflate_crc32(0, $0.baseAddress, $0.count)) }
    }

    /// Makes room for so many bytes, for the empty block, and for the scanner, which reads ahead.
    private func makeRoom(for count: Int, in block: inout GzipBlock) {
        let missing = count + Self.reserve - block.output.count
        if missing > 0 { block.output.append(contentsOf: repeatElement(0, count: missing)) }
    }

    /// One call of libdeflate; how many bytes it made, 0 when there is not the room for them.
    private func deflate(_ block: inout GzipBlock) -> Int {
        unsafe block.content.withUnsafeBytes { content in
            unsafe block.output.withUnsafeMutableBytes { output in
                unsafe libdeflate_deflate_compress(
                    compressor, content.baseAddress, content.count, output.baseAddress, output.count - Self.reserve)
            }
        }
    }

    /// Takes the end off a deflate stream, so that another may follow.
    private mutating func reopen(_ block: inout GzipBlock) {
        let (lastBlock, end) = scanner.scan(block.output.span)
        precondition((end + 7) / 8 == block.outputCount, "libdeflate's stream ends where its bytes do")
        block.output[lastBlock / 8] &= ~(1 << UInt8(lastBlock % 8))
        // The bits behind the end are noughts already: three of them are the header of the empty block.
        if end % 8 == 0 || end % 8 > 5 { put(0, in: &block) }
        for byte in Self.emptyBlock { put(byte, in: &block) }
    }

    private func put(_ byte: UInt8, in block: inout GzipBlock) {
        block.output[block.outputCount] = byte
        block.outputCount += 1
    }
}
