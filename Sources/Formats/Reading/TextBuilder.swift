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
        if bytes.count - used < count + Self.blockSize { makeRoom(for: count) }
        if count <= Self.blockSize, source.count - start >= Self.blockSize {
            let block = source.block(at: start)
            // There is room for a whole block: what is too much of it is written over, or cut off in the end.
            unsafe bytes.withUnsafeMutableBytes {
                unsafe $0.storeBytes(of: block, toByteOffset: used, as: SIMD32<UInt8>.self)
            }
        } else {
            copy(source.extracting(start..<end))
        }
        used += count
        ends.append(UInt32(used))
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

    /// The values, leaving the builder empty, with room for as many.
    mutating func take() -> TextColumn {
        let room = min(used + used / 8 + Self.blockSize, 4 << 20)
        var taken = TextBuilder(byteCount: room, valueCount: ends.count)
        swap(&taken, &self)
        taken.bytes.removeLast(taken.bytes.count - taken.used)
        return TextColumn(bytes: taken.bytes, ends: taken.ends)
    }

    private mutating func makeRoom(for count: Int) {
        let more = max(count + Self.blockSize, bytes.count, 4096)
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
