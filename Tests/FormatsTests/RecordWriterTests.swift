import Formats
import Records
import TestSupport
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

    /// Some random records of all types, with text that has everything in it that must be escaped.
    private func randomBatch(_ generator: inout SplitMix64, count: Int) -> RecordBatch {
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        for _ in 0..<count {
            let pieces = [
                "\"", "\\", "\n", "\u{0}", "\u{1F}", "\u{7F}", "/", "å", "👍", "plain text of some length", ",", " ", "",
            ]
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8)
            }
            ends.append(UInt32(bytes.count))
        }
        func values<Value>(_ make: (inout SplitMix64) -> Value?) -> [Value?] {
            (0..<count).map { _ in Bool.random(using: &generator) ? make(&generator) : nil }
        }
        return RecordBatch(
            schema: Self.schema,
            columns: [
                .text(TextColumn(bytes: bytes, ends: ends)),
                .decimal(
                    values {
                        ExactDecimal(
                            scaled: Int128(truncatingIfNeeded: Int64.random(in: .min ... .max, using: &$0)) << 40)
                    }),
                .date(values { CivilDate(daysSinceEpoch: Int32.random(in: -700_000...2_900_000, using: &$0)) }),
                .currency(values { Currency(["SEK", "EUR", "JPY"].randomElement(using: &$0) ?? "USD") }),
                .boolean(values { Bool.random(using: &$0) }),
            ],
            rows: Array(1...UInt32(count)), fileIndex: 0)
    }

    @Test("Random records are read back from JSON Lines as they were written", arguments: 0..<30 as Range<UInt64>)
    func jsonRoundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var writer = RecordWriter(.jsonLines)
        for count in [1, 20] {
            let batch = randomBatch(&generator, count: count)
            let lines = writer.text(of: batch).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            #expect(lines.count == count + 1 && lines.last?.isEmpty == true)
            for (row, line) in lines.dropLast().enumerated() {
                let members = zip(batch.schema.columns, batch.columns).map { column, values in
                    JSONValue.Member(column.name, expected(values, row))
                }
                #expect(try JSONValue(parsing: Array(line)) == .object(members), "seed \(seed)")
            }
        }
    }

    private func expected(_ values: ColumnValues, _ row: Int) -> JSONValue {
        if case .boolean(let truths) = values { return truths[row].map(JSONValue.boolean) ?? .null }
        return values.text(row).map(JSONValue.string) ?? .null
    }

    @Test("Random records are read back from CSV as they were written", arguments: 0..<30 as Range<UInt64>)
    func csvRoundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var writer = RecordWriter(.csv)
        let batches = [1, 20].map { randomBatch(&generator, count: $0) }
        let written = batches.flatMap { writer.text(of: $0) }
        let mappings = Self.schema.columns.map {
            ColumnMapping(column: Column(name: $0.name, type: .text), source: $0.name, isOptional: true)
        }
        let outcome = ReadingOutcome(.commaSeparated, [written], goal: .batches(mappings))
        #expect(outcome.faults == [])
        let texts = batches.flatMap { batch in
            (0..<batch.count).map { row in batch.columns.map { $0.text(row) ?? "" } }
        }
        #expect(outcome.rows.map { $0.values.map { $0 ?? "" } } == texts, "seed \(seed)")
    }

    @Test("A column with other names is written with them, and a batch without columns is empty objects")
    func schemas() {
        var writer = RecordWriter(.jsonLines)
        for name in ["a", "b\"", "a"] {
            let batch = RecordBatch(
                schema: Schema(columns: [Column(name: name, type: .boolean)]), columns: [.boolean([true])], rows: [1],
                fileIndex: 0)
            let key = name == "a" ? "a" : "b\\\""
            #expect(String(decoding: writer.text(of: batch), as: UTF8.self) == "{\"\(key)\":true}\n")
        }
        let empty = RecordBatch(schema: Schema(columns: []), columns: [], rows: [1, 2], fileIndex: 0)
        #expect(String(decoding: writer.text(of: empty), as: UTF8.self) == "{}\n{}\n")
    }

    @Test("Cells are kept from becoming formulas where that is asked for, in CSV")
    func spreadsheetSafe() throws {
        var writer = RecordWriter(.csv, isSpreadsheetSafe: true)
        let text = String(decoding: writer.text(of: try batch("=1", isFull: true)), as: UTF8.self)
        #expect(text == "id,\"cost, net\",day,currency,open\n'=1,-12.5,2026-10-31,SEK,true\n")
    }
}
