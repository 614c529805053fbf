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

    /// Pieces that text is made of: all that has a meaning in CSV, and some that careless writers harm.
    private static let pieces = [
        "a", "b", ",", ";", "\t", "\"", "\n", "\r", "\r\n", " ", "'", "=", "-", "å", "日本", "👩‍👩‍👧", "e\u{301}",
        "\u{FEFF}", "longer than a word of eight bytes", "", "",
    ]

    @Test("Several empty fields, and fields that were written before, are as one by one", arguments: 0...3)
    func severalFields(count: Int) {
        let texts = [["a,b", "c"], ["x", "", "=1"]]
        for first in [[], ["x"], [""]] {
            var (together, single) = (CSVWriter(isSpreadsheetSafe: true), CSVWriter(isSpreadsheetSafe: true))
            for text in first { together.field(text) }
            together.emptyFields(count)
            together.endRow()
            single.row(first + Array(repeating: "", count: count))
            for text in texts {
                together.writtenFields(together.written(text).span)
                together.emptyFields(count)
                together.endRow()
                single.row(text + Array(repeating: "", count: count))
            }
            #expect(together.bytes == single.bytes)
        }
    }

    @Test("A random table is read back as it was written", arguments: 0..<120 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][Int(seed % 3)]
        let width = Int.random(in: 1...4, using: &generator)
        let table = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            (0..<width).map { _ in
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    Self.pieces.randomElement(using: &generator) ?? ""
                }.joined()
            }
        }
        // The header too: a mark of the byte order at its start is part of a name.
        let header = (0..<width).map { seed.isMultiple(of: 2) ? "\u{FEFF}\($0)" : " \"column\", \($0); " }
        var writer = CSVWriter(delimiter: delimiter)
        writer.row(header)
        for row in table { writer.row(row) }
        let text = String(decoding: writer.bytes, as: UTF8.self)
        let mappings = header.map { ColumnMapping($0) }
        let outcome = ReadingOutcome.atEverySplit(.csv(delimiter: delimiter), text, goal: .batches(mappings))
        #expect(outcome.values == table, "seed \(seed)")
        #expect(outcome.faults == [])
    }

    @Test(
        "What a spreadsheet would take for a formula gets an apostrophe when asked for, and nothing else does",
        arguments: [
            ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-1-1", "'-1-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), (" =1", "\"' =1\""), ("   @x", "\"'   @x\""),
            (" \t=1", "\"' \t=1\""),
            ("=\"a\",1", "\"'=\"\"a\"\",1\""), ("-", "'-"), ("+", "'+"), ("-.", "'-."), ("-1e", "'-1e"),
            ("-1e5x", "'-1e5x"),
            ("--1", "'--1"), ("-1.2.3", "'-1.2.3"), ("-1,5", "\"'-1,5\""), ("-$1", "'-$1"), ("＝1", "'＝1"),
            ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"),
            ("-12.50", "-12.50"), ("+5", "+5"), ("-.5", "-.5"), ("-5.", "-5."), ("-6.1e-7", "-6.1e-7"),
            ("+1E9", "+1E9"),
            ("12.50", "12.50"), ("a=1", "a=1"), ("", ""), (" ", "\" \""), ("'=1", "'=1"), ("日本", "日本"),
            ("\"=1", "\"\"\"=1\""),
        ]
    )
    func spreadsheetSafe(text: String, expected: String) {
        var writer = CSVWriter(isSpreadsheetSafe: true)
        writer.row(["x", text])
        writer.row([text, "x"])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "x,\(expected)\n\(expected),x\n")
        var plain = CSVWriter()
        plain.row(["x", text])
        #expect(!String(decoding: plain.bytes, as: UTF8.self).hasPrefix("x,'") || text.hasPrefix("'"))
    }

    @Test("Negative numbers and dates stay what they are where cells are kept safe")
    func safeNumbers() throws {
        var writer = CSVWriter(isSpreadsheetSafe: true)
        writer.field(try ExactDecimal(parsing: "-12.5"))
        writer.field(try CivilDate(parsing: "2026-10-31"))
        writer.field(Currency("SEK"))
        writer.field(nil as CivilDate?)
        writer.endRow()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "-12.5,2026-10-31,SEK,\n")
    }
}
