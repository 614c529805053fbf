import Formats
import Records
import TestSupport
import Testing

@Suite("Columns of CSV")
struct CSVColumnTests {
    private func read(_ text: String, _ mappings: [ColumnMapping]) -> ReadingOutcome {
        ReadingOutcome.atEverySplit(.commaSeparated, text, goal: .batches(mappings))
    }

    @Test("Mapped columns are picked by heading, in the order of the plan, also twice")
    func picking() {
        let mappings = [
            ColumnMapping("c", .decimal), ColumnMapping("a"), ColumnMapping("c"), ColumnMapping("b", isOptional: true),
        ]
        let outcome = read("a,b,c\nA,,1.50\n", mappings)
        #expect(outcome.values == [["1.5", "A", "1.50", ""]])
    }

    @Test("A column that is optional may be empty, and must be there all the same")
    func optionalColumn() {
        let mappings = [ColumnMapping("a"), ColumnMapping("Charge StrtDate", .date, isOptional: true)]
        #expect(read("a,Charge StartDate\n1,2026-10-01\n", mappings).errorCode == .unknownColumn)
    }

    @Test("Headings may be quoted, and are compared byte for byte")
    func headings() {
        #expect(
            read("\"a \"\"b\"\"\",\"c,d\"\n1,2\n", [ColumnMapping("a \"b\""), ColumnMapping("c,d")]).values == [
                ["1", "2"]
            ]
        )
        #expect(read("A,b\n1,2\n", [ColumnMapping("a")]).errorCode == .unknownColumn)
        #expect(read("e\u{301},b\n1,2\n", [ColumnMapping("\u{E9}")]).errorCode == .unknownColumn)
    }

    @Test("An unknown column is named, with a list of what is there")
    func unknownColumn() {
        let outcome = read("a,\"b, c\"\n1,2\n", [ColumnMapping("a"), ColumnMapping("Seller Cost", .decimal)])
        #expect(outcome.error == "there is no column \"Seller Cost\"; the file has \"a\", \"b, c\"")
        #expect(outcome.errorCode == .unknownColumn)
    }

    @Test("A heading that is used and stands there twice is an error; one that is not used may")
    func duplicateHeadings() {
        let outcome = read("a,b,a\n1,2,3\n", [ColumnMapping("a")])
        #expect(outcome.error == "the heading \"a\" stands there twice")
        #expect(outcome.errorCode == .malformed)
        #expect(read("a,b,a\n1,2,3\n", [ColumnMapping("b")]).values == [["2"]])
        #expect(ReadingOutcome.atEverySplit(.commaSeparated, "a,b,a\n1,2,3\n").errorCode == .malformed)
    }

    @Test("The currency in a heading is found, and what merely looks like one is not")
    func currencyHeading() {
        let mappings = [
            ColumnMapping("Seller Cost ({currency})", .decimal), ColumnMapping("Seller Cost ({currency})", .currency),
        ]
        let headings = "Seller Cost (Invoiced Currency),Seller Cost (SEK),Seller Cost,Seller Cost (sek)"
        #expect(read("\(headings)\n1,2,3,4\n5,6,7,8\n", mappings).values == [["2", "SEK"], ["6", "SEK"]])
        let missing = read("Seller Cost (Invoiced Currency),Seller Cost,Seller Cost (EURO)\n1,3,4\n", mappings)
        #expect(missing.errorCode == .unknownColumn)
        #expect(missing.error?.hasPrefix("there is no column \"Seller Cost ({currency})\"") == true)
        #expect(read("Seller Cost (SEK),Seller Cost (EUR)\n1,3\n", mappings).errorCode == .malformed)
    }

    @Test("A currency that no heading carries is an error, also where it is optional")
    func optionalCurrencyHeading() {
        let mappings = [ColumnMapping("a"), ColumnMapping("Cost ({currency})", .currency, isOptional: true)]
        #expect(read("a,b\n1,2\n", mappings).errorCode == .unknownColumn)
    }

    struct Value: Sendable, CustomTestStringConvertible {
        let type: ColumnType
        let field: String
        let expected: String

        init(_ type: ColumnType, _ field: String, _ expected: String) {
            (self.type, self.field, self.expected) = (type, field, expected)
        }

        var testDescription: String { "\(type) \(shown(field))" }
    }

    @Test(
        "Good values of each type",
        arguments: [
            Value(.text, "x y", "x y"), Value(.text, " x ", " x "), Value(.text, "\"\"\"x\"\"\"", "\"x\""),
            Value(.text, "", ""), Value(.decimal, "12.50", "12.5"), Value(.decimal, " -1 ", "-1"),
            Value(.decimal, "6.1e-7", "0.00000061"), Value(.decimal, "\"12.5\"", "12.5"),
            Value(.date, "2026-10-31", "2026-10-31"),
            Value(.date, "\t2026-10-31T23:30:00-05:00", "2026-11-01"), Value(.currency, "EUR", "EUR"),
            Value(.currency, " SEK", "SEK"), Value(.boolean, "true", "true"), Value(.boolean, "FALSE", "false"),
            Value(.boolean, " True ", "true"),
        ]
    )
    func goodValues(_ value: Value) {
        let outcome = read("k,v\nx,\(value.field)\n", [ColumnMapping("v", value.type)])
        #expect(outcome.values == [[value.expected]])
        #expect(outcome.faults == [])
    }

    @Test(
        "Bad values of each type make a reject that says what and where",
        arguments: [
            Value(.decimal, "\"1,250.00\"", "\"1,250.00\" is not a plain decimal number"),
            Value(.decimal, "$12", "\"$12\" is not a plain decimal number"),
            Value(.decimal, "", "is empty where a number is required"),
            Value(.decimal, " ", "\" \" is empty where a number is required"),
            Value(
                .decimal,
                "0.1234567890123456789",
                "\"0.1234567890123456789\" has more than 18 digits behind the decimal point"
            ),
            Value(.decimal, "1e30", "\"1e30\" is beyond ±170,141,183,460,469,231,731"),
            Value(.decimal, "\"1\"\"2\"", "\"1\"\"2\" is not a plain decimal number"),
            Value(.date, "31/10/2026", "\"31/10/2026\" is not a date such as 2026-10-31 or 2026-10-31T16:29:10Z"),
            Value(.date, "2026-02-30", "\"2026-02-30\" names a day or time that does not exist"),
            Value(.date, "", "is empty where a date is required"),
            Value(.currency, "euro", "\"euro\" is not a currency code such as EUR"),
            Value(.currency, "", "is empty where a currency is required"),
            Value(.boolean, "yes", "\"yes\" is neither true nor false"),
            Value(.boolean, "", "is empty where true or false is required"),
            Value(
                .decimal,
                "abcdefghijabcdefghijabcdefghijabcdefghijXYZ",
                "\"abcdefghijabcdefghijabcdefghijabcdefghij…\" is not a plain decimal number"
            ),
        ]
    )
    func badValues(_ value: Value) {
        let outcome = read("k,v\nx,\(value.field)\n", [ColumnMapping("k"), ColumnMapping("v", value.type)])
        #expect(outcome.values == [])
        #expect(
            outcome.faults == [
                .init(row: 1, line: 2, byteOffset: 4, column: "v", reason: value.expected, rawText: "x,\(value.field)")
            ]
        )
    }

    @Test("An optional value may be empty, but not wrong", arguments: [ColumnType.decimal, .date, .currency, .boolean])
    func optionalValues(type: ColumnType) {
        let outcome = read("k,v\nx,\ny,?\nz,\"\"\n", [ColumnMapping("k"), ColumnMapping("v", type, isOptional: true)])
        #expect(outcome.values == [["x", nil], ["z", nil]])
        #expect(outcome.faults.map(\.row) == [2])
        #expect(outcome.faults.map(\.column) == ["v"])
    }
}
