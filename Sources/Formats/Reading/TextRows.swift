/// Text values of a few records, row by row, until they are moved to their columns together.
///
/// So the memory of a column is looked up and checked once for many values, and not for each.
struct TextRows: Sendable {
    /// How many records are collected.
    static let limit = 64

    /// The values of all records, one behind the other, and room for more.
    private(set) var bytes: [UInt8] = []
    private var used = 0
    /// For each record and each of its columns the end of the value in ``bytes``.
    private(set) var ends: [UInt32] = []
    private(set) var rowCount = 0
    /// How many columns the records have.
    private(set) var width = 0

    /// Whether there is room for no other record.
    var isFull: Bool { rowCount == Self.limit }

    /// Adds the text values of a record, whose places stand in the chunk or among the kept bytes.
    ///
    /// - Returns: How many bytes they have.
    mutating func append(_ chunk: Span<UInt8>, _ kept: Span<UInt8>, _ places: Span<ValuePlace>) -> Int {
        width = places.count
        var byteCount = 0
        for index in places.indices { byteCount += places[index].count }
        let room = used + byteCount + TextBuilder.blockSize
        if bytes.count < room { bytes.append(contentsOf: repeatElement(0, count: max(room, 32 << 10))) }
        let first = rowCount * width
        if ends.count < first + width { ends.append(contentsOf: repeatElement(0, count: width * Self.limit)) }
        // The room for all of the record's bytes, and for a block behind them, was made above, and that for their ends.
        var end = used
        unsafe ends.withUnsafeMutableBufferPointer { newEnds in
            unsafe bytes.withUnsafeMutableBytes { target in
                for index in places.indices {
                    let place = places[index]
                    let source = place.isKept ? kept : chunk
                    unsafe TextBuilder.copy(source, Int(place.start), place.count, to: target, at: end)
                    end += place.count
                    unsafe newEnds[first + index] = UInt32(truncatingIfNeeded: end)
                }
            }
        }
        used = end
        rowCount += 1
        return byteCount
    }

    /// How many bytes the values of a column have, or, where those are few, all values.
    func byteCount(of column: Int) -> Int {
        if used <= 64 << 10 { return used }
        let ends = ends.span
        var count = 0
        for index in stride(from: column, to: rowCount * width, by: width) {
            count += Int(ends[index]) - (index == 0 ? 0 : Int(ends[index - 1]))
        }
        return count
    }

    /// Forgets the values and keeps the memory.
    mutating func removeAll() {
        (used, rowCount) = (0, 0)
    }
}
