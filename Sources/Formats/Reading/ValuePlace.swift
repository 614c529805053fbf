/// Where the bytes of a record's value stand: in the chunk that is being read, or among those that were kept.
struct ValuePlace: Sendable {
    /// The place of a value that the record lacks, or that is empty.
    static let nothing = ValuePlace(start: 0, end: 0, isKept: true)

    /// The first byte, from 0.
    let start: UInt32
    /// One past the last byte.
    let end: UInt32
    /// Whether the bytes were kept; otherwise they stand in the chunk.
    let isKept: Bool

    /// Whether there are no bytes.
    var isEmpty: Bool { start == end }
    /// How many bytes there are.
    var count: Int { Int(end) - Int(start) }
    /// The bytes between.
    var bounds: Range<Int> { Int(start)..<Int(end) }
}

extension ValuePlace {
    /// A place in the chunk, of which at most 4 GiB are read at once.
    init(inChunk bounds: Range<Int>) {
        self.init(
            start: UInt32(truncatingIfNeeded: bounds.lowerBound), end: UInt32(truncatingIfNeeded: bounds.upperBound),
            isKept: false)
    }

    /// A place among the bytes that were kept.
    init(kept bounds: Range<Int>) {
        self.init(
            start: UInt32(truncatingIfNeeded: bounds.lowerBound), end: UInt32(truncatingIfNeeded: bounds.upperBound),
            isKept: true)
    }
}
