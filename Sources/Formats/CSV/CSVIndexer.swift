internal import CByteMasks

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
    private var blocks = ByteBlocks()

    private var progress = Progress()

    /// How far a text has been indexed.
    private struct Progress {
        /// How many separators, line ends and quotes there were.
        var separators = 0
        var lineEnds = 0
        var quotes = 0
        /// Where the record begins that has not ended yet, and how many of each were before it.
        var recordStart = 0
        var separatorsBefore = 0
        var lineEndsBefore = 0
        var quotesBefore = 0

        /// Ends the record, which is none when there is nothing in it; the counts include its line end.
        @inline(__always)
        mutating func endRecord(
            end: Int, next: Int, separators: Int, lineEnds: Int, quotes: Int, isFaulty: Bool,
            _ entries: inout [CSVIndex.Entry]
        ) {
            if end > recordStart {
                entries.append(
                    CSVIndex.Entry(
                        start: UInt32(truncatingIfNeeded: recordStart), end: UInt32(truncatingIfNeeded: end),
                        firstSeparator: UInt32(truncatingIfNeeded: separatorsBefore),
                        lastSeparator: UInt32(truncatingIfNeeded: separators &- 1),
                        lineEndsBefore: UInt32(truncatingIfNeeded: lineEndsBefore),
                        hasQuotes: quotes != quotesBefore, isFaulty: isFaulty))
            }
            (recordStart, separatorsBefore, lineEndsBefore, quotesBefore) = (next, separators, lineEnds, quotes)
        }
    }

    /// An indexer of text whose fields are parted by a byte that is no quote and no line end.
    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// What a block inherits from the one before it, in the lowest bit of each.
    private struct Carry {
        /// All bits are set when the block begins inside quotes.
        var inside: UInt64 = 0
        var separator: UInt64 = 1
        var closing: UInt64 = 0
        var carriageReturn: UInt64 = 0

        /// Nought when nothing of the block before is still open.
        var isOpen: UInt64 { inside | closing | carriageReturn }
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
        progress = Progress()
        while scanBlocks(bytes, into: &index) || (isEnd && progress.recordStart < bytes.count) {
            let record = CSVRecordScanner(delimiter: delimiter).scan(bytes, from: progress.recordStart, isEnd: isEnd)
            guard let next = record.next else {
                return (progress.recordStart, progress.lineEndsBefore, isEnd ? record.openQuote : nil)
            }
            add(record, next: next, to: &index)
        }
        return (progress.recordStart, progress.lineEndsBefore, nil)
    }

    private mutating func add(_ record: CSVRecordScanner.Record, next: Int, to index: inout CSVIndex) {
        reserve(record.separators.count, in: &index)
        for (number, separator) in record.separators.enumerated() {
            index.separators[progress.separatorsBefore + number] = UInt32(separator)
        }
        progress.separators = progress.separatorsBefore + record.separators.count
        progress.lineEnds = progress.lineEndsBefore + record.lineEnds
        progress.quotes = progress.quotesBefore + 1
        progress.endRecord(
            end: record.end, next: next, separators: progress.separators, lineEnds: progress.lineEnds,
            quotes: progress.quotes, isFaulty: record.isFaulty, &index.entries)
    }

    /// Makes room for so many more separators.
    private func reserve(_ count: Int, in index: inout CSVIndex) {
        let missing = progress.separators + count - index.separators.count
        if missing > 0 {
            index.separators.append(contentsOf: repeatElement(0, count: missing + index.separators.count))
        }
    }

    /// Goes over blocks until the text ends or a quote stands where the bits cannot tell what it is.
    ///
    /// - Returns: Whether there is such a quote, in the record that the progress points to.
    private mutating func scanBlocks(_ bytes: Span<UInt8>, into index: inout CSVIndex) -> Bool {
        var carry = Carry()
        var place = progress.recordStart
        while place < bytes.count {
            // What fills a last block up must not read as a delimiter.
            let wanted = (Self.quote, delimiter, Self.lineEnd)
            blocks.look(at: bytes, from: place, wanted, filling: delimiter == 0 ? 1 : 0)
            let isSound = chooseSeparators(bytes, at: place, &carry)
            reserve(blocks.count * ByteBlocks.size + 8, in: &index)
            let count = blocks.writePlaces(base: place, to: &index.separators, at: progress.separators)
            noteRecords(bytes, at: place, &index.entries)
            progress.separators += count
            if !isSound { return true }
            place += ByteBlocks.limit * ByteBlocks.size
        }
        progress.separators = progress.separatorsBefore
        return false
    }

    /// Chooses in each block the bytes that part fields and records: those that are not quoted.
    ///
    /// - Returns: Whether all quotes enclose fields. Behind one that does not, nothing is chosen.
    private mutating func chooseSeparators(_ bytes: Span<UInt8>, at place: Int, _ carry: inout Carry) -> Bool {
        let count = blocks.count
        var masks = blocks.masks.mutableSpan
        for block in 0..<count {
            var mask = masks[block]
            mask.chosen = mask.second | mask.third
            if mask.first | carry.isOpen == 0 {
                carry.separator = mask.chosen >> 63
                masks[block].chosen = mask.chosen
                continue
            }
            let inside = mask.first.parities ^ carry.inside
            mask.chosen &= ~inside
            let place = place + block * ByteBlocks.size
            let returns = Self.returns(bytes, at: place, behind: mask.first & ~inside, carry)
            let unsound = Self.unsound(mask, inside: inside, returns: returns, &carry)
            masks[block].chosen = mask.chosen & unsound.belowLowest
            guard unsound == 0 else {
                for later in block + 1..<count { masks[later].chosen = 0 }
                return false
            }
        }
        return true
    }

    /// Which bytes behind closing quotes are CRs.
    private static func returns(
        _ bytes: Span<UInt8>, at place: Int, behind closing: UInt64, _ carry: Carry
    ) -> UInt64 {
        var candidates = closing << 1 | carry.closing
        var returns: UInt64 = 0
        while candidates != 0 {
            let bit = candidates.trailingZeroBitCount
            if place + bit < bytes.count, bytes[place + bit] == carriageReturn { returns |= 1 << UInt64(bit) }
            candidates &= candidates &- 1
        }
        return returns
    }

    /// The places in a block at which it is clear that a quote before or there does not enclose a field.
    private static func unsound(
        _ mask: byte_masks, inside: UInt64, returns: UInt64, _ carry: inout Carry
    ) -> UInt64 {
        let (opening, closing) = (mask.first & inside, mask.first & ~inside)
        let behindSeparator = mask.chosen << 1 | carry.separator
        // Two quotes in a row inside quotes are one that closes and one that opens again.
        let behindClosing = closing << 1 | carry.closing
        let behindReturn = returns << 1 | carry.carriageReturn
        carry.separator = mask.chosen >> 63
        carry.inside = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
        carry.closing = closing >> 63
        carry.carriageReturn = returns >> 63
        return opening & ~(behindSeparator | behindClosing) | behindClosing & ~(mask.chosen | opening | returns)
            | behindReturn & ~mask.third
    }

    /// Writes down the records that end in the blocks.
    private mutating func noteRecords(_ bytes: Span<UInt8>, at place: Int, _ entries: inout [CSVIndex.Entry]) {
        var progress = self.progress
        for block in 0..<blocks.count {
            let mask = blocks.masks[block]
            if mask.third | mask.first == 0 { continue }
            let quotedLineEnds = mask.third & ~mask.chosen
            var rest = mask.third & mask.chosen
            let separators = progress.separators &+ Int(blocks.placesBefore[block])
            while rest != 0 {
                let before = rest.belowLowest
                let end = place &+ block &* ByteBlocks.size &+ rest.trailingZeroBitCount
                progress.lineEnds &+= 1
                progress.endRecord(
                    end: end > progress.recordStart && bytes[end - 1] == Self.carriageReturn ? end - 1 : end,
                    next: end &+ 1, separators: separators &+ (mask.chosen & before).nonzeroBitCount &+ 1,
                    lineEnds: progress.lineEnds &+ Self.count(quotedLineEnds & before),
                    quotes: progress.quotes &+ Self.count(mask.first & before), isFaulty: false, &entries)
                rest &= rest &- 1
            }
            progress.lineEnds &+= Self.count(quotedLineEnds)
            progress.quotes &+= Self.count(mask.first)
        }
        self.progress = progress
    }

    /// How many bits are set; mostly none is, and counting takes a while on processors that cannot.
    private static func count(_ bits: UInt64) -> Int { bits == 0 ? 0 : bits.nonzeroBitCount }
}
