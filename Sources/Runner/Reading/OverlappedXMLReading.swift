import Formats
import Streaming

/// Reads a document of XML on two threads: one parses, which is most of the work; the other reads the file, makes records
/// of what was parsed and hands them on.
///
/// What comes of it is what one thread would find, and so are the faults: everything before one is handed on first.
struct OverlappedXMLReading {
    /// Where the document is parsed.
    let workers: WorkerThreads

    /// How many chunks may wait for the parser, and how many for their records to be made.
    private static let chunksAhead = 2

    private struct Chunk: Sendable {
        /// Begins with the chunk.
        let bytes: [UInt8]
        /// 0 at the end of the document.
        let count: Int

        var isEnd: Bool { count == 0 }
    }

    private struct ParsedChunk: Sendable {
        let chunk: Chunk
        var blocks: [XMLBlock] = []
    }

    /// The way of chunks to the parser and back.
    private struct Lane: Sendable {
        let chunks = BoundedChannel<Chunk>(capacity: chunksAhead)
        let parsed = BoundedChannel<ParsedChunk>(capacity: chunksAhead)

        func work(_ parser: XMLBlockParser) async throws {
            do {
                var parser = parser
                while let chunk = try await chunks.receive() {
                    try await parsed.send(Self.parse(chunk, &parser))
                }
                parsed.finish()
            } catch {
                parsed.finish(throwing: error)
            }
        }

        private static func parse(_ chunk: Chunk, _ parser: inout XMLBlockParser) throws(FormatError) -> ParsedChunk {
            var parsed = ParsedChunk(chunk: chunk)
            if chunk.isEnd {
                try parser.finish { parsed.blocks.append($0) }
            } else {
                try parser.read(chunk.bytes.span.extracting(first: chunk.count)) { parsed.blocks.append($0) }
            }
            return parsed
        }
    }

    /// Reads a document with a reader at its start.
    ///
    /// - Parameters:
    ///   - next: Puts the next chunk of the document at the start of an array, empty or of an earlier chunk, and returns
    ///     how many bytes it has; 0 at the end.
    ///   - handOn: Is given what was found, in the order of the document.
    func run(
        _ reader: XMLRecordReader, _ next: (inout [UInt8]) throws -> Int, _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        let (parser, assembly) = reader.halves
        let lane = Lane()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: workers) { try await lane.work(parser) }
            try await assemble(assembly, next, in: lane, handOn)
            lane.chunks.finish()
        }
    }

    /// Gives chunks to the parser, and makes records of what comes back.
    private func assemble(
        _ assembly: XMLRecordAssembly, _ next: (inout [UInt8]) throws -> Int, in lane: Lane,
        _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        var assembly = assembly
        var spares: [[UInt8]] = []
        var (underWay, isOver) = (0, false)
        var failure: (any Error)?
        while !isOver || underWay > 0 {
            if !isOver, underWay <= Self.chunksAhead {
                var bytes = spares.popLast() ?? []
                let count: Int
                do {
                    count = try next(&bytes)
                } catch {
                    // What was found before has its turn first.
                    (failure, isOver) = (error, true)
                    continue
                }
                isOver = count == 0
                try await lane.chunks.send(Chunk(bytes: bytes, count: count))
                underWay += 1
            } else if let parsed = try await lane.parsed.receive() {
                for block in parsed.blocks { try assembly.read(block) }
                if parsed.chunk.isEnd { try assembly.finish() }
                try handOn(assembly.takeHarvest())
                spares.append(parsed.chunk.bytes)
                underWay -= 1
            }
            try Task.checkCancellation()
        }
        if let failure { throw failure }
    }
}
