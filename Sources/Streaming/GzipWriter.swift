internal import CZlib

/// Compresses bytes into one gzip member whose bytes depend on the content and the level alone: no time, no name, a
/// fixed operating-system byte, and the same bytes for any number of threads.
///
/// The content is cut into blocks of 1 MiB, each compressed on its own. With several threads, a block is handed to them
/// when it is full and the next byte comes; content of one block never starts a thread. Memory is bounded: three blocks
/// more than there are threads are under way or wait to be handed on, and another one fills. With fewer, a block that takes
/// long has the other threads wait.
package struct GzipWriter: ~Copyable {
    /// What a member begins with (RFC 1952): magic, deflate, no flags, no time, no extra flags, Unix.
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// How much content a block has, except for the last. Another size gives other bytes. At this size too little is
    /// lost for want of what stood before a block to matter; at half of it, reports grow by 1.5 %.
    package static let blockSize = 1 << 20

    /// How many blocks more than there are threads may be under way.
    private static let blocksInWaiting = 3

    private let level: Int
    private let threads: Int
    private let blockSize: Int
    private var crew: GzipCrew?
    /// For blocks that are compressed on the writer's own thread.
    private var compressor: GzipCompressor?
    /// The block that fills.
    private var block: GzipBlock
    /// Blocks whose memory can be used again.
    private var spare: [GzipBlock] = []
    /// How many blocks were started, and how many of them were handed on.
    private var started = 0
    private var delivered = 0
    private var checksum: UInt = 0
    private var size = 0

    /// A writer.
    ///
    /// - Parameters:
    ///   - level: From 1 (fast) to 9 (small).
    ///   - threads: How many threads compress. With one, it is the writer's own; with more, that one only fills blocks
    ///     and hands compressed bytes on.
    ///   - blockSize: How much content a block has. What is published keeps to the usual size.
    package init(level: Int = 6, threads: Int = 1, blockSize: Int = Self.blockSize) {
        precondition((1...9).contains(level), "gzip's levels go from 1 to 9")
        precondition(threads > 0 && blockSize > 0, "compressing needs a thread, and content")
        self.level = level
        self.threads = threads
        self.blockSize = blockSize
        block = GzipBlock(size: blockSize)
    }

    deinit {
        crew?.close()
    }

    /// Compresses bytes; hands compressed ones on as they come. Waits while enough blocks are under way.
    package mutating func write(
        _ bytes: Span<UInt8>, to sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        var rest = bytes
        while rest.count > 0 {
            rest = rest.extracting(droppingFirst: block.fill(rest))
            if rest.count > 0 { try endBlock(sink) }
        }
    }

    /// Ends the member; hands on what is left. Nothing may be written afterwards.
    package mutating func finish(to sink: (Span<UInt8>) throws(StreamingError) -> Void) throws(StreamingError) {
        block.isLast = true
        try endBlock(sink)
        while delivered < started { try deliverNext(sink) }
        try sink(trailer.span)
        crew?.close()
        crew = nil
    }

    // MARK: - Blocks

    private mutating func endBlock(
        _ sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        started += 1
        if threads == 1 || (block.isLast && crew == nil) {
            compressHere()
            try deliver(block, sink)
        } else {
            handOver()
            while started - delivered > threads + Self.blocksInWaiting { try deliverNext(sink) }
        }
        block.restart(as: started)
    }

    private mutating func compressHere() {
        var own = compressor.take() ?? GzipCompressor(level: level)
        own.compress(&block)
        compressor = consume own
    }

    private mutating func handOver() {
        let crew = crew ?? GzipCrew(count: threads, level: level)
        self.crew = crew
        crew.start(block)
        block = spare.popLast() ?? GzipBlock(size: blockSize)
    }

    private mutating func deliverNext(
        _ sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        guard let next = crew?.result(delivered) else { preconditionFailure("a block under way is the crew's") }
        try deliver(next, sink)
        spare.append(next)
    }

    private mutating func deliver(
        _ block: borrowing GzipBlock, _ sink: (Span<UInt8>) throws(StreamingError) -> Void
    ) throws(StreamingError) {
        if delivered == 0 { try sink(Self.header.span) }
        delivered += 1
        checksum = crc32_combine(checksum, block.checksum, block.content.count)
        size += block.content.count
        try sink(block.output.span.extracting(first: block.outputCount))
    }

    /// The checksum and the content's size modulo 2³², lowest bytes first.
    private var trailer: [UInt8] {
        let words = [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: size)]
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }
}
