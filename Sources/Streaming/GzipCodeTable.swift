/// A Huffman code of deflate (RFC 1951, section 3.2.2), spread out: the next bits of the data are an index, the element
/// is whatever the user of the table wants to know of the symbol that they begin with.
struct GzipCodeTable {
    /// The elements, for every run of `mask`'s bits.
    private(set) var elements: [UInt8] = []
    /// Which of the next bits are the index.
    private(set) var mask: UInt64 = 0

    /// Makes the table of a code.
    ///
    /// - Parameters:
    ///   - lengths: How many bits each symbol has; 0 where it does not occur.
    ///   - unused: The element of bits that begin no symbol, where the code leaves such.
    ///   - element: The element of a symbol whose code has so many bits.
    mutating func build(_ lengths: Span<UInt8>, unused: UInt8, element: (_ symbol: Int, _ length: UInt8) -> UInt8) {
        var counts = [Int](repeating: 0, count: 16)
        for symbol in lengths.indices { counts[Int(lengths[symbol])] += 1 }
        counts[0] = 0
        let width = counts.lastIndex { $0 > 0 } ?? 0
        mask = 1 << UInt64(width) - 1
        elements.removeAll(keepingCapacity: true)
        elements.append(contentsOf: repeatElement(unused, count: 1 << width))

        var codes = Self.firstCodes(counts)
        var elements = elements.mutableSpan
        for symbol in lengths.indices where lengths[symbol] > 0 {
            let length = Int(lengths[symbol])
            // The bits of a code come highest first, everything else of deflate lowest first.
            let start = Int(UInt16(truncatingIfNeeded: codes[length] << (16 - length)).bitReversed)
            codes[length] += 1
            let value = element(symbol, lengths[symbol])
            for index in stride(from: start, to: elements.count, by: 1 << length) { elements[index] = value }
        }
    }

    /// The first code of each length.
    private static func firstCodes(_ counts: [Int]) -> [Int] {
        var codes = [Int](repeating: 0, count: counts.count)
        for length in 1..<counts.count { codes[length] = (codes[length - 1] + counts[length - 1]) << 1 }
        return codes
    }
}

extension UInt16 {
    /// The bits in the opposite order.
    fileprivate var bitReversed: UInt16 {
        var bits = self
        bits = (bits & 0x5555) << 1 | (bits >> 1) & 0x5555
        bits = (bits & 0x3333) << 2 | (bits >> 2) & 0x3333
        bits = (bits & 0x0F0F) << 4 | (bits >> 4) & 0x0F0F
        return bits.byteSwapped
    }
}
