import Records

/// The text values of one column while a batch is being filled.
struct TextBuilder: Sendable {
    /// Up to how many bytes a value is copied as a block of so many, whatever stands behind it.
    static let blockSize = 32

    /// The values, one behind the other, and room for more.
    private var bytes: [UInt8]
    private var used = 0
    /// The end of each value, and room for more.
    private var ends: [UInt32]
    private var count = 0

    /// No values, but room for some.
    init(byteCount: Int = 0, valueCount: Int = 0) {
        bytes = Array(repeating: 0, count: byteCount)
        ends = Array(repeating: 0, count: valueCount)
    }

    /// Whether every value so far is empty.
    var isEmpty: Bool { used == 0 }

    /// Adds a value from its place in some bytes.
    @inline(__always)
    mutating func append(_ source: Span<UInt8>, _ start: Int, _ end: Int) {
        let byteCount = end - start
        makeRoom(for: byteCount)
        // The room for the value, and for a block behind it, was made above.
        unsafe bytes.withUnsafeMutableBytes { unsafe Self.copy(source, start, byteCount, to: $0, at: used) }
        endValue(at: used + byteCount)
    }

    /// Adds the values of a column from rows of them.
    mutating func append(_ rows: borrowing TextRows, column: Int) {
        makeRoom(for: rows.byteCount(of: column), valueCount: rows.rowCount)
        let (source, sourceEnds) = (rows.bytes.span, rows.ends.span)
        let (first, rowCount, width) = (count, rows.rowCount, rows.width)
        var (place, index) = (used, column)
        // The room for all values, and for a block behind them, was made above.
        unsafe ends.withUnsafeMutableBufferPointer { newEnds in
            unsafe bytes.withUnsafeMutableBytes { target in
                for row in 0..<rowCount {
                    let start = index == 0 ? 0 : Int(sourceEnds[index - 1])
                    let byteCount = Int(sourceEnds[index]) - start
                    unsafe Self.copy(source, start, byteCount, to: target, at: place)
                    place += byteCount
                    unsafe newEnds[first + row] = UInt32(truncatingIfNeeded: place)
                    index += width
                }
            }
        }
        used = place
        count += rows.rowCount
    }

    /// Adds values of CSV from their places in a text.
    ///
    /// - Parameters:
    ///   - byteCount: How many bytes the values have at most.
    ///   - records: What the places are asked for.
    ///   - field: The place of one.
    @inline(__always)
    mutating func append(
        _ source: Span<UInt8>, byteCount: Int, _ records: [UInt32], _ field: (Int) -> FieldRange
    ) {
        makeRoom(for: byteCount, valueCount: records.count)
        var (place, number) = (used, count)
        unsafe ends.withUnsafeMutableBufferPointer { ends in
            unsafe bytes.withUnsafeMutableBytes { target in
                for record in records {
                    let field = field(Int(record))
                    let byteCount = field.end - field.start
                    precondition(
                        target.count - place >= byteCount + Self.blockSize,
                        "values have no more bytes than they are said to")
                    if field.isEscaped {
                        place = unsafe Self.copyHalvingQuotes(source.extracting(field.bounds), to: target, at: place)
                    } else {
                        unsafe Self.copy(source, field.start, byteCount, to: target, at: place)
                        place &+= byteCount
                    }
                    unsafe ends[number] = UInt32(truncatingIfNeeded: place)
                    number &+= 1
                }
            }
        }
        (used, count) = (place, number)
    }

