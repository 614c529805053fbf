/// Finds the records of CSV text: 64 bytes at a time as long as quotes enclose whole fields, byte by byte in a record
/// where they do not.
///
/// A quote that encloses a field stands behind a separator or before one. Where each does, the number of quotes before
/// a byte says whether it is quoted; so the bits of a block decide for 64 bytes at once. A quote anywhere else, as in
/// `5" pipe`, makes its record one for ``CSVRecordScanner``, which knows all the rules; behind its line end nothing is
/// left of it, and blocks go on.
struct CSVIndexer: Sendable {
    private static let carriageReturn = UInt8(ascii: "\r")

    private let delimiter: UInt8
    private var quotes = ByteMasks()
    /// The starts of records in which text stands behind a closing quote.
    private var faulty: [Int] = []
    private var lineEndPlaces: [UInt32] = []

    /// An indexer of text whose fields are parted by a byte that is no quote and no line end.
    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Finds the records that end in a text, which begins where a record does.
    ///
    /// - Parameter isEnd: Whether the file ends with the text, so that its last record needs no line end.
    /// - Returns: How many bytes the records have with their line ends and, when a quote is open at the end of the file,
    ///   its place.
    mutating func scan(
        _ bytes: Span<UInt8>, isEnd: Bool, into index: inout CSVIndex
    ) -> (length: Int, openQuote: Int?) {
        faulty.removeAll(keepingCapacity: true)
        ByteMasks.look(
            at: bytes, delimiter: delimiter, quotes: &quotes, separators: &index.separators, lineEnds: &index.lineEnds)
        var openQuote: Int?
        var end = chooseSeparators(bytes, isEnd: isEnd, &index, &openQuote)
        if isEnd, openQuote == nil, end == bytes.count {
            let start = Self.start(ofRecordAt: bytes.count, index)
            if start < bytes.count, scanRecord(bytes, from: start, isEnd: true, &index, &openQuote) == nil {
                end = start
            }
        }
        return (noteRecords(bytes, upTo: end, &index), openQuote)
    }

    // MARK: Separators

    /// What a block inherits from the one before it, in the lowest bit of each.
    private struct Carry {
        /// All bits are set when the block begins inside quotes.
        var inside: UInt64 = 0
        var closing: UInt64 = 0
        var carriageReturn: UInt64 = 0

        /// Nought when nothing of the block before is still open.
        var isOpen: UInt64 { inside | closing | carriageReturn }
    }

    /// Leaves only those separators that are not quoted.
    ///
    /// - Returns: Up to where the separators are right: the end of the text, or the start of a record that is not all
    ///   there.
    private mutating func chooseSeparators(
        _ bytes: Span<UInt8>, isEnd: Bool, _ index: inout CSVIndex, _ openQuote: inout Int?
    ) -> Int {
        var carry = Carry()
        var block = 0
        /// The bits of the block that have not been dealt with.
        var open = ~UInt64(0)
        let quoteWords = quotes.words
        while block < quotes.count {
            let quotes = quoteWords[block] & open
            guard quotes | carry.isOpen != 0 else {
                (block, open) = (self.quotes.nextWord(from: block + 1), ~0)
                continue
            }
            let inside = quotes.parities ^ carry.inside
            let chosen = index.separators.words[block] & ~(inside & open)
            let behindBlock = block > 0 ? index.separators.words[block - 1] >> 63 : 1
            let returns = Self.returns(bytes, in: block, behind: quotes & ~inside, carry)
            let unsound = Self.unsound(
                quotes: quotes, inside: inside, separators: chosen, behindBlock, returns: returns,
                lineEnds: index.lineEnds.words[block], &carry)
            guard unsound != 0 else {
                index.separators.words[block] = chosen
                (block, open) = (block + 1, ~0)
                continue
            }
            index.separators.words[block] =
                chosen & unsound.belowLowest | index.separators.words[block] & ~unsound.belowLowest
            let place = block * ByteMasks.blockSize + unsound.trailingZeroBitCount
            let start = Self.start(ofRecordAt: place, index)
            guard let next = scanRecord(bytes, from: start, isEnd: isEnd, &index, &openQuote) else { return start }
            (block, open) = (next / ByteMasks.blockSize, ~0 << UInt64(next % ByteMasks.blockSize))
            carry = Carry()
        }
        return bytes.count
    }

