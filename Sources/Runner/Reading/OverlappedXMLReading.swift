import Formats
import Streaming

/// Reads a document of XML on two threads: one reads the file and parses, the other makes records of what was found.
///
/// What comes of it is what one thread would find, and so are the faults: everything before one is handed on first.
struct OverlappedXMLReading {
    /// Where records are made.
    let workers: WorkerThreads

    /// How many chunks may be under way.
    private static let chunksAhead = 2

    /// What a chunk of the document came to.
    private struct Parsed: Sendable {
        var blocks: [XMLBlock] = []
        var isLast = false
    }

    private struct Lane: Sendable {
        let chunks = BoundedChannel<Parsed>(capacity: chunksAhead)
        let harvests = BoundedChannel<RecordHarvest>(capacity: chunksAhead)

        func work(_ assembly: XMLRecordAssembly) async throws {
            do {
                var assembly = assembly
                while let chunk = try await chunks.receive() {
                    for block in chunk.blocks { try assembly.read(block) }
                    if chunk.isLast { try assembly.finish() }
                    try await harvests.send(assembly.takeHarvest())
                }
                harvests.finish()
            } catch {
                harvests.finish(throwing: error)
            }
        }
    }

    /// Reads a document with a reader at its start.
    ///
    /// - Parameters:
    ///   - next: The next chunk of the document; none at its end.
    ///   - handOn: Is given what was found, in the order of the document.
    func run(
        _ reader: XMLRecordReader, _ next: () throws -> ArraySlice<UInt8>?, _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        let (parser, assembly) = reader.halves
        let lane = Lane()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: workers) { try await lane.work(assembly) }
            try await parse(parser, next, in: lane, handOn)
            lane.chunks.finish()
        }
    }

    /// Parses chunk by chunk; hands on what the other thread made of those before.
    private func parse(
        _ parser: XMLBlockParser, _ next: () throws -> ArraySlice<UInt8>?, in lane: Lane,
        _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        var parser = parser
        var (underWay, isOver) = (0, false)
        var failure: (any Error)?
        while !isOver || underWay > 0 {
            if !isOver, underWay <= Self.chunksAhead {
                var parsed = Parsed()
                do {
                    try Self.parse(try next(), &parser, to: &parsed)
                } catch {
                    // What was found before has its turn first.
                    (failure, isOver) = (error, true)
                    continue
                }
                isOver = parsed.isLast
                try await lane.chunks.send(parsed)
                underWay += 1
            } else if let harvest = try await lane.harvests.receive() {
                try handOn(harvest)
                underWay -= 1
            }
            try Task.checkCancellation()
        }
        if let failure { throw failure }
    }

    private static func parse(
        _ chunk: ArraySlice<UInt8>?, _ parser: inout XMLBlockParser, to parsed: inout Parsed
    ) throws(FormatError) {
        guard let chunk else {
            parsed.isLast = true
            return try parser.finish { parsed.blocks.append($0) }
        }
        try parser.read(chunk.span) { parsed.blocks.append($0) }
    }
}
