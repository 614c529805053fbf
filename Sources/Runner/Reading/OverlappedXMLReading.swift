import Formats
import Streaming

/// Reads a document of XML on two threads: one parses, which is most of the work; the other reads the file, makes records
/// of what was parsed and hands them on.
///
/// What comes of it is what one thread would find, and so are the faults: everything before one is handed on first.
struct OverlappedXMLReading {
    /// Where the document is parsed.
    let workers: WorkerThreads

    /// How many chunks go from thread to thread at once. Each handing over wakes a thread, and then the other; one by one
    /// that took a twelfth of the time. Whatever is wrong with a chunk, what those before it brought is handed on.
    private static let chunksAtOnce = 4
    /// How many batches of chunks may wait for the parser, and how many for their records to be made.
    private static let batchesAhead = 2

    private struct Chunk: Sendable {
        /// Begins with the chunk.
        let bytes: [UInt8]
        /// 0 at the end of the document.
        let count: Int

        var isEnd: Bool { count == 0 }
    }

    /// The chunks that have not been read yet.
    private struct Document {
        /// Memory of chunks that are done with.
        var spares: [[UInt8]] = []
        private(set) var isOver = false
        /// Why nothing more could be read; what was found before has its turn first.
        private(set) var failure: (any Error)?

        mutating func nextBatch(_ next: (inout [UInt8]) throws -> Int) -> [Chunk] {
            var batch: [Chunk] = []
            while batch.count < chunksAtOnce, !isOver {
                var bytes = spares.popLast() ?? []
                do {
                    let count = try next(&bytes)
                    batch.append(Chunk(bytes: bytes, count: count))
                } catch {
                    failure = error
                }
                isOver = failure != nil || batch.last?.isEnd == true
            }
            return batch
        }
    }

    private struct ParsedChunk: Sendable {
        let chunk: Chunk
        var blocks: [XMLBlock] = []
    }

    private struct ParsedBatch: Sendable {
        var chunks: [ParsedChunk] = []
        /// What is wrong with the chunk behind these.
        var failure: FormatError?
    }

    /// The way of chunks to the parser and back.
    private struct Lane: Sendable {
        let batches = BoundedChannel<[Chunk]>(capacity: batchesAhead)
        let parsed = BoundedChannel<ParsedBatch>(capacity: batchesAhead)

        func work(_ parser: XMLBlockParser) async throws {
            var parser = parser
            var hasFailed = false
            while !hasFailed, let batch = try await batches.receive() {
                let found = Self.parse(batch, &parser)
                hasFailed = found.failure != nil
                try await parsed.send(found)
            }
            parsed.finish()
        }

        private static func parse(_ batch: [Chunk], _ parser: inout XMLBlockParser) -> ParsedBatch {
            var parsed = ParsedBatch()
            do throws(FormatError) {
                for chunk in batch { parsed.chunks.append(try parse(chunk, &parser)) }
            } catch {
                parsed.failure = error
            }
            return parsed
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
            lane.batches.finish()
        }
    }

    /// Gives chunks to the parser, and makes records of what comes back.
    private func assemble(
        _ assembly: XMLRecordAssembly, _ next: (inout [UInt8]) throws -> Int, in lane: Lane,
        _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        var assembly = assembly
        var document = Document()
        var underWay = 0
        while !document.isOver || underWay > 0 {
            if !document.isOver, underWay <= Self.batchesAhead {
                let batch = document.nextBatch(next)
                if batch.isEmpty { continue }
                try await lane.batches.send(batch)
                underWay += 1
            } else if let batch = try await lane.parsed.receive() {
                for parsed in batch.chunks {
                    for block in parsed.blocks { try assembly.read(block) }
                    if parsed.chunk.isEnd { try assembly.finish() }
                    try handOn(assembly.takeHarvest())
                    document.spares.append(parsed.chunk.bytes)
                }
                if let failure = batch.failure { throw failure }
                underWay -= 1
            }
            try Task.checkCancellation()
        }
        if let failure = document.failure { throw failure }
    }
}
