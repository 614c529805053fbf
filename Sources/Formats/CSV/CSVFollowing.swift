/// Puts the segments of a CSV file behind one another, so that they bring what one reader of the file would.
///
/// Where a segment turns out to be cut in the wrong place, the text from there on is read in its order, until a segment
/// ends where a record does. A record's start has no memory of what is before it, so the next segment holds again.
package struct CSVFollowing: Sendable {
    /// What lies before the next segment.
    private var origin: CSVOrigin
    /// Reads the text in its order, from a segment on that was cut in the wrong place.
    private var reader: CSVReader
    private var isInOrder = false

    /// Nothing yet, behind what a reader has read of the file.
    package init(_ reader: CSVReader) {
        self.reader = reader
        origin = reader.origin
        _ = self.reader.takeHarvest()
    }

    /// What the next segment brings.
    ///
    /// - Parameters:
    ///   - harvest: What was found in it alone.
    ///   - segment: Its bytes.
    ///   - isEnd: Whether the file ends with it.
    package mutating func harvest(
        of harvest: CSVSegmentHarvest, _ segment: Span<UInt8>, isEnd: Bool
    ) throws(FormatError) -> RecordHarvest {
        if !isInOrder, harvest.isWhole { return harvest.placed(at: &origin) }
        if !isInOrder { reader.restart(at: origin) }
        isInOrder = true
        try reader.read(segment)
        if isEnd { try reader.finish() }
        if reader.beginningOfNext.isEmpty {
            origin = reader.origin
            isInOrder = false
        }
        reader.flush()
        return reader.takeHarvest()
    }
}
