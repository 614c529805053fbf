@testable import Formats
import Records
import TestSupport
import Testing

@Suite("Values of what encloses the records")
struct EnclosingValueTests {
    private static let path = "invoice/lines/line"

    private static func enclosed(_ source: String, in step: String = "invoice", isOptional: Bool = false)
        -> ColumnMapping
    {
        ColumnMapping(
            column: Column(name: source, type: .text), source: source, isOptional: isOptional, enclosing: step)
    }

    private static func number(isOptional: Bool = false) -> ColumnMapping {
        ColumnMapping(
            column: Column(name: "invoice", type: .decimal), source: "id", isOptional: isOptional, enclosing: "invoice")
    }

    private func read(_ text: String, _ mappings: [ColumnMapping]) throws -> ReadingOutcome {
        if text.hasPrefix("<") { return try XMLReading.atEverySplit(Array(text.utf8), at: Self.path, mappings) }
        return ReadingOutcome.atEverySplit(
            .json(records: RecordPath(Self.path)), text, goal: .batches(mappings))
    }

    @Test(
        "They come before the records, behind them, or as an attribute",
        arguments: [
            "<e><invoice id='7'><lines><line a='1'/><line a='2'/></lines></invoice><invoice id='8'><lines><line a='3'/></lines></invoice></e>",
            "<e><id>0</id><invoice><id>7</id><lines><id>9</id><line a='1'/><line a='2'/></lines></invoice><invoice><lines><line a='3'/></lines><id>8</id></invoice></e>",
            "<e><invoice><lines><line a='1'/></lines><x><id>5</id></x><lines><line id='6' a='2'/></lines><id>7</id></invoice><invoice id='8'><lines><line a='3'/></lines></invoice></e>",
            "{\"invoice\":[{\"id\":\"7\",\"lines\":[{\"a\":1},{\"a\":2}]},{\"lines\":[{\"a\":3}],\"id\":8}]}",
            "{\"id\":0,\"invoice\":[{\"lines\":{\"line\":[{\"a\":1},{\"a\":2}]},\"id\":7},{\"id\":8,\"lines\":{\"line\":{\"a\":3}}}]}",
        ]
    )
    func values(text: String) throws {
        let outcome = try read(text, [Self.number(), ColumnMapping("a")])
        #expect(outcome.error == nil && outcome.faults == [])
        #expect(outcome.values == [["7", "1"], ["7", "2"], ["8", "3"]])
        #expect(outcome.rows.map(\.number) == [1, 2, 3])
    }

    @Test(
        "One that never comes is missing, and is not that of the object before",
        arguments: [
            "<e><invoice id='7'><lines><line a='1'/></lines></invoice><invoice><lines><line a='2'/></lines></invoice></e>",
            "<e><invoice><lines><line a='1'/></lines><id>7</id></invoice><invoice><lines><line a='2'/></lines></invoice></e>",
            "{\"invoice\":[{\"id\":7,\"lines\":[{\"a\":1}]},{\"lines\":[{\"a\":2}]}]}",
            "{\"invoice\":[{\"id\":7,\"lines\":[{\"a\":1}]},{\"id\":null,\"lines\":[{\"a\":2}]}]}",
        ]
    )
    func missing(text: String) throws {
        let strict = try read(text, [Self.number(), ColumnMapping("a")])
        #expect(strict.values == [["7", "1"]])
        #expect(strict.faults.map(\.row) == [2] && strict.faults.map(\.column) == ["id"])
        let lenient = try read(text, [Self.number(isOptional: true), ColumnMapping("a")])
        #expect(lenient.values == [["7", "1"], [nil, "2"]])
        #expect(lenient.faults == [])
    }

    @Test(
        "One that no object ever has is an error",
        arguments: [
            "<e><id>7</id><invoice><lines><line a='1'/></lines></invoice></e>",
            "{\"id\":7,\"invoice\":[{\"lines\":[{\"a\":1}]}]}",
        ]
    )
    func neverSeen(text: String) throws {
        #expect(try read(text, [Self.number(), ColumnMapping("a")]).error == "no invoice has a field \"id\"")
        #expect(try read(text, [Self.number(isOptional: true), ColumnMapping("a")]).values == [[nil, "1"]])
    }

