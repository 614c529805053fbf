import Formats
import Records
import TestSupport
import Testing

@Suite("Writing CSV")
struct CSVWriterTests {
    @Test(
        "Quotes stand only where they are needed",
        arguments: [
            (["a", "b"], "a,b\n"), (["a,b", "c"], "\"a,b\",c\n"), (["say \"hi\""], "\"say \"\"hi\"\"\"\n"),
            (["x\ny", "x\ry", "x\r\ny"], "\"x\ny\",\"x\ry\",\"x\r\ny\"\n"),
            ([" x", "x ", "x y"], "\" x\",\"x \",x y\n"),
            (["", "", ""], ",,\n"), ([""], "\"\"\n"), (["", "x"], ",x\n"), (["å", "日本"], "å,日本\n"),
            (["'", ";"], "',;\n"),
        ]
    )
    func quoting(fields: [String], expected: String) {
        var writer = CSVWriter()
        writer.row(fields)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("Numbers are written plainly, missing ones as nothing")
    func numbers() throws {
        var writer = CSVWriter()
        writer.field(try ExactDecimal(parsing: "12.5"), minimumFractionDigits: 2)
        writer.field(nil as ExactDecimal?)
        writer.field(ExactDecimal(-3))
        writer.endRow()
        writer.field(nil as ExactDecimal?)
        writer.endRow()
        writer.field(ExactDecimal.zero)
        writer.endRow()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "12.50,,-3\n\"\"\n0\n")
        writer.removeAll()
        #expect(writer.bytes.isEmpty)
        writer.row(["x"])
        #expect(writer.bytes == Array("x\n".utf8))
    }

    @Test("A random table is read back as it was written", arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let width = Int.random(in: 1...4, using: &generator)
        let table = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            (0..<width).map { _ in
                let count = Int.random(in: 0...4, using: &generator)
                return String(decoding: generator.bytes(count: count, from: "ab,,\"\"\n\r ;"), as: UTF8.self)
            }
        }
        var writer = CSVWriter()
        writer.row((0..<width).map { "column \($0)" })
        for row in table { writer.row(row) }
        let outcome = ReadingOutcome.atEverySplit(
            .commaSeparated,
            String(decoding: writer.bytes, as: UTF8.self)
        )
        #expect(outcome.values == table)
        #expect(outcome.faults == [])
    }
}
