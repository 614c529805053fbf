/// Finds the records of CSV text: 64 bytes at a time as long as quotes enclose whole fields, byte by byte in a record
/// where they do not.
///
/// A quote that encloses a field stands behind a separator or before one. Where each does, the number of quotes before
/// a byte says whether it is quoted; so the bits of a block decide for 64 bytes at once. A quote anywhere else, as in
/// `5" pipe`, makes its record one for ``CSVRecordScanner``, which knows all the rules; behind its line end nothing is
/// left of it, and blocks go on.
struct CSVIndexer {
    private static let (quote, lineEnd, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    private let delimiter: UInt8
    /// A last block that is not full, filled up.
    private var tail: [UInt8]

    // The text so far.

    private var separatorCount = 0
    private var lineEndCount = 0
    private var recordStart = 0
    private var firstSeparator = 0
    private var lineEndsBeforeRecord = 0

    /// An indexer of text whose fields are parted by a byte that is no quote and no line end.
    init(delimiter: UInt8) {
        self.delimiter = delimiter
        // What fills it up must not read as a delimiter.
        tail = [UInt8](repeating: delimiter == 0 ? 1 : 0, count: ByteBlock.size)
    }

    /// What a block inherits from the one before it, in the lowest bit of each.
    private struct Carry {
        /// All bits are set when the block begins inside quotes.
        var inside: UInt64 = 0
        var separator: UInt64 = 1
        var closing: UInt64 = 0
        var carriageReturn: UInt64 = 0
    }

    /// Finds the records that end in a text, which begins where a record does.
    ///
    /// - Parameter isEnd: Whether the file ends with the text, so that its last record needs no line end.
    /// - Returns: How many bytes the records have with their line ends, how many line ends they have, and, when a quote
    ///   is open at the end of the file, its place.
    mutating func scan(
        _ bytes: Span<UInt8>, isEnd: Bool, into index: inout CSVIndex
    ) -> (length: Int, lineEnds: Int, openQuote: Int?) {
        index.removeAll()
        (separatorCount, lineEndCount, recordStart, firstSeparator, lineEndsBeforeRecord) = (0, 0, 0, 0, 0)
        while scanBlocks(bytes, into: &index) || (isEnd && recordStart < bytes.count) {
            let record = CSVRecordScanner(delimiter: delimiter).scan(bytes, from: recordStart, isEnd: isEnd)
            guard let next = record.next else {
                return (recordStart, lineEndsBeforeRecord, isEnd ? record.openQuote : nil)
            }
            add(record, next: next, bytes, to: &index)
        }
        return (recordStart, lineEndsBeforeRecord, nil)
    }

    private mutating func add(
        _ record: CSVRecordScanner.Record, next: Int, _ bytes: Span<UInt8>, to index: inout CSVIndex
    ) {
        reserve(record.separators.count, in: &index)
        for (number, separator) in record.separators.enumerated() {
            index.separators[firstSeparator + number] = UInt32(separator)
        }
        separatorCount = firstSeparator + record.separators.count
        lineEndCount = lineEndsBeforeRecord + record.lineEnds
        endRecord(
            end: record.end, next: next, separatorsSoFar: separatorCount, lineEndsSoFar: lineEndCount,
            isFaulty: record.isFaulty, &index.entries)
    }

    /// Makes room for so many more separators.
    private func reserve(_ count: Int, in index: inout CSVIndex) {
        let missing = separatorCount + count - index.separators.count
        if missing > 0 {
            index.separators.append(contentsOf: repeatElement(0, count: missing + index.separators.count))
        }
    }

    /// Goes over blocks until the text ends or a quote stands where the bits cannot tell what it is.
    ///
    /// - Returns: Whether there is such a quote, in the record that ``recordStart`` points to.
    private mutating func scanBlocks(_ bytes: Span<UInt8>, into index: inout CSVIndex) -> Bool {
        var carry = Carry()
        var place = recordStart
        // Writing eight at a time may run eight past the last.
        let stride = 64 * ByteBlock.size
        var entries: [CSVIndex.Entry] = []
        swap(&entries, &index.entries)
        defer { swap(&entries, &index.entries) }
        while place < bytes.count {
            reserve(stride + 8, in: &index)
            let end = min(place + stride, bytes.count)
            var separators = index.separators.mutableSpan
            while place < end {
                let isSound = scanBlock(bytes, at: place, &carry, &separators, &entries)
                if !isSound { return true }
                place += ByteBlock.size
            }
        }
        separatorCount = firstSeparator
        return false
    }

    /// Goes over one block.
    ///
    /// - Returns: Whether all of its quotes enclose fields.
    @inline(__always)
    private mutating func scanBlock(
        _ bytes: Span<UInt8>, at place: Int, _ carry: inout Carry, _ separators: inout MutableSpan<UInt32>,
        _ entries: inout [CSVIndex.Entry]
    ) -> Bool {
        let isFull = place + ByteBlock.size <= bytes.count
        if !isFull { copyTail(of: bytes, from: place) }
        var masks =
            isFull
            ? ByteBlock.masks(of: bytes, at: place, Self.quote, delimiter, Self.lineEnd)
            : ByteBlock.masks(of: tail.span, at: 0, Self.quote, delimiter, Self.lineEnd)
        var found = masks.second | masks.third
        var quotedLineEnds: UInt64 = 0
        var unsound: UInt64 = 0
        if masks.first | carry.inside | carry.closing | carry.carriageReturn != 0 {
            let inside = masks.first.parities ^ carry.inside
            quotedLineEnds = masks.third & inside
            found &= ~inside
            masks.third &= ~inside
            let returns =
                isFull
                ? ByteBlock.mask(of: bytes, at: place, Self.carriageReturn)
                : ByteBlock.mask(of: tail.span, at: 0, Self.carriageReturn)
            unsound = Self.unsound(
                quotes: masks.first, inside: inside, separators: found, lineEnds: masks.third, returns: returns, &carry)
            if unsound != 0 {
                found &= unsound.belowLowest
                masks.third &= unsound.belowLowest
            }
        }
        carry.separator = found >> 63
        note(found, lineEnds: masks.third, quotedLineEnds: quotedLineEnds, at: place, bytes, &separators, &entries)
        return unsound == 0
    }

    /// The places in a block at which it is clear that a quote before or there does not enclose a field.
    private static func unsound(
        quotes: UInt64, inside: UInt64, separators: UInt64, lineEnds: UInt64, returns: UInt64, _ carry: inout Carry
    ) -> UInt64 {
        let (opening, closing) = (quotes & inside, quotes & ~inside)
        let behindSeparator = separators << 1 | carry.separator
        // Two quotes in a row inside quotes are one that closes and one that opens again.
        let behindClosing = closing << 1 | carry.closing
        let behindReturn = (behindClosing & returns) << 1 | carry.carriageReturn
        carry.inside = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
        carry.closing = closing >> 63
        carry.carriageReturn = (behindClosing & returns) >> 63
        return opening & ~(behindSeparator | behindClosing) | behindClosing & ~(separators | opening | returns)
            | behindReturn & ~lineEnds
    }

    private mutating func copyTail(of bytes: Span<UInt8>, from place: Int) {
        let filling: UInt8 = delimiter == 0 ? 1 : 0
        for index in 0..<ByteBlock.size { tail[index] = place + index < bytes.count ? bytes[place + index] : filling }
    }

    /// Writes a block's separators down, and the records that end in it.
    @inline(__always)
    private mutating func note(
        _ found: UInt64, lineEnds: UInt64, quotedLineEnds: UInt64, at place: Int, _ bytes: Span<UInt8>,
        _ separators: inout MutableSpan<UInt32>, _ entries: inout [CSVIndex.Entry]
    ) {
        var rest = lineEnds
        while rest != 0 {
            let before = rest.belowLowest
            let end = place + rest.trailingZeroBitCount
            let hasReturn = end > recordStart && bytes[end - 1] == Self.carriageReturn
            endRecord(
                end: hasReturn ? end - 1 : end, next: end + 1,
                separatorsSoFar: separatorCount + (found & before).nonzeroBitCount + 1,
                lineEndsSoFar: lineEndCount + ((lineEnds | quotedLineEnds) & before).nonzeroBitCount + 1,
                isFaulty: false, &entries)
            rest &= rest &- 1
        }
        var index = separatorCount
        var places = found
        let base = UInt32(truncatingIfNeeded: place)
        // Eight without a question are cheaper than a question for each; what is too many is written over.
        repeat {
            for _ in 0..<8 {
                separators[index] = base &+ UInt32(truncatingIfNeeded: places.trailingZeroBitCount)
                places &= places &- 1
                index &+= 1
            }
        } while places != 0
        separatorCount += found.nonzeroBitCount
        lineEndCount += (lineEnds | quotedLineEnds).nonzeroBitCount
    }

    /// Ends the record, which is none when there is nothing in it.
    private mutating func endRecord(
        end: Int, next: Int, separatorsSoFar: Int, lineEndsSoFar: Int, isFaulty: Bool,
        _ entries: inout [CSVIndex.Entry]
    ) {
        if end > recordStart {
            entries.append(
                CSVIndex.Entry(
                    start: UInt32(truncatingIfNeeded: recordStart), end: UInt32(truncatingIfNeeded: end),
                    firstSeparator: UInt32(truncatingIfNeeded: firstSeparator),
                    lastSeparator: UInt32(truncatingIfNeeded: separatorsSoFar - 1),
                    lineEndsBefore: UInt32(truncatingIfNeeded: lineEndsBeforeRecord), isFaulty: isFaulty))
        }
        recordStart = next
        firstSeparator = separatorsSoFar
        lineEndsBeforeRecord = lineEndsSoFar
    }
}