    /// The bytes behind closing quotes that are CRs.
    private static func returns(_ bytes: Span<UInt8>, in block: Int, behind closing: UInt64, _ carry: Carry) -> UInt64 {
        let candidates = closing << 1 | carry.closing
        return candidates & ByteMasks.mask(of: bytes, block: block, equalTo: carriageReturn)
    }

    /// The places in a block at which it is clear that a quote before or there does not enclose a field.
    private static func unsound(
        quotes: UInt64, inside: UInt64, separators: UInt64, _ behindBlock: UInt64, returns: UInt64, lineEnds: UInt64,
        _ carry: inout Carry
    ) -> UInt64 {
        let (opening, closing) = (quotes & inside, quotes & ~inside)
        let behindSeparator = separators << 1 | behindBlock
        // Two quotes in a row inside quotes are one that closes and one that opens again.
        let behindClosing = closing << 1 | carry.closing
        let behindReturn = returns << 1 | carry.carriageReturn
        carry.inside = UInt64(bitPattern: Int64(bitPattern: inside) >> 63)
        carry.closing = closing >> 63
        carry.carriageReturn = returns >> 63
        return opening & ~(behindSeparator | behindClosing) | behindClosing & ~(separators | opening | returns)
            | behindReturn & ~lineEnds
    }

    /// Where the record begins that a byte belongs to: behind the last line end before it that is a separator.
    private static func start(ofRecordAt place: Int, _ index: borrowing CSVIndex) -> Int {
        var block = place / ByteMasks.blockSize
        var ends = index.lineEnds.words[block] & index.separators.words[block]
        ends &= (1 << UInt64(place % ByteMasks.blockSize)) &- 1
        while ends == 0, block > 0 {
            block -= 1
            ends = index.lineEnds.words[block] & index.separators.words[block]
        }
        return ends == 0 ? 0 : block * ByteMasks.blockSize + 64 - ends.leadingZeroBitCount
    }

    /// Goes over one record byte by byte and puts its separators in the place of those that were taken for some.
    ///
    /// - Returns: Where the next record begins; `nil` when the record is not all there.
    private mutating func scanRecord(
        _ bytes: Span<UInt8>, from start: Int, isEnd: Bool, _ index: inout CSVIndex, _ openQuote: inout Int?
    ) -> Int? {
        let record = CSVRecordScanner(delimiter: delimiter).scan(bytes, from: start, isEnd: isEnd)
        guard let next = record.next else {
            openQuote = isEnd ? record.openQuote : nil
            return nil
        }
        for place in start..<next { index.separators[place] = false }
        for place in record.separators { index.separators[place] = true }
        // The end of the file ends its last record.
        if let last = record.separators.last, last == bytes.count { index.lineEnds[last] = true }
        if record.isFaulty { faulty.append(start) }
        return next
    }

    // MARK: Records

    /// Writes down the records that end before a place.
    ///
    /// - Returns: Where the next record begins.
    private mutating func noteRecords(_ bytes: Span<UInt8>, upTo end: Int, _ index: inout CSVIndex) -> Int {
        index.begin()
        let count = index.lineEnds.writePlaces(with: index.separators, to: &lineEndPlaces)
        var (start, firstSeparator, faultCount) = (0, 0, 0)
        for number in 0..<count {
            let place = Int(lineEndPlaces[number])
            // A record that is not all there may hold what looks like line ends.
            if place >= end, place < bytes.count { break }
            let hasReturn = place > start && bytes[place - 1] == Self.carriageReturn
            let lastSeparator = index.separatorCount(before: place)
            if place - (hasReturn ? 1 : 0) > start {
                let isFaulty = faultCount < faulty.count && faulty[faultCount] == start
                index.add(
                    start..<(hasReturn ? place - 1 : place), separators: firstSeparator...lastSeparator,
                    isFaulty: isFaulty)
            }
            if faultCount < faulty.count, faulty[faultCount] == start { faultCount += 1 }
            (start, firstSeparator) = (min(place + 1, bytes.count), lastSeparator + 1)
        }
        return start
    }
}
