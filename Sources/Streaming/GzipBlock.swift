/// A piece of a gzip member on its way through a compressor: what goes in, and what came out.
struct GzipBlock: Sendable {
    /// How much content the block has room for.
    private let size: Int
    /// The block's place in its member, from 0.
    private(set) var number = 0
    /// Whether no other block follows.
    var isLast = false
    /// What is to be compressed.
    private(set) var content: [UInt8] = []
    /// Room for what comes out.
    var output: [UInt8] = []
    /// How much of `output` is taken.
    var outputCount = 0
    /// The CRC-32 of the content.
    var checksum: UInt = 0

    /// An empty block with room for so much content.
    init(size: Int) {
        self.size = size
        content.reserveCapacity(size)
    }

    /// Makes the block the empty one of this number, keeping its memory.
    mutating func restart(as number: Int) {
        self.number = number
        isLast = false
        content.removeAll(keepingCapacity: true)
        outputCount = 0
    }

    /// Takes as much content as there is room for; returns how many bytes that was.
    mutating func fill(_ bytes: Span<UInt8>) -> Int {
        let count = min(bytes.count, size - content.count)
        let piece = bytes.extracting(first: count)
        // An array takes the bytes of a span at once only through a buffer.
        unsafe piece.withUnsafeBufferPointer { unsafe content.append(contentsOf: $0) }
        return count
    }
}
