import Formats
import Records
import Testing

@Suite("Writing records")
struct RecordWriterTests {
    private static let schema = Schema(columns: [
        Column(name: "id", type: .text), Column(name: "cost, net", type: .decimal), Column(name: "day", type: .date),
        Column(name: "currency", type: .currency), Column(name: "open", type: .boolean),
    ])

    private func batch(_ id: String, isFull: Bool) throws -> RecordBatch {
        let day = try CivilDate(parsing: "2026-10-31")
        return RecordBatch(
            schema: Self.schema,
            columns: [
                .text(TextColumn(bytes: Array(id.utf8), ends: [UInt32(id.utf8.count)])),
                .decimal([isFull ? try ExactDecimal(parsing: "-12.50") : nil]), .date([isFull ? day : nil]),
                .currency([isFull ? Currency("SEK") : nil]), .boolean([isFull ? true : nil]),
            ],
            rows: [1],
            fileIndex: 0
        )
    }

    private func text(_ format: RecordOutputFormat, _ batches: [RecordBatch]) -> String {
        var writer = RecordWriter(format)
        return String(decoding: batches.flatMap { writer.text(of: $0) }, as: UTF8.self)
    }

    @Test("CSV has its header once")
    func csv() throws {
        let written = text(.csv, [try batch("a\"b", isFull: true), try batch("", isFull: false)])
        #expect(written == "id,\"cost, net\",day,currency,open\n\"a\"\"b\",-12.5,2026-10-31,SEK,true\n,,,,\n")
    }

    @Test("JSON Lines have an object a line, with numbers as strings and null for what is missing")
    func jsonLines() throws {
        let written = text(.jsonLines, [try batch("a\"b\n", isFull: true), try batch("", isFull: false)])
        #expect(
            written == """
                {"id":"a\\"b\\n","cost, net":"-12.5","day":"2026-10-31","currency":"SEK","open":true}
                {"id":"","cost, net":null,"day":null,"currency":null,"open":null}

                """
        )
    }

    @Test("What is written as CSV is read back")
    func roundTrip() throws {
        let written = text(.csv, [try batch("x,y", isFull: true)])
        let mappings = Self.schema.columns.map { ColumnMapping(column: $0, source: $0.name, isOptional: true) }
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, written, goal: .batches(mappings))
        #expect(outcome.values == [["x,y", "-12.5", "2026-10-31", "SEK", "true"]])
    }
}
