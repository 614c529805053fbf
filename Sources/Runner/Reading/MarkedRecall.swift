import Formats
import Pipelines
import Streaming
import Synchronization

/// Reads rows of a CSV file again, and of the file only the parts in which they are.
struct MarkedRecall {
    let file: SourceFile
    let marks: RowMarks
    /// How many tasks read.
    let threads: Int

    /// How many bytes are read at once; behind the last row that is wanted of a part, nothing is.
    private static let pieceSize = 16 << 10

    /// Hands on the rows of these numbers, in any order, some at a time, from as many tasks as there are.
    func recall(
        _ rows: Set<UInt32>, _ parse: Parse, _ take: @escaping @Sendable ([RecalledRecord]) throws -> Void
    ) async throws {
        let parts = marks.parts(with: rows, fileSize: file.file.length)
        let reader = CSVReader(
            fileName: file.name, fileIndex: 0, delimiter: parse.delimiter, goal: .recall(rows))
        let started = try readHeader(reader)
        // The next part that nobody reads yet.
        let next = Atomic(0)
        let lane: @Sendable () throws -> Void = {
            var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
            // One for all parts, which keeps its memory.
            var ownReader = started
            while case let index = next.add(1, ordering: .relaxed).oldValue, index < parts.count {
                try Task.checkCancellation()
                if parts[index].bytes.lowerBound == 0 { ownReader = reader }
                try take(try read(parts[index], &ownReader, &buffer))
            }
        }
        try await withThrowingTaskGroup { group in
            for _ in 0..<min(threads, parts.count) { group.addTask { try lane() } }
            try await group.waitForAll()
        }
    }

    /// A reader that has read the header line, and so can go on anywhere.
    private func readHeader(_ reader: CSVReader) throws -> CSVReader {
        var reader = reader
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        var offset = 0
        while !reader.hasHeader, case let count = try file.file.readNow(into: &buffer, at: offset), count > 0 {
            try reader.read(buffer.span.extracting(first: count))
            offset += count
        }
        _ = reader.takeHarvest()
        return reader
    }

    private func read(
        _ part: RowMarks.Part, _ reader: inout CSVReader, _ buffer: inout [UInt8]
    ) throws -> [RecalledRecord] {
        var offset = part.bytes.lowerBound
        if offset > 0 { reader.restart(at: part.origin) }
        var found: [RecalledRecord] = []
        while found.count < part.rows.count, offset < part.bytes.upperBound {
            let count = min(try file.file.readNow(into: &buffer, at: offset), part.bytes.upperBound - offset)
            guard count > 0 else { break }
            try reader.read(buffer.span.extracting(first: count))
            offset += count
            // The last row may have no line end.
            if offset == file.file.length { try reader.finish() }
            found += reader.takeHarvest().recalled
        }
        return found
    }
}

extension RowMarks.Part {
    /// What is before the part, with the header line.
    fileprivate var origin: CSVOrigin {
        var origin = CSVOrigin()
        (origin.rows, origin.byteOffset) = (rowsBefore + 1, bytes.lowerBound)
        return origin
    }
}
