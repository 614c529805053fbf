import Records

/// The text values of one column while a batch is being filled.
struct TextBuilder: Sendable {
    /// How many bytes behind a short value may be copied with it.
    private static let blockSize = 32

    /// The values, one behind the other, and room for more.
    private var bytes: [UInt8]
    private var used = 0
    private var ends: [UInt32] = []

    /// No values, but room for some.
    init(byteCount: Int = 0, valueCount: Int = 0) {
        bytes = Array(repeating: 0, count: byteCount)
        ends.reserveCapacity(valueCount)
    }

    /// Whether every value so far is empty.
    var isEmpty: Bool { used == 0 }

    /// Adds a value from its place in some bytes.
    @inline(__always)
    mutating func append(_ source: Span<UInt8>, _ start: Int, _ end: Int) {
        let count = end - start
        if bytes.count - used < count + 2 * Self.blockSize { makeRoom(for: count) }
        if count <= 2 * Self.blockSize, source.count - start >= 2 * Self.blockSize {
            copyBlocks(source, start, count)
        } else {
            copy(source.extracting(start..<end))
        }
        used += count
        ends.append(UInt32(used))
    }

    /// Adds values of CSV from their places in some bytes, which are short enough to be copied whole.
    ///
    /// - Parameters:
    ///   - records: What the places are asked for; they may not overlap.
    ///   - field: The place of one.
    @inline(__always)
    mutating func append(_ source: Span<UInt8>, _ records: [UInt32], _ field: (UInt32) -> FieldRange) {
        let room = source.count + 2 * Self.blockSize
        if bytes.count - used < room { makeRoom(for: room) }
        let last = source.count - 2 * Self.blockSize
        ends.reserveCapacity(ends.count + records.count)
        for record in records {
            let field = field(record)
            let count = field.end - field.start
            if field.isEscaped {
                appendHalvingQuotes(source.extracting(field.bounds))
                continue
            }
            precondition(bytes.count - used >= count + 2 * Self.blockSize, "fields do not overlap")
            if count <= 2 * Self.blockSize, field.start <= last {
                copyBlocks(source, field.start, count)
            } else {
                copy(source.extracting(field.bounds))
            }
            used &+= count
            ends.append(UInt32(truncatingIfNeeded: used))
        }
    }

    /// Copies up to 64 bytes and some behind them, for which there is room: they are written over, or cut off in the end.
    @inline(__always)
    private mutating func copyBlocks(_ source: Span<UInt8>, _ start: Int, _ count: Int) {
        let (first, used) = (source.block(at: start), used)
        unsafe bytes.withUnsafeMutableBytes {
            unsafe $0.storeBytes(of: first, toByteOffset: used, as: SIMD32<UInt8>.self)
            if count > Self.blockSize {
                let second = source.block(at: start + Self.blockSize)
                unsafe $0.storeBytes(of: second, toByteOffset: used + Self.blockSize, as: SIMD32<UInt8>.self)
            }
        }
    }

    /// Adds a value of CSV in which quotes are doubled.
    mutating func appendHalvingQuotes(_ field: Span<UInt8>) {
        if bytes.count - used < field.count + Self.blockSize { makeRoom(for: field.count) }
        var index = 0
        while index < field.count {
            bytes[used] = field[index]
            used += 1
            index += field[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        ends.append(UInt32(used))
    }

    /// Adds empty values.
    mutating func appendNothing(count: Int = 1) {
        for _ in 0..<count { ends.append(UInt32(used)) }
    }

    /// Forgets values behind the first `count`.
    mutating func truncate(to count: Int) {
        ends.removeLast(max(0, ends.count - count))
        used = Int(ends.last ?? 0)
    }

    /// Forgets the values at some places, which ascend.
    mutating func remove(_ places: [Int]) {
        var removed = places[...]
        let column = take()
        for index in 0..<column.count {
            if removed.first == index {
                removed.removeFirst()
            } else {
                let range = column.range(index)
                append(column.bytes.span, range.lowerBound, range.upperBound)
            }
        }
    }

    /// The values, leaving the builder empty, with room for as many.
    mutating func take() -> TextColumn {
        let room = min(used + used / 8 + Self.blockSize, 4 << 20)
        var taken = TextBuilder(byteCount: room, valueCount: ends.count)
        swap(&taken, &self)
        taken.bytes.removeLast(taken.bytes.count - taken.used)
        return TextColumn(bytes: taken.bytes, ends: taken.ends)
    }

    private mutating func makeRoom(for count: Int) {
        let more = max(count + 2 * Self.blockSize, bytes.count, 4096)
        bytes.append(contentsOf: repeatElement(0, count: more))
    }

    private mutating func copy(_ value: Span<UInt8>) {
        unsafe value.withUnsafeBytes { value in
            unsafe bytes.withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[used...]).copyMemory(from: value)
            }
        }
    }
}