    @Test("Several steps and paths below them may be named")
    func severalSteps() throws {
        let mappings = [Self.enclosed("supplier/name"), Self.enclosed("page", in: "lines"), ColumnMapping("a")]
        let xml = """
            <e><invoice><lines page='1'><line a='1'/></lines><lines><line a='2'/><page>2</page></lines>
            <supplier><name>S</name></supplier></invoice></e>
            """
        #expect(try read(xml, mappings).values == [["S", "1", "1"], ["S", "2", "2"]])
        let json = """
            {"invoice":{"lines":[{"page":9}],"supplier":{"name":"S"}},"x":{"invoice":{"lines":
            {"line":[{"a":"2"}],"page":2},"supplier":{"name":"T"}}}}
            """
        #expect(
            try read(json, mappings.map { $0.source == "a" ? ColumnMapping("a", isOptional: true) : $0 }).error == nil)
    }

    @Test("Two of them are a fault, and an error where records have taken the first")
    func twice() throws {
        let before = "<invoice id='7'><id>8</id><lines><line a='1'/></lines><x/></invoice>"
        let waiting = "<invoice><lines><line a='1'/></lines><id><x/></id></invoice>"
        for (text, reason) in [(before, "stands there twice"), (waiting, "is not a single value")] {
            let outcome = try read("<e>\(text)</e>", [Self.number(), ColumnMapping("a")])
            #expect(outcome.faults.map(\.reason) == [reason] && outcome.faults.map(\.rawText) == ["<line a=\"1\"/>"])
        }
        let late = try read(
            "<e><invoice id='7'><lines><line a='1'/></lines><id>8</id></invoice></e>",
            [Self.number(), ColumnMapping("a")])
        #expect(
            late.error == """
                in one invoice "id" stands there twice, the second time behind record 1, which has taken the first
                """)
    }

    @Test("Rejects keep their order while records wait")
    func order() throws {
        let text = """
            <e><invoice><lines><line a='1'/><line a='x'/><line a='1' b='1'><b/></line><line a='4'/></lines><id>7</id></invoice></e>
            """
        let mappings = [Self.number(), ColumnMapping("a", .decimal), ColumnMapping("b", isOptional: true)]
        let outcome = try read(text, mappings)
        #expect(outcome.rows.map(\.number) == [1, 4])
        #expect(outcome.faults.map(\.row) == [2, 3])
    }

    @Test("They name a step before the last, and rows of CSV have none")
    func configuration() throws {
        for step in ["line", "invoices", ""] {
            let mapping = Self.enclosed("id", in: step)
            for format in [
                RecordFormat.xml(records: RecordPath(Self.path), charset: nil), .json(records: RecordPath(Self.path)),
            ] {
                let outcome = ReadingOutcome(format, [], goal: .batches([mapping]))
                #expect(
                    outcome.error == """
                        the field "id" is to come from the enclosing "\(step)", which does not enclose the records at \
                        "invoice/lines/line"; its steps before the last are "invoice", "lines"
                        """)
                #expect(outcome.errorCode == .unknownColumn)
            }
        }
        for format in [RecordFormat.commaSeparated, .report, .json(records: nil)] {
            let outcome = ReadingOutcome(format, [], goal: .batches([Self.enclosed("id")]))
            #expect(outcome.errorCode == .unknownColumn)
        }
    }

    @Test("Records wait in bounded memory")
    func waitingLimit() throws {
        let path = try #require(RecordPath(Self.path))
        let goal = ReadingGoal.batches([Self.number(), ColumnMapping("a")])
        let text =
            "<e><invoice><lines>" + String(repeating: "<line a='1'/>", count: 5000) + "</lines><id>7</id></invoice></e>"
        let bytes = Array(text.utf8)
        let outcome = ReadingOutcome { (outcome: inout ReadingOutcome) throws(FormatError) in
            var reader = try XMLRecordReader(
                fileName: "file", fileIndex: 3, records: path, charset: nil, goal: goal, waitingLimit: 100_000,
                blockSize: 4096)
            try reader.read(bytes.span)
            try reader.finish()
        }
        #expect(outcome.errorCode == .tooLarge)
        #expect(
            outcome.error == """
                more than 100000 bytes of records wait for the field "id" of their invoice, which stands behind them or \
                nowhere; put it before the records, or leave the column out
                """)
    }
}
