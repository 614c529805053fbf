import Records

/// The text values of one column while a batch is being filled.
struct TextBuilder: Sendable {
    /// Up to how many bytes a value is copied as a block of so many, whatever stands behind it.
    static let blockSize = 32

    /// The values, one behind the other, and room for more.
    private var bytes: [UInt8]
    private var used = 0
    /// Nought and the end of each value, and room for more.
    private var bounds: [UInt32]
    private var count = 0

    /// No values, but room for some.
    init(byteCount: Int = 0, valueCount: Int = 0) {
        bytes = Array(repeating: 0, count: byteCount)
        bounds = Array(repeating: 0, count: valueCount + 1)
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
        let (first, rowCount, width) = (count + 1, rows.rowCount, rows.width)
        var (place, index) = (used, column)
        // The room for all values, and for a block behind them, was made above.
        unsafe bounds.withUnsafeMutableBufferPointer { newEnds in
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
        _ source: Span<UInt8>, byteCount: Int, _ records: Range<Int>, _ field: (Int) -> FieldRange
    ) {
        makeRoom(for: byteCount, valueCount: records.count)
        var (place, number) = (used, count)
        unsafe bounds.withUnsafeMutableBufferPointer { bounds in
            unsafe bytes.withUnsafeMutableBytes { target in
                for record in records {
                    let field = field(record)
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
                    number &+= 1
                    unsafe bounds[number] = UInt32(truncatingIfNeeded: place)
                }
            }
        }
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
        used = Int(bounds[self.count])
    }

    /// The values, leaving the builder empty, with room for as many.
    mutating func take() -> TextColumn {
        let room = min(used + used / 8 + Self.blockSize, 4 << 20)
        var taken = TextBuilder(byteCount: room, valueCount: count)
        swap(&taken, &self)
        taken.bytes.removeLast(taken.bytes.count - taken.used)
        taken.bounds.removeLast(taken.bounds.count - taken.count - 1)
        return TextColumn(bytes: taken.bytes, bounds: taken.bounds)
    }

    @inline(__always)
    private mutating func endValue(at end: Int) {
        count += 1
        bounds[count] = UInt32(end)
        used = end
    }

    /// Makes room for values of so many bytes, and a block behind them.
    @inline(__always)
    private mutating func makeRoom(for byteCount: Int, valueCount: Int = 1) {
        if bytes.count - used < byteCount + Self.blockSize || bounds.count - 1 - count < valueCount {
            grow(byteCount, valueCount)
        }
    }

    private mutating func grow(_ byteCount: Int, _ valueCount: Int) {
        if bytes.count - used < byteCount + Self.blockSize {
            bytes.append(contentsOf: repeatElement(0, count: max(byteCount + Self.blockSize, bytes.count, 4096)))
        }
        guard bounds.count - 1 - count < valueCount else { return }
        bounds.append(contentsOf: repeatElement(0, count: max(valueCount, bounds.count, 512)))
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
