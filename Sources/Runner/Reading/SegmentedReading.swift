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
    func run(
        _ reader: CSVReader, _ text: inout CSVText, _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        var reader = reader
        guard try readHeader(&reader, &text) else { return try handOn(reader.takeHarvest()) }
        reader.flush()
        try handOn(reader.takeHarvest())
        let workers = WorkerThreads(count: threads, name: "reading")
        defer { workers.close() }
        let lanes = (0..<threads).map { _ in Lane() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes {
                let reader = CSVSegmentReader(reader)
                group.addTask(executorPreference: workers) { try await lane.work(reader) }
            }
            try await deal(reader, &text, to: lanes, handOn)
            for lane in lanes { lane.segments.finish() }
        }
    }

    /// Reads until the header line is known.
    ///
    /// - Returns: Whether anything can be behind it; otherwise the reader has read the whole file.
    private func readHeader(_ reader: inout CSVReader, _ text: inout CSVText) throws -> Bool {
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
    private func deal(
        _ reader: CSVReader, _ text: inout CSVText, to lanes: [Lane],
        _ handOn: (RecordHarvest) throws -> Void
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
            } else if let read = try await lanes[taken % lanes.count].harvests.receive() {
                let segment = read.segment
                try handOn(
                    try following.harvest(
                        of: read.harvest, segment.bytes.span.extracting(first: segment.count), isEnd: segment.isEnd))
                spares.append(read.segment.bytes)
                taken += 1
            }
            try Task.checkCancellation()
        }
    }
}