    /// Adds values of CSV that stand in a text at regular distances.
    ///
    /// - Parameters:
    ///   - bounds: Of each field the byte before it and the byte behind it, one after the other.
    ///   - start: The place of the first of them in `bounds`.
    ///   - stride: How many places there are from one field to the next.
    ///   - valueCount: How many fields there are.
    mutating func append(
        _ source: Span<UInt8>, between bounds: Span<UInt32>, from start: Int, by stride: Int, valueCount: Int
    ) {
        var byteCount = 0
        for index in 0..<valueCount {
            let bound = start &+ index &* stride
            byteCount &+= Int(bounds[bound &+ 1] &- bounds[bound] &- 1)
        }
        makeRoom(for: byteCount, valueCount: valueCount)
        var (place, number) = (used, count)
        unsafe ends.withUnsafeMutableBufferPointer { ends in
            unsafe bytes.withUnsafeMutableBytes { target in
                for index in 0..<valueCount {
                    let bound = start &+ index &* stride
                    let (fieldStart, fieldEnd) = (Int(bounds[bound] &+ 1), Int(bounds[bound &+ 1]))
                    if fieldEnd &- fieldStart >= 2, source[fieldStart] == UInt8(ascii: "\"") {
                        let inner = source.extracting(fieldStart + 1..<fieldEnd - 1)
                        place = unsafe Self.copyHalvingQuotes(inner, to: target, at: place)
                    } else {
                        unsafe Self.copy(source, fieldStart, fieldEnd &- fieldStart, to: target, at: place)
                        place &+= fieldEnd &- fieldStart
                    }
                    unsafe ends[number &+ index] = UInt32(truncatingIfNeeded: place)
                }
            }
        }
        number += valueCount
        (used, count) = (place, number)
    }

    /// Adds a value of CSV in which quotes are doubled.
    mutating func appendHalvingQuotes(_ field: Span<UInt8>) {
        makeRoom(for: field.count)
        // The room for the value was made above.
        let end = unsafe bytes.withUnsafeMutableBytes { unsafe Self.copyHalvingQuotes(field, to: $0, at: used) }
        endValue(at: end)
    }

    /// Copies a value in which quotes are doubled to a place that has room for it; returns the place behind it.
    private static func copyHalvingQuotes(
        _ field: Span<UInt8>, to target: UnsafeMutableRawBufferPointer, at place: Int
    ) -> Int {
        var (index, end) = (0, place)
        while index < field.count {
            unsafe target[end] = field[index]
            end += 1
            index += field[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return end
    }

    /// Adds an empty value.
    mutating func appendNothing() {
        makeRoom(for: 0)
        endValue(at: used)
    }

    /// Forgets values behind the first `count`.
    mutating func truncate(to count: Int) {
        self.count = min(self.count, count)
        used = self.count == 0 ? 0 : Int(ends[self.count - 1])
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
        var taken = TextBuilder(byteCount: room, valueCount: count)
        swap(&taken, &self)
        taken.bytes.removeLast(taken.bytes.count - taken.used)
        taken.ends.removeLast(taken.ends.count - taken.count)
        return TextColumn(bytes: taken.bytes, ends: taken.ends)
    }

    @inline(__always)
    private mutating func endValue(at end: Int) {
        ends[count] = UInt32(end)
        count += 1
        used = end
    }

    /// Makes room for values of so many bytes, and a block behind them.
    @inline(__always)
    private mutating func makeRoom(for byteCount: Int, valueCount: Int = 1) {
        if bytes.count - used < byteCount + Self.blockSize || ends.count - count < valueCount {
            grow(byteCount, valueCount)
        }
    }

    private mutating func grow(_ byteCount: Int, _ valueCount: Int) {
        if bytes.count - used < byteCount + Self.blockSize {
            bytes.append(contentsOf: repeatElement(0, count: max(byteCount + Self.blockSize, bytes.count, 4096)))
        }
        guard ends.count - count < valueCount else { return }
        ends.append(contentsOf: repeatElement(0, count: max(valueCount, ends.count, 512)))
    }

    /// Copies a value to a place that has room for it and a block behind it.
    @inline(__always)
    static func copy(
        _ source: Span<UInt8>, _ start: Int, _ count: Int, to target: UnsafeMutableRawBufferPointer, at place: Int
    ) {
        if count <= blockSize, source.count - start >= blockSize {
            // What is too much of the block is written over, or cut off in the end.
            unsafe target.storeBytes(of: source.block(at: start), toByteOffset: place, as: SIMD32<UInt8>.self)
        } else {
            unsafe source.extracting(start..<start + count).withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[place...]).copyMemory(from: $0)
            }
        }
    }
}
