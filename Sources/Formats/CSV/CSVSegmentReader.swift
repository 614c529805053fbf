import Records

/// Reads segments of a CSV file whose header line has been read, in any order.
package struct CSVSegmentReader: Sendable {
    private var reader: CSVReader

    /// A reader for segments of the file that another has read the header line of.
    package init(_ reader: CSVReader) {
        self.reader = reader
        _ = self.reader.takeHarvest()
    }

    /// Reads a segment, which begins where a record does.
    ///
    /// - Parameters:
    ///   - byteOffset: Where in the file it begins.
    ///   - isEnd: Whether the file ends with it.
    package mutating func read(_ segment: Span<UInt8>, byteOffset: Int, isEnd: Bool) -> CSVSegmentHarvest {
        var start = CSVOrigin()
        start.byteOffset = byteOffset
        reader.restart(at: start)
        var isWhole = true
        do throws(FormatError) {
            try reader.read(segment)
            if isEnd { try reader.finish() }
            isWhole = reader.beginningOfNext.isEmpty
        } catch {
            // Said again, with its place in the file, when the segment is read in its order.
            isWhole = false
        }
        reader.flush()
        let harvest = reader.takeHarvest()
        return CSVSegmentHarvest(harvest: harvest, extent: reader.origin, isWhole: isWhole)
    }
}

/// What a segment of a CSV file holds; rows and lines are counted from its start.
package struct CSVSegmentHarvest: Sendable {
    private let harvest: RecordHarvest
    private let extent: CSVOrigin
    /// Whether the segment ends where a record does. Otherwise it was cut in the wrong place, or is damaged, and what was
    /// found counts for nothing.
    package let isWhole: Bool

    fileprivate init(harvest: RecordHarvest, extent: CSVOrigin, isWhole: Bool) {
        self.harvest = harvest
        self.extent = extent
        self.isWhole = isWhole
    }

    /// What was found, with its rows and lines in the file.
    ///
    /// - Parameter origin: What lies before the segment; then, what lies before the next.
    func placed(at origin: inout CSVOrigin) -> RecordHarvest {
        var placed = harvest
        placed.batches = harvest.batches.map { $0.placed(behind: origin.rows) }
        placed.rejects = harvest.rejects.map { reject in
            var position = reject.position
            position.row += origin.rows
            position.line += origin.lineEnds
            return Reject(
                file: reject.file, position: position, column: reject.column, reason: reject.reason,
                rawText: reject.rawText)
        }
        origin.rows += extent.rows
        origin.lineEnds += extent.lineEnds
        origin.byteOffset = extent.byteOffset
        return placed
    }
}

extension RecordBatch {
    /// The batch with row numbers that are higher by so many.
    fileprivate func placed(behind rowCount: Int) -> RecordBatch {
        let base = UInt32(truncatingIfNeeded: rowCount)
        return RecordBatch(schema: schema, columns: columns, rows: rows.map { $0 &+ base }, fileIndex: fileIndex)
    }
}
