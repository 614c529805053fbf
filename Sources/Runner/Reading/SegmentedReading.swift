import Formats
import Streaming

/// Reads a CSV file on several threads: it is cut into segments of whole records, which are read side by side and handed
/// on in their order.
///
/// What comes of it is what one thread would find (``CSVFollowing``).
struct SegmentedReading {
    /// How many threads read.
    let threads: Int
    /// How many bytes a segment has. Several of them, and the records in them, are on their way at a time.
    let segmentSize: Int
    /// Where they read; `nil` for where the caller runs, which then needs no threads of its own for it.
    let workers: WorkerThreads?

    /// The way of segments to one thread and back.
    private struct Lane: Sendable {
        let segments = BoundedChannel<Segment>(capacity: 2)
        let harvests = BoundedChannel<ReadSegment>(capacity: 2)

        func work(_ reader: CSVSegmentReader) async throws {
            var reader = reader
            while let segment = try await segments.receive() {
                let harvest = reader.read(
                    segment.bytes.span.extracting(first: segment.count), byteOffset: segment.byteOffset,
                    isEnd: segment.isEnd)
                try await harvests.send(ReadSegment(segment: segment, harvest: harvest))
            }
        }
    }

    private struct Segment: Sendable {
        /// Begins with the segment.
        let bytes: [UInt8]
        let count: Int
        let byteOffset: Int
        let isEnd: Bool
    }

    private struct ReadSegment: Sendable {
        let segment: Segment
        let harvest: CSVSegmentHarvest
    }

    /// Reads a text, with a reader at its start.
    ///
    /// - Parameter handOn: Is given what was found, in the order of the text, and how many bytes of it that reaches.
    /// - Returns: Where the text can be read again.
    func run<Text: SegmentedText & ~Copyable>(
        _ reader: CSVReader, _ text: inout Text, _ handOn: (RecordHarvest, Int) async throws -> Void
    ) async throws -> RowMarks {
        var reader = reader
        guard try readHeader(&reader, &text) else {
            try await handOn(reader.takeHarvest(), reader.origin.byteOffset)
            return RowMarks()
        }
        reader.flush()
        let start = reader.takeHarvest()
        var marks = RowMarks()
        marks.rowCount = start.recordCount
        try await handOn(start, reader.origin.byteOffset)
        let lanes = (0..<threads).map { _ in Lane() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes {
                let reader = CSVSegmentReader(reader)
                group.addTask(executorPreference: workers) { try await lane.work(reader) }
            }
            try await deal(reader, &text, to: lanes, &marks, handOn)
            for lane in lanes { lane.segments.finish() }
        }
        return marks
    }

    /// Reads until the header line is known.
    ///
    /// - Returns: Whether anything can be behind it; otherwise the reader has read the whole file.
    private func readHeader<Text: SegmentedText & ~Copyable>(
        _ reader: inout CSVReader, _ text: inout Text
    ) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: RecordFile.chunkSize)
        while !reader.hasHeader {
            let count = try text.read(into: &buffer, at: 0)
            if count == 0 {
                try reader.finish()
                return false
            }
            try reader.read(buffer.span.extracting(first: count))
        }
        return true
    }

    /// Cuts segments, gives them to the lanes in turn, and hands on what comes back, in the same turn.
    private func deal<Text: SegmentedText & ~Copyable>(
        _ reader: CSVReader, _ text: inout Text, to lanes: [Lane], _ marks: inout RowMarks,
        _ handOn: (RecordHarvest, Int) async throws -> Void
    ) async throws {
        var segmenter = CSVSegmenter(carried: reader.beginningOfNext, size: segmentSize)
        var following = CSVFollowing(reader)
        var byteOffset = reader.origin.byteOffset
        var spares: [[UInt8]] = []
        var (dealt, taken, isEnd) = (0, 0, false)
        while !isEnd || taken < dealt {
            if !isEnd, dealt - taken <= lanes.count {
                var bytes = spares.popLast() ?? []
                let count: Int
                (count, isEnd) = try segmenter.next(&bytes) { try text.read(into: &$0, at: $1) }
                let segment = Segment(bytes: bytes, count: count, byteOffset: byteOffset, isEnd: isEnd)
                byteOffset += count
                try await lanes[dealt % lanes.count].segments.send(segment)
                dealt += 1
            } else if let found = try await lanes[taken % lanes.count].harvests.receive() {
                let segment = found.segment
                marks.add(byteOffset: segment.byteOffset, isWhole: found.harvest.isWhole)
                let harvest = try following.harvest(
                    of: found.harvest, segment.bytes.span.extracting(first: segment.count), isEnd: segment.isEnd)
                marks.add(harvest.marks)
                marks.rowCount += harvest.recordCount
                try await handOn(harvest, segment.byteOffset + segment.count)
                spares.append(segment.bytes)
                taken += 1
            }
            try Task.checkCancellation()
        }
    }
}

/// Text that is read from its start on, to be cut into segments.
protocol SegmentedText: ~Copyable {
    /// Reads what comes next into an array from a place on, which has room behind it.
    ///
    /// - Returns: How many bytes came; 0 at the end.
    mutating func read(into buffer: inout [UInt8], at place: Int) throws -> Int
}
