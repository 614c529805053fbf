/// Cuts CSV text into segments of whole records, so that several threads can read them.
///
/// Where a record ends is told by the number of quotes before it. A quote inside a field that does not begin with one
/// misleads the count; the segments' reader finds that out (``CSVSegmentHarvest/isWhole``), and the text is then read in
/// its order.
package struct CSVSegmenter: Sendable {
    private static let quote = UInt8(ascii: "\"")
    private static let lineEnd = UInt8(ascii: "\n")

    /// How many bytes of records a segment has, if there are so many.
    private let size: Int
    /// The bytes behind the last segment: the beginning of a record.
    private var carried: [UInt8]
    /// Whether the carried bytes end inside quotes.
    private var isInsideQuotes: Bool

    /// A segmenter behind some text.
    ///
    /// - Parameter carried: The end of that text: the beginning of a record.
    package init(carried: [UInt8], size: Int) {
        self.size = size
        self.carried = carried
        isInsideQuotes = carried.span.count(of: Self.quote) % 2 == 1
    }

    /// Cuts off the next segment.
    ///
    /// - Parameters:
    ///   - segment: Begins with the segment then; its memory is used, and grows where it must.
    ///   - read: Reads what comes next into an array from a place on, and says how many bytes came: 0 at the end.
    /// - Returns: How many bytes the segment has, and whether the text is over; then the segment is the rest, which may
    ///   be nothing.
    package mutating func next<Failure: Error>(
        _ segment: inout [UInt8], _ read: (inout [UInt8], Int) throws(Failure) -> Int
    ) throws(Failure) -> (count: Int, isEnd: Bool) {
        var used = carried.count
        makeRoom(in: &segment, for: used)
        segment.replaceSubrange(0..<used, with: carried)
        carried.removeAll(keepingCapacity: true)
        while true {
            makeRoom(in: &segment, for: used + max(size, used))
            let count = try read(&segment, used)
            if count == 0 { return (used, true) }
            if segment.span.extracting(used..<used + count).count(of: Self.quote) % 2 == 1 { isInsideQuotes.toggle() }
            used += count
            guard used >= size, let end = endOfRecords(segment, used) else { continue }
            carried.append(contentsOf: segment[end..<used])
            return (end, false)
        }
    }

    private func makeRoom(in segment: inout [UInt8], for count: Int) {
        if segment.count < count { segment.append(contentsOf: repeatElement(0, count: count - segment.count)) }
    }

    /// One past the last line end that is not quoted; `nil` when there is none. A record that is longer than any may be is
    /// cut anywhere: its reader says what is wrong.
    private func endOfRecords(_ segment: [UInt8], _ used: Int) -> Int? {
        var isInside = isInsideQuotes
        var place = used
        while place > 0 {
            place -= 1
            if segment[place] == Self.quote { isInside.toggle() }
            if segment[place] == Self.lineEnd, !isInside { return place + 1 }
        }
        return used > CSVTokenizer.recordLimit ? used : nil
    }
}
