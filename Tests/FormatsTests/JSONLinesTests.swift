import Formats
import Records
import TestSupport
import Testing

@Suite("JSON Lines")
struct JSONLinesTests {
    private static let format = RecordFormat.jsonLines(records: nil)
    private static let columns = ReadingGoal.batches([
        ColumnMapping("id"), ColumnMapping("n", .decimal, isOptional: true),
    ])

    @Test(
        "One object behind the other is a record each, wherever the chunks are cut",
        arguments: [
            "{\"id\":\"1\",\"n\":2.50}\n{\"id\":\"2\"}\n", "{\"id\":\"1\",\"n\":2.50}\r\n{\"id\":\"2\"}",
            "\u{FEFF}{\"id\":\"1\",\"n\":2.50}\n\n {\"id\":\"2\"} ",
            "{\"n\":2.50,\"id\":\"1\"}{\"id\":\"2\",\"n\":null}",
        ])
    func records(_ text: String) {
        let outcome = ReadingOutcome.atEverySplit(Self.format, text, goal: Self.columns)
        #expect(outcome.error == nil)
        #expect(outcome.values == [["1", "2.5"], ["2", nil]])
        #expect(outcome.rows.map(\.number) == [1, 2])
    }

    @Test("No line is no record, and no fault", arguments: ["", "\n", " \r\n\n"])
    func empty(_ text: String) {
        let outcome = ReadingOutcome.atEverySplit(Self.format, text, goal: Self.columns)
        #expect(outcome.error == nil && outcome.recordCount == 0)
    }

    @Test("A path leads to records inside each line")
    func path() {
        let text = "{\"lines\":[{\"id\":\"1\"},{\"id\":\"2\"}]}\n{\"lines\":[]}\n{\"lines\":[{\"id\":\"3\"}]}\n"
        let format = RecordFormat.jsonLines(records: RecordPath("lines"))
        let outcome = ReadingOutcome.atEverySplit(format, text, goal: .batches([ColumnMapping("id")]))
        #expect(outcome.values == [["1"], ["2"], ["3"]])
    }

    @Test("What is no object, or not whole, ends the reading")
    func faults() {
        for (text, message) in [
            ("{\"id\":\"1\"}\n[{\"id\":\"2\"}]\n", "a line, behind record 1, is not an object"),
            ("{\"id\":\"1\"}\n7\n", "a line, behind record 1, is not an object"),
            ("{\"id\":\"1\"}\n\"x\"", "a line, behind record 1, is not an object"),
            ("null", "a line, behind record 0, is not an object"),
            ("{\"id\":\"1\"}\n{\"id\"", "the JSON text is cut off after 16 bytes"),
            ("{\"id\":\"1\"},\n{}", "\",\" does not belong here (byte 10 of the JSON text)"),
        ] {
            let outcome = ReadingOutcome.atEverySplit(Self.format, text, goal: Self.columns)
            #expect(outcome.error == message)
        }
    }

    @Test("A value that cannot be read is a reject with the bytes of its line")
    func reject() {
        let text = "{\"id\":\"1\",\"n\":1}\n{\"id\":\"2\",\"n\":\"x\"}\n{\"id\":\"3\"}\n"
        let outcome = ReadingOutcome.atEverySplit(Self.format, text, goal: Self.columns)
        #expect(outcome.rows.map(\.number) == [1, 3])
        #expect(outcome.faults.map(\.byteOffset) == [17])
        #expect(outcome.faults.map(\.rawText) == ["{\"id\":\"2\",\"n\":\"x\"}"])
    }
}
