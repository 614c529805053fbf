import Formats
import TestSupport
import Testing

@Suite("Splitting CSV")
struct CSVSplittingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let rows: [[String]]

        init(_ text: String, _ rows: [[String]]) {
            (self.text, self.rows) = (text, rows)
        }

        var testDescription: String { shown(text) }
    }

    @Test(
        "Fields are found, wherever the chunks are cut",
        arguments: [
            Case("a,b\n1,2\n", [["1", "2"]]),
            Case("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
            Case("a,b\r\n1,2\n3,4\r\n5,6", [["1", "2"], ["3", "4"], ["5", "6"]]),
            Case("a,b\n1,2", [["1", "2"]]),
            Case("a,b\n1,2\r", [["1", "2"]]),
            Case("a,b\n1,\"2\"\r", [["1", "2"]]),
            Case("a,b\n1,\r", [["1", ""]]),
            Case("a,b\n1,2\n\r", [["1", "2"]]),
            Case("a,b\n", []),
            Case("a,b", []),
            Case("a,b\r\n", []),
            Case("a\n1\n2\n", [["1"], ["2"]]),
            Case("a\n\n1\n\n\n2\n\n", [["1"], ["2"]]),
            Case("\n\na\n1\n", [["1"]]),
            Case("a\r\n\r\n1\r\n\r\n", [["1"]]),
            Case("a\n\"\"\n1\n", [[""], ["1"]]),
            Case("a\n\"\"", [[""]]),
            Case("a\n \n", [[" "]]),
            Case("a,b\n,\n,2\n1,\n", [["", ""], ["", "2"], ["1", ""]]),
            Case("a,b\r\n,\r\n1,\r\n", [["", ""], ["1", ""]]),
            Case("a,b\n1,", [["1", ""]]),
            Case("a,b\n,", [["", ""]]),
            Case("a,b,c\n,,\n", [["", "", ""]]),
            Case("a,b\n\"1\",\"2\"\n", [["1", "2"]]),
            Case("a,b\n\"1\",\"2\"\r\n\"3\",\"4\"\r\n", [["1", "2"], ["3", "4"]]),
            Case("a,b\n\"1\",\"2\"", [["1", "2"]]),
            Case("a,b\nx,y\n\"1\",\"2\"\nx,\"\"\n", [["x", "y"], ["1", "2"], ["x", ""]]),
            Case("a,b\n\"1,5\",\"2\n3\"\n", [["1,5", "2\n3"]]),
            Case("a,b\n\"1\r\n2\r3\",\"\n\"\n", [["1\r\n2\r3", "\n"]]),
            Case("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [["say \"hi\"", "\""]]),
            Case("a,b\n\"\"\"\"\"\",\"\"\"x\"\"\"\r\n", [["\"\"", "\"x\""]]),
            Case("a,b\n\"\",\"\"\n", [["", ""]]),
            Case("a,b\nsay \"hi\",5\" disk\n", [["say \"hi\"", "5\" disk"]]),
            Case("a,b\n1\"2\"\"3,\" 4\"\n", [["1\"2\"\"3", " 4"]]),
            Case("a,b\n \"1\",2\n", [[" \"1\"", "2"]]),
            Case("a,b\n1\r2,\r3\n", [["1\r2", "\r3"]]),
            Case("a,b\n1,2\r\r\n", [["1", "2\r"]]),
            Case("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
            Case("\u{FEFF}\"a\",b\n1,2\n", [["1", "2"]]),
            Case("\u{FEFF}\na,b\n1,2\n", [["1", "2"]]),
            Case("a,b\n\u{FEFF}1,2\n", [["\u{FEFF}1", "2"]]),
            Case("a,b\nåäö,\"日本, 🎉\"\n", [["åäö", "日本, 🎉"]]),
            Case("a,b\n1 ,\t2\n", [["1 ", "\t2"]]),
            Case("\"a\",\"b\"\n\0,x\n", [["\0", "x"]]),
        ]
    )
    func splitting(_ example: Case) {
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, example.text)
        #expect(outcome.error == nil)
        #expect(outcome.values == example.rows)
        #expect(outcome.faults == [])
    }

    @Test(
        "Another delimiter takes the comma's place",
        arguments: [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    )
    func delimiters(delimiter: UInt8) {
        let mark = String(decoding: [delimiter], as: UTF8.self)
        let text = "a\(mark)b\n1,5\(mark)\"2\(mark)3\"\n\(mark)\n"
        let outcome = ReadingOutcome.atEverySplit(.csv(delimiter: delimiter), text)
        #expect(outcome.values == [["1,5", "2\(mark)3"], ["", ""]])
    }

    @Test("A file without a header line is an error", arguments: ["", "\n", "\r\n\n", "\u{FEFF}", "\r"])
    func empty(text: String) {
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text)
        #expect(outcome.errorCode == .truncated)
        #expect(outcome.error == "the file is empty; a CSV file begins with a header line")
    }

    @Test(
        "A quote that is never closed is an error with its place",
        arguments: [
            ("a,b\n1,\"2\n3,4\n", "a quoted field that begins at byte 6 (row 2, line 2) is never closed"),
            ("a,b\n1,2\n\"\n\n\n", "a quoted field that begins at byte 8 (row 3, line 3) is never closed"),
            ("\u{FEFF}\"a", "a quoted field that begins at byte 3 (row 1, line 1) is never closed"),
            ("a\n\"1\"\"", "a quoted field that begins at byte 2 (row 2, line 2) is never closed"),
        ]
    )
    func unclosedQuote(text: String, message: String) {
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text)
        #expect(outcome.error == message)
        #expect(outcome.errorCode == .truncated)
    }

    @Test("Part of a byte order mark is text")
    func partOfAMark() {
        for start in [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x61]] as [[UInt8]] {
            let bytes = start + Array("\nx\n".utf8)
            for chunks in everySplit(of: bytes) {
                #expect(ReadingOutcome(.commaSeparated, chunks).values == [["x"]])
            }
            #expect(ReadingOutcome(.commaSeparated, start.map { [$0] }).error == nil)
        }
    }

    @Test("A record that never ends is refused before it fills the memory")
    func recordLimit() {
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        let start = Array("a\n\"".utf8)
        let outcome = ReadingOutcome(.commaSeparated, [start] + Array(repeating: chunk, count: 17))
        #expect(outcome.errorCode == .tooLarge)
        #expect(outcome.error?.hasPrefix("the record at row 2, line 2 has more than 16777216 bytes") == true)
    }

    @Test("Random text never traps, and reads the same in any split", arguments: 0..<60 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes =
                Bool.random(using: &generator)
                ? generator.bytes(count: count, from: "ab1,,\"\"\"\n\n\r") : generator.bytes(count: count)
            let whole = ReadingOutcome(.commaSeparated, [bytes])
            for _ in 0..<3 {
                let chunks = randomSplit(of: bytes, using: &generator)
                #expect(ReadingOutcome(.commaSeparated, chunks) == whole, "\(chunks)")
            }
            #expect(ReadingOutcome(.commaSeparated, bytes.map { [$0] }) == whole, "\(bytes)")
        }
    }
}
