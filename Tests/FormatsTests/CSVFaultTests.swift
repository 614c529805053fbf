import Formats
import Records
import Testing

@Suite("Faulty rows of CSV")
struct CSVFaultTests {
    private typealias Fault = ReadingOutcome.Fault

    private static let behindQuote = "has text behind a closing quote"

    @Test(
        "Text behind a closing quote makes a reject, and the next rows are fine",
        arguments: [
            "\"1\"x,2", "\"1\" ,2", "1,\"2\" x", "\"1\"\"\"x,2", "\"1\"\rx,2", "\"1\"\r,2", "\"1\"\r\",2",
            "\"1\"\r\"\",2",
            "\"1\"\r\r,2", "\"1\"2\"3\",4", "\"1\"x\r,2",
        ]
    )
    func textBehindQuote(row: String) {
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, "a,b\r\n\(row)\r\n3,4\r\n")
        #expect(
            outcome.faults == [
                Fault(row: 1, line: 2, byteOffset: 5, column: nil, reason: Self.behindQuote, rawText: row)
            ]
        )
        #expect(outcome.values == [["3", "4"]])
        #expect(outcome.rows.map(\.number) == [2])
        #expect(outcome.recordCount == 2)
    }

    @Test("Too few and too many fields make rejects with their places")
    func width() {
        let text = "a,b,c\n1,2,3\n\n1,2\n1,\"x\ny\",3,4\r\n9\n7,8,9\n1,2,3,"
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text)
        #expect(outcome.values == [["1", "2", "3"], ["7", "8", "9"]])
        #expect(outcome.rows.map(\.number) == [1, 5])
        #expect(outcome.recordCount == 6)
        #expect(
            outcome.faults == [
                Fault(
                    row: 2,
                    line: 4,
                    byteOffset: 13,
                    column: nil,
                    reason: "has 2 fields where the header line has 3",
                    rawText: "1,2"
                ),
                Fault(
                    row: 3,
                    line: 5,
                    byteOffset: 17,
                    column: nil,
                    reason: "has 4 fields where the header line has 3",
                    rawText: "1,\"x\ny\",3,4"
                ),
                Fault(
                    row: 4,
                    line: 7,
                    byteOffset: 30,
                    column: nil,
                    reason: "has 1 field where the header line has 3",
                    rawText: "9"
                ),
                Fault(
                    row: 6,
                    line: 9,
                    byteOffset: 38,
                    column: nil,
                    reason: "has 4 fields where the header line has 3",
                    rawText: "1,2,3,"
                ),
            ]
        )
    }

    @Test("A fault leaves no trace in the rows around it")
    func faultsBetween() {
        let mappings = [ColumnMapping("id"), ColumnMapping("amount", .decimal), ColumnMapping("day", .date)]
        let text = """
            id,amount,day
            first,1.5,2026-01-01
            second,2.5,yesterday
            third,x,2026-01-03
            fourth,4.5,2026-01-04

            """
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text, goal: .batches(mappings))
        #expect(outcome.values == [["first", "1.5", "2026-01-01"], ["fourth", "4.5", "2026-01-04"]])
        #expect(outcome.rows.map(\.number) == [1, 4])
        #expect(
            outcome.faults == [
                Fault(
                    row: 2,
                    line: 3,
                    byteOffset: 35,
                    column: "day",
                    reason: "\"yesterday\" is not a date such as 2026-10-31 or 2026-10-31T16:29:10Z",
                    rawText: "second,2.5,yesterday"
                ),
                Fault(
                    row: 3,
                    line: 4,
                    byteOffset: 56,
                    column: "amount",
                    reason: "\"x\" is not a plain decimal number",
                    rawText: "third,x,2026-01-03"
                ),
            ]
        )
    }

    @Test("Places count a byte order mark, blank lines and line ends inside quotes")
    func places() {
        let text = "\u{FEFF}a,b\r\n\r\n\"x\r\ny\",\"\n\"\r\n\n1\n2,3\n4\n"
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, text)
        #expect(outcome.values == [["x\r\ny", "\n"], ["2", "3"]])
        #expect(outcome.faults.map(\.row) == [2, 4])
        #expect(outcome.faults.map(\.line) == [7, 9])
        #expect(outcome.faults.map(\.byteOffset) == [23, 29])
        #expect(outcome.faults.map(\.rawText) == ["1", "4"])
    }

    @Test("A header line with text behind a closing quote is an error")
    func header() {
        let outcome = ReadingOutcome.atEverySplit(.commaSeparated, "\"a\"x,b\n1,2\n")
        #expect(outcome.error == "the header line has text behind a closing quote")
        #expect(outcome.errorCode == .malformed)
    }
}
