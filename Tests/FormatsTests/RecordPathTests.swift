import Records
import TestSupport
import Testing

@testable import Formats

@Suite("Paths that name the lists")
struct RecordPathTests {
    private static let json = """
        {"data":{"invoice":[{"id":"A","lines":[{"a":1},{"a":2}]},{"lines":[],"id":"B"},{"id":"C"},\
        {"id":"D","lines":[{"a":3}]}]}}
        """
    private static let xml = """
        <data><invoice><id>A</id><lines><line><a>1</a></line><line><a>2</a></line></lines></invoice>\
        <invoice><lines/><id>B</id></invoice><invoice><id>C</id></invoice>\
        <invoice><id>D</id><lines><line><a>3</a></line></lines></invoice></data>
        """
    private static let goal = ReadingGoal.batches([
        ColumnMapping("a"),
        ColumnMapping(
            column: Column(name: "invoice", type: .text), source: "id", isOptional: true, enclosing: "invoice"),
    ])

    @Test(
        "The elements of the named list are the records, in JSON and XML",
        arguments: ["data.invoice[].lines[]", "invoice[].lines[]", "invoice.lines[]"])
    func lists(path: String) throws {
        let slashes = ReadingOutcome.atEverySplit(
            .json(records: RecordPath("data/invoice/lines/line")), Self.json, goal: Self.goal)
        #expect(slashes.values == [["1", "A"], ["2", "A"], ["3", "D"]])
        let xml = ReadingOutcome.atEverySplit(
            .xml(records: RecordPath(path), charset: nil), Self.xml, goal: Self.goal)
        #expect(xml.values == slashes.values && xml.error == nil)
        guard path != "invoice.lines[]" else { return }
        let json = ReadingOutcome.atEverySplit(.json(records: RecordPath(path)), Self.json, goal: Self.goal)
        #expect(json == slashes)
    }

    @Test("A list without a name is the document; a list of lists is told apart")
    func unnamedLists() {
        let goal = ReadingGoal.batches([ColumnMapping("a")])
        let text = #"[{"l":[{"a":1}]},{"l":[{"a":2}],"m":[[{"a":3}]]}]"#
        #expect(
            ReadingOutcome.atEverySplit(.json(records: RecordPath("[].l[]")), text, goal: goal).values == [
                ["1"], ["2"],
            ])
        #expect(ReadingOutcome.atEverySplit(.json(records: RecordPath("m[][]")), text, goal: goal).values == [["3"]])
        #expect(ReadingOutcome.atEverySplit(.json(records: RecordPath("m[]")), text, goal: goal).values == [])
    }

    @Test("What stands where records should stand is refused as with the other spelling")
    func misplaced() {
        let text = #"{"invoice":[{"lines":[{"a":1}]},{"lines":{"a":2}}]}"#
        let outcome = ReadingOutcome.atEverySplit(
            .json(records: RecordPath("invoice[].lines[]")), text, goal: .batches([ColumnMapping("a")]))
        #expect(outcome.error?.contains("\"lines\", behind record 1") == true)
    }

    @Test(
        "What is no such path",
        arguments: ["a[].", ".a[]", "a..b[]", "a[]b", "a[", "a[]]", "a]b[]", "a[0].b[]", "a.[].b"])
    func malformed(path: String) {
        #expect(RecordPath(path) == nil || !path.contains("[]"))
    }

    @Test("A path with slashes keeps its brackets")
    func slashes() throws {
        let path = try #require(RecordPath("a[]/b"))
        #expect(path.steps == [Array("a[]".utf8), Array("b".utf8)] && !path.namesLists)
    }
}
