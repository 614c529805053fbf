import Formats
import Records
import TestSupport
import Testing

@Suite("Batches and recall of CSV rows")
struct CSVBatchTests {
    private static let rowCount = 10_000

    /// A file with a fault in every hundredth row.
    private static let file: [UInt8] = {
        var text = "id,amount\n"
        for row in 1...rowCount { text += row % 100 == 0 ? "r\(row),x\n" : "r\(row),\(row).25\n" }
        return Array(text.utf8)
    }()

    @Test("Marks stand where records begin", arguments: UInt64(1)...4)
    func marks(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let rows = (1...9_000).map { $0.isMultiple(of: 7) ? "\n\"\($0)\",\"x\r\n\"\r\n" : "\($0),some more text\n" }
        let text = Array("a,b\n".utf8) + rows.joined().utf8
        var reader = try RecordReader(
            .csv(delimiter: UInt8(ascii: ",")), fileName: "file", fileIndex: 3, goal: .batches(nil))
        var (marks, count): ([(byteOffset: Int, rowsBefore: Int)], Int) = ([], 0)
        for chunk in randomSplit(of: text, using: &generator) {
            let harvest = try reader.read(chunk.span)
            marks += harvest.marks.map { ($0.byteOffset, count + $0.recordsBefore) }
            count += harvest.recordCount
        }
        #expect(count == 9_000 && marks.count > 2)
        for mark in marks {
            let rest = ReadingOutcome(
                .csv(delimiter: UInt8(ascii: ",")), [Array("a,b\n".utf8), Array(text[mark.byteOffset...])])
            #expect(rest.rows.first?.values.first == "\(mark.rowsBefore + 1)", "seed \(seed)")
            #expect(rest.rows.count == 9_000 - mark.rowsBefore, "seed \(seed)")
        }
    }

    @Test("Batches are of one size but for the last, and rows keep their numbers", arguments: 0..<4 as Range<UInt64>)
    func batches(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let chunks =
            seed == 0 ? [Self.file] : seed == 1 ? Self.file.map { [$0] } : randomSplit(of: Self.file, using: &generator)
        let mappings = [ColumnMapping("amount", .decimal), ColumnMapping("id")]
        let outcome = ReadingOutcome(.commaSeparated, chunks, goal: .batches(mappings))
        #expect(outcome.batchSizes == [4096, 4096, 1708])
        #expect(outcome.recordCount == Self.rowCount)
        #expect(outcome.faults.map(\.row) == Array(stride(from: 100, through: Self.rowCount, by: 100)))
        let expected = (1...UInt32(Self.rowCount)).filter { $0 % 100 != 0 }
        #expect(outcome.rows.map(\.number) == expected)
        #expect(outcome.rows.allSatisfy { $0.values == ["\($0.number).25", "r\($0.number)"] })
    }

    @Test("A batch is handed on as soon as it is full")
    func early() throws {
        var reader = CSVReader(
            fileName: "file",
            fileIndex: 0,
            delimiter: UInt8(ascii: ","),
            goal: .batches([ColumnMapping("id")])
        )
        try reader.read(Self.file.span)
        #expect(reader.takeHarvest().batches.map(\.count) == [4096, 4096])
        #expect(reader.takeHarvest().batches.isEmpty)
        try reader.finish()
        let rest = reader.takeHarvest()
        #expect(rest.batches.map(\.count) == [Self.rowCount - 8192])
        #expect(rest.recordCount == 0)
    }

    @Test("Rows are recalled as they stand in the file, with their places, faulty ones too")
    func recall() {
        let text = "\u{FEFF}a,b\r\n1,\"x\r\n\"\"y\"\"\"\r\n\r\n2,3,4\n\"5\"x,6\r\n7,å\n\n8,9"
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text, goal: .recall([1, 2, 3, 4, 5, 77]))
        #expect(outcome.recalled.map(\.text) == ["1,\"x\r\n\"\"y\"\"\"", "2,3,4", "\"5\"x,6", "7,å", "8,9"])
        #expect(outcome.recalled.map(\.position.row) == [1, 2, 3, 4, 5])
        #expect(outcome.recalled.map(\.position.line) == [2, 5, 6, 7, 9])
        #expect(outcome.recalled.map(\.position.byteOffset) == [8, 24, 30, 38, 44])
        #expect(outcome.values == [] && outcome.faults == [])
        #expect(
            ReadingOutcome(.commaSeparated, [Array(text.utf8)], goal: .recall([3])).recalled.map(\.text) == ["\"5\"x,6"]
        )
        #expect(ReadingOutcome(.commaSeparated, [Array(text.utf8)], goal: .recall([])).recalled == [])
    }

    @Test("Every row of a random table can be recalled byte for byte", arguments: 0..<20 as Range<UInt64>)
    func recallRandom(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var text = "a,b\n"
        var rows: [String] = []
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let first = String(decoding: generator.bytes(count: 3, from: "xyz1 '"), as: UTF8.self)
            let second = String(decoding: generator.bytes(count: 4, from: "x,\n\r1 "), as: UTF8.self)
            rows.append("\(first),\"\(second)\"")
            text += rows[rows.count - 1] + (Bool.random(using: &generator) ? "\n" : "\r\n")
        }
        let wanted = Set((1...UInt32(rows.count)).filter { _ in Bool.random(using: &generator) })
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text, goal: .recall(wanted))
        #expect(outcome.recalled.map(\.text) == wanted.sorted().map { rows[Int($0) - 1] })
        for record in outcome.recalled {
            let start = record.position.byteOffset
            let bytes = Array(text.utf8)[start..<start + record.text.utf8.count]
            #expect(String(decoding: bytes, as: UTF8.self) == record.text)
        }
    }
}
