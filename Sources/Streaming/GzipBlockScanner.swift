/// Walks through a deflate stream (RFC 1951) without expanding it, to find where its last block begins and ends.
///
/// Of each symbol it only needs to know how many bits it takes, so it passes over compressed data several times as fast
/// as it was made. It trusts the stream, which is the compressor's own.
struct GzipBlockScanner {
    /// How many bytes behind the stream's end must be there to be read.
    static let readAhead = 8

    /// In a table's element: the symbol is a match, and a distance follows. The bits below say how many bits it takes.
    private static let match: UInt8 = 0x40
    /// In a table's element: the symbol ends its block.
    private static let end: UInt8 = 0x80

    /// The bits that follow the code of a length or a distance (section 3.2.5).
    private static let lengthExtras: [UInt8] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    /// The order in which a block states the lengths of the code that its codes are written in (section 3.2.7).
    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private var symbols = GzipCodeTable()
    /// For the next eleven bits, how many of them are a run of literals that lies whole in them, and a match behind it;
    /// 0 where not even one symbol does. Most symbols have few bits, so that several of them are passed over at once, and
    /// the table is small enough for the processor's nearest cache.
    private var runs = [UInt8](repeating: 0, count: 1 << runWidth)
    private static let runWidth = 11
    private static let runMask: UInt64 = 1 << UInt64(runWidth) - 1
    private var distances = GzipCodeTable()
    private var lengthCode = GzipCodeTable()
    private var lengths: [UInt8] = []
    /// The next bit, counted from the lowest of the first byte.
    private var position = 0

    /// Finds the last block of a stream: its first bit, and the bit behind its last.
    mutating func scan(_ stream: Span<UInt8>) -> (lastBlock: Int, end: Int) {
        let bytes = unsafe stream.bytes  // Bytes are always initialized.
        position = 0
        while true {
            let start = position
            let isLast = take(1, bytes) == 1
            skipBlock(kind: take(2, bytes), bytes)
            if isLast { return (start, position) }
        }
    }

    private mutating func skipBlock(kind: Int, _ bytes: RawSpan) {
        switch kind {
        case 0:
            position = (position + 7) / 8 * 8
            let count = take(16, bytes)
            position += 16 + count * 8  // The complement of the count stands behind it.
        case 1:
            useFixedCodes()
            skipSymbols(bytes)
        default:
            readCodes(bytes)
            skipSymbols(bytes)
        }
    }

    private mutating func skipSymbols(_ bytes: RawSpan) {
        position = Self.end(of: symbols, runs.span, distances, from: position, bytes)
    }

    /// Passes over symbols up to the one that ends their block; returns the bit behind it.
    private static func end(
        of symbols: borrowing GzipCodeTable, _ runs: Span<UInt8>, _ distances: borrowing GzipCodeTable,
        from start: Int, _ bytes: RawSpan
    ) -> Int {
        let (symbolMask, distanceMask) = (symbols.mask, distances.mask)
        let (symbols, distances) = (symbols.elements.span, distances.elements.span)
        var position = start
        while true {
            // A match takes 48 bits at most, 15 + 5 and 15 + 13, and one behind a run less; at least 57 are there.
            let bits = bits(bytes, at: position)
            var symbol = runs[Int(bits & runMask)]
            if symbol == 0 { symbol = symbols[Int(bits & symbolMask)] }
            if symbol < match {
                position += Int(symbol)
            } else if symbol < end {
                let taken = symbol & ~match
                position += Int(taken) + Int(distances[Int((bits >> UInt64(taken)) & distanceMask)])
            } else {
                return position + Int(symbol & ~end)
            }
        }
    }

    // MARK: - Codes

    private mutating func useFixedCodes() {
        lengths.removeAll(keepingCapacity: true)
        for (length, count) in [(8, 144), (9, 112), (7, 24), (8, 8)] as [(UInt8, Int)] {
            lengths.append(contentsOf: repeatElement(length, count: count))
        }
        lengths.append(contentsOf: repeatElement(5, count: 30))
        buildTables(symbolCount: 288)
    }

    private mutating func readCodes(_ bytes: RawSpan) {
        let symbolCount = take(5, bytes) + 257
        let count = symbolCount + take(5, bytes) + 1
        readLengthCode(bytes)
        lengths.removeAll(keepingCapacity: true)
        while lengths.count < count {
            let element = lengthCode.elements[Int(Self.bits(bytes, at: position) & lengthCode.mask)]
            position += Int(element & 7)
            switch element >> 3 {
            case 16: repeatLength(lengths.last ?? 0, count: 3 + take(2, bytes))
            case 17: repeatLength(0, count: 3 + take(3, bytes))
            case 18: repeatLength(0, count: 11 + take(7, bytes))
            case let length: lengths.append(length)
            }
        }
        buildTables(symbolCount: symbolCount)
    }

    private mutating func readLengthCode(_ bytes: RawSpan) {
        var lengths = [UInt8](repeating: 0, count: Self.lengthOrder.count)
        for symbol in Self.lengthOrder.prefix(take(4, bytes) + 4) { lengths[symbol] = UInt8(take(3, bytes)) }
        lengthCode.build(lengths.span, unused: 1) { symbol, length in UInt8(symbol) << 3 | length }
    }

    private mutating func repeatLength(_ length: UInt8, count: Int) {
        lengths.append(contentsOf: repeatElement(length, count: count))
    }

    private mutating func buildTables(symbolCount: Int) {
        let lengths = lengths
        symbols.build(lengths.span.extracting(first: symbolCount), unused: Self.end) { symbol, length in
            switch symbol {
            case ..<256: length
            case 256: Self.end | length
            case ..<286: Self.match | length + Self.lengthExtras[symbol - 257]
            default: Self.end
            }
        }
        Self.build(&runs, of: symbols)
        distances.build(lengths.span.extracting(droppingFirst: symbolCount), unused: 0) { symbol, length in
            length + UInt8(max(0, symbol / 2 - 1))
        }
    }

    private static func build(_ runs: inout [UInt8], of symbols: borrowing GzipCodeTable) {
        let (elements, mask) = (symbols.elements.span, Int(symbols.mask))
        var runs = runs.mutableSpan
        for index in runs.indices {
            var (taken, kind): (UInt8, UInt8) = (0, 0)
            while kind == 0 {
                // A code that goes on behind the bits of the index is longer than what is left of them, whichever it is.
                let symbol = elements[index >> Int(taken) & mask]
                let size = symbol & ~match
                guard symbol < end, size > 0, taken + size <= UInt8(runWidth) else { break }
                (taken, kind) = (taken + size, symbol & match)
            }
            runs[index] = kind | taken
        }
    }

    // MARK: - Bits

    /// Takes a few bits as a number.
    private mutating func take(_ count: Int, _ bytes: RawSpan) -> Int {
        defer { position += count }
        return Int(Self.bits(bytes, at: position) & (1 << UInt64(count) - 1))
    }

    /// The next bits, 57 of them or more, the first one lowest.
    @inline(__always)
    private static func bits(_ bytes: RawSpan, at position: Int) -> UInt64 {
        // Every pattern of bits is a number, and the span checks its bounds.
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position >> 3, as: UInt64.self)
        return UInt64(littleEndian: word) >> UInt64(position & 7)
    }
}
