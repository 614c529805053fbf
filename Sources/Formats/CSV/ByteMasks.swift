internal import CByteMasks

/// A word for each 64 bytes of a text, and in it a bit for each byte, the lowest for the first: whether the byte is one
/// that somebody looks for.
@safe
struct ByteMasks: Sendable {
    /// How many bytes a word stands for.
    static let blockSize = 64

    /// The words; behind those of the text there may be old ones.
    var words: [UInt64] = []
    /// How many words belong to the text.
    private(set) var count = 0

    /// Makes all words nought, as many as a text of so many bytes has. There is always a bit behind the last byte.
    mutating func resize(toBytes byteCount: Int) {
        count = byteCount / Self.blockSize + 1
        if words.count < count { words.append(contentsOf: repeatElement(0, count: count - words.count)) }
    }

    /// Whether a byte's bit is set.
    subscript(place: Int) -> Bool {
        get { words[place >> 6] >> UInt64(place & 63) & 1 == 1 }
        set {
            let bit = UInt64(1) << UInt64(place & 63)
            if newValue { words[place >> 6] |= bit } else { words[place >> 6] &= ~bit }
        }
    }

    /// The next word from one on in which a bit is set; ``count`` when there is none.
    @inline(__always)
    func nextWord(from word: Int) -> Int {
        precondition(word <= count && count <= words.count, "the search begins with a word of the text")
        return unsafe words.withUnsafeBufferPointer { unsafe Int(byte_masks_next($0.baseAddress, word, count)) }
    }

    /// How many bits are set before a place.
    func countBefore(_ place: Int) -> Int {
        let inWord = (words[place >> 6] & ((1 << UInt64(place & 63)) &- 1)).nonzeroBitCount
        // The words before that of the place are there, as it is.
        let before = unsafe words.withUnsafeBufferPointer { unsafe byte_masks_sum($0.baseAddress, place >> 6) }
        return inWord + Int(before)
    }

    /// How many bits are set before each word; returns how many are set in all.
    func writeCounts(to before: inout [UInt32]) -> Int {
        if before.count < count { before.append(contentsOf: repeatElement(0, count: count - before.count)) }
        // Both pointers live only as long as the call, which reads and writes no more than `count` words.
        return unsafe words.withUnsafeBufferPointer { words in
            unsafe before.withUnsafeMutableBufferPointer { before in
                guard let words = words.baseAddress, let before = before.baseAddress else { return 0 }
                return unsafe Int(byte_masks_counts(words, count, before))
            }
        }
    }

    /// Writes the places of the bits that are set, here and, where there is one, in another mask of the same text.
    ///
    /// - Parameters:
    ///   - places: Grows where it must; behind the places there may be others.
    ///   - start: Where the first of them is written.
    /// - Returns: How many places there are.
    func writePlaces(with other: ByteMasks? = nil, to places: inout [UInt32], at start: Int = 0) -> Int {
        let limit = start + count * Self.blockSize + 8
        if places.count < limit { places.append(contentsOf: repeatElement(0, count: limit - places.count)) }
        // All pointers live only as long as the call, which reads `count` words of each and writes less than the limit.
        return unsafe words.withUnsafeBufferPointer { words in
            unsafe places.withUnsafeMutableBufferPointer { places in
                guard let words = words.baseAddress, let all = places.baseAddress else { return 0 }
                let places = unsafe all + start
                guard let other else { return unsafe byte_masks_places(words, nil, count, places) }
                precondition(other.count == count, "both masks are of one text")
                return unsafe other.words.withUnsafeBufferPointer {
                    unsafe byte_masks_places(words, $0.baseAddress, count, places)
                }
            }
        }
    }

    /// Which of a block's bytes are equal to one; those behind the text's end are not.
    @inline(__always)
    static func mask(of bytes: Span<UInt8>, block: Int, equalTo byte: UInt8) -> UInt64 {
        let start = block * blockSize
        guard start + blockSize <= bytes.count else {
            var mask: UInt64 = 0
            for place in start..<bytes.count where bytes[place] == byte { mask |= 1 << UInt64(place - start) }
            return mask
        }
        // The pointer lives only as long as the call, and a whole block lies behind it.
        return unsafe bytes.extracting(start..<start + blockSize).withUnsafeBufferPointer { block in
            guard let block = block.baseAddress else { return 0 }
            return unsafe byte_masks_equal(block, byte)
        }
    }

    /// Looks at a text: which bytes are quotes, which are delimiters or line ends, which are line ends.
    static func look(
        at bytes: Span<UInt8>, delimiter: UInt8, quotes: inout ByteMasks, separators: inout ByteMasks,
        lineEnds: inout ByteMasks
    ) {
        quotes.resize(toBytes: bytes.count)
        separators.resize(toBytes: bytes.count)
        lineEnds.resize(toBytes: bytes.count)
        let full = bytes.count / blockSize
        look(bytes.extracting(..<(full * blockSize)), delimiter, to: full, 0, &quotes, &separators, &lineEnds)
        // What fills the last block up must not read as a delimiter.
        var tail = [UInt8](repeating: delimiter == 0 ? 1 : 0, count: blockSize)
        for index in full * blockSize..<bytes.count { tail[index - full * blockSize] = bytes[index] }
        look(tail.span, delimiter, to: 1, full, &quotes, &separators, &lineEnds)
    }

    private static func look(
        _ bytes: Span<UInt8>, _ delimiter: UInt8, to count: Int, _ first: Int, _ quotes: inout ByteMasks,
        _ separators: inout ByteMasks, _ lineEnds: inout ByteMasks
    ) {
        precondition(bytes.count == count * blockSize && first + count <= quotes.words.count, "blocks have words")
        // All pointers live only as long as the call; the text has `count` blocks, and each mask room for as many words.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe quotes.words.withUnsafeMutableBufferPointer { quotes in
                unsafe separators.words.withUnsafeMutableBufferPointer { separators in
                    unsafe lineEnds.words.withUnsafeMutableBufferPointer { lineEnds in
                        guard let bytes = bytes.baseAddress, let quotes = quotes.baseAddress,
                            let separators = separators.baseAddress, let lineEnds = lineEnds.baseAddress
                        else { return }
                        unsafe byte_masks_of_blocks(
                            bytes, count, UInt8(ascii: "\""), delimiter, UInt8(ascii: "\n"), quotes + first,
                            separators + first, lineEnds + first)
                    }
                }
            }
        }
    }
}

extension UInt64 {
    /// For each bit whether an odd number of bits is set up to and with it.
    var parities: UInt64 {
        var parities = self
        parities ^= parities << 1
        parities ^= parities << 2
        parities ^= parities << 4
        parities ^= parities << 8
        parities ^= parities << 16
        parities ^= parities << 32
        return parities
    }

    /// The bits below the lowest that is set; all of them when none is.
    var belowLowest: UInt64 { (self & (0 &- self)) &- 1 }
}
