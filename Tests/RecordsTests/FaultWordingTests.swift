import Records
import Testing

@Suite("The wording of faults")
struct FaultWordingTests {
    @Test("A reject names file, row, line, byte, column and reason")
    func reject() {
        let position = DataPosition(row: 17, line: 19, byteOffset: 2048)
        let reject = Reject(
            file: "report.csv",
            position: position,
            column: "Seller Cost",
            reason: "\"12,50\" is not a plain decimal number",
            rawText: "a,\"12,50\""
        )
        #expect(
            reject.description
                == "report.csv, row 17 (line 19, byte 2048), column Seller Cost: \"12,50\" is not a plain decimal number"
        )
    }

    @Test("A reject without lines or column leaves them out")
    func rejectWithoutLine() {
        let position = DataPosition(row: 3, line: 0, byteOffset: 99)
        let reject = Reject(file: "page.json", position: position, column: nil, reason: "is odd", rawText: "{}")
        #expect(reject.description == "page.json, row 3 (byte 99): is odd")
    }

    @Test("A diagnostic has the form that editors link")
    func diagnostic() {
        let diagnostic = Diagnostic(
            file: "pipelines/month-end.yaml",
            position: TextPosition(line: 12, column: 5),
            message: "unknown key"
        )
        #expect(diagnostic.description == "pipelines/month-end.yaml:12:5: unknown key")
        #expect(TextPosition(line: 2, column: 9) < TextPosition(line: 10, column: 1))
        #expect(TextPosition(line: 2, column: 1) < TextPosition(line: 2, column: 2))
    }
}
