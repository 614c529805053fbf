@testable import Formats
import Records
import TestSupport
import Testing

/// Reads XML in every way that must not make a difference.
enum XMLReading {
    /// Reads a document in every split, at once and in halves, and, whole, with libxml2 fed blocks of several sizes.
    ///
    /// The words of an error may depend on the blocks, the rest may not.
    static func atEverySplit(
        _ document: [UInt8], at path: String, _ mappings: [ColumnMapping], charset: String? = nil
    ) throws -> ReadingOutcome {
        let records = try #require(RecordPath(path))
        let goal = ReadingGoal.batches(mappings)
        let format = RecordFormat.xml(records: records, charset: charset)
        let whole = ReadingOutcome(format, [document], goal: goal)
        func reader(blocksOf size: Int) throws(FormatError) -> XMLRecordReader {
            try XMLRecordReader(
                fileName: "file", fileIndex: 3, records: records, charset: charset, goal: goal,
                waitingLimit: EnclosingValues.waitingLimit, blockSize: size)
        }
        for chunks in everySplit(of: document) {
            #expect(ReadingOutcome(format, chunks, goal: goal) == whole, "\(chunks.map(\.count))")
            let halves = inHalves(chunks) { () throws(FormatError) in try reader(blocksOf: XMLBlockParser.blockSize) }
            #expect(halves == whole, "halves, \(chunks.map(\.count))")
        }
        for size in [1, 2, 3, 5, 7, 16, 50, 333] {
            let halves = inHalves([document]) { () throws(FormatError) in try reader(blocksOf: size) }
            let outcome = atOnce(document) { () throws(FormatError) in try reader(blocksOf: size) }
            #expect(halves == outcome, "halves, in blocks of \(size)")
            #expect(outcome.values == whole.values && outcome.faults == whole.faults, "blocks of \(size)")
            #expect((outcome.error == nil) == (whole.error == nil), "blocks of \(size): \(outcome.error ?? "")")
        }
        return whole
    }

    /// Parses the whole document before the first record is made, further ahead than another thread ever is.
    private static func inHalves(_ chunks: [[UInt8]], _ makeReader: () throws(FormatError) -> XMLRecordReader)
        -> ReadingOutcome
    {
        ReadingOutcome { (outcome: inout ReadingOutcome) throws(FormatError) in
            var (parser, assembly) = try makeReader().halves
            var blocks: [XMLBlock] = []
            for chunk in chunks { try parser.read(chunk.span) { blocks.append($0) } }
            try parser.finish { blocks.append($0) }
            for block in blocks { try assembly.read(block) }
            try assembly.finish()
            outcome.add(assembly.takeHarvest())
        }
    }

    private static func atOnce(_ document: [UInt8], _ makeReader: () throws(FormatError) -> XMLRecordReader)
        -> ReadingOutcome
    {
        ReadingOutcome { (outcome: inout ReadingOutcome) throws(FormatError) in
            var reader = try makeReader()
            try reader.read(document.span)
            outcome.add(reader.takeHarvest())
            try reader.finish()
            outcome.add(reader.takeHarvest())
        }
    }
}
