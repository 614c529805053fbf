import Formats
import Records
import TestSupport
import Testing

@Suite("Records of JSON")
struct JSONRecordReaderTests {
    private func read(_ text: String, at path: String?, _ mappings: [ColumnMapping]) throws -> ReadingOutcome {
        let records = try path.map { try #require(RecordPath($0)) }
        return ReadingOutcome.atEverySplit(.json(records: records), text, goal: .batches(mappings))
    }

    struct Value: Sendable, CustomTestStringConvertible {
        let record: String
        let source: String
        let type: ColumnType
        let expected: String?

        init(_ record: String, _ source: String, _ type: ColumnType, _ expected: String?) {
            (self.record, self.source, self.type, self.expected) = (record, source, type, expected)
        }

        init(_ record: String, _ source: String, _ expected: String) {
            self.init(record, source, .text, expected)
        }

        var testDescription: String { "\(source) of \(shown(record))" }
    }

    @Test(
        "Values are found by their path of names",
        arguments: [
            Value("{\"a\":\"x\"}", "a", "x"), Value("{\"b\":1,\"a\":\"x\",\"c\":{}}", "a", "x"),
            Value("{\"a\":\"\"}", "a", ""),
            Value("{}", "a", ""), Value("{\"a\":null}", "a", ""), Value("{\"a\":null,\"b\":\"x\"}", "a", ""),
            Value("{\"a\":12.50}", "a", "12.50"), Value("{\"a\":6.1E-7}", "a", "6.1E-7"),
            Value("{\"a\":true}", "a", "true"),
            Value("{\"a\":\"\\u00e5\\n\\\"\\uD83C\\uDF89\"}", "a", "å\n\"🎉"), Value("{\"\\u0061\":\"x\"}", "a", "x"),
            Value("{\"a\":{\"b\":\"x\"}}", "a/b", "x"), Value("{\"a\":{\"b\":{\"c\":1},\"d\":2}}", "a/b/c", "1"),
            Value("{\"a\":{\"b\":{\"c\":1},\"d\":2}}", "a/d", "2"), Value("{\"a\":{\"x\":1},\"b\":2}", "a/b", ""),
            Value("{\"b\":{\"a\":1},\"a\":2}", "a", "2"),
            Value("{\"x\":[{\"a\":1},[{\"a\":2}],\"s\"],\"a\":3}", "a", "3"),
            Value("{\"a\":1,\"x\":[{\"a\":2}]}", "a", "1"), Value("{\"a\":[],\"b\":1}", "b", "1"),
            Value("{\"x\":{\"y\":{\"a\":1}},\"a\":\"z\"}", "a", "z"),
            Value("{\"a\":null,\"x\":[\"s\",1,true]}", "a", ""),
            Value("{\"a\":5,\"b\":[1,2]}", "a", .decimal, "5"), Value("{\"a\":\" 5.50 \"}", "a", .decimal, "5.5"),
            Value("{\"a\":6.1e-7}", "a", .decimal, "0.00000061"), Value("{\"a\":null}", "a", .decimal, nil),
            Value("{\"a\":\"\"}", "a", .decimal, nil), Value("{}", "a", .decimal, nil),
            Value("{\"a\":false}", "a", .boolean, "false"),
            Value("{\"a\":\"True\"}", "a", .boolean, "true"),
            Value("{\"a\":\"2026-10-31T00:00:00Z\"}", "a", .date, "2026-10-31"),
            Value("{\"a\":\"SEK\"}", "a", .currency, "SEK"), Value("{\"a\":\"\\u0053EK\"}", "a", .currency, "SEK"),
        ]
    )
    func values(_ value: Value) throws {
        let mapping = ColumnMapping(value.source, value.type, isOptional: true)
        let outcome = try read("[\(value.record),{\"a\":null}]", at: nil, [mapping])
        #expect(outcome.faults == [] && outcome.error == nil)
        #expect(outcome.rows.first?.values == [value.expected])
        #expect(outcome.recordCount == 2)
    }

    struct Document: Sendable, CustomTestStringConvertible {
        let text: String
        let path: String?
        let values: [String]

        init(_ text: String, _ path: String?, _ values: [String]) {
            (self.text, self.path, self.values) = (text, path, values)
        }

        var testDescription: String { "\(path ?? "root") of \(shown(text))" }
    }

    @Test(
        "Records stand where the path says, matched from its end",
        arguments: [
            Document("[{\"a\":1},{\"a\":2}]", nil, ["1", "2"]),
            Document("[]", nil, []),
            Document("{\"items\":[{\"a\":1},{\"a\":2}],\"next\":null}", "items", ["1", "2"]),
            Document("{\"data\":{\"items\":[{\"a\":1}]}}", "items", ["1"]),
            Document("{\"items\":{\"a\":1}}", "items", ["1"]),
            Document("{\"items\":[]}", "items", []),
            Document("{\"other\":[{\"a\":1}],\"items\":[{\"a\":2}]}", "items", ["2"]),
            Document("{\"items\":[{\"a\":1,\"items\":[{\"a\":9}]},{\"a\":2}]}", "items", ["1", "2"]),
            Document("{\"invoice\":{\"lines\":{\"line\":[{\"a\":1},{\"a\":2}]}}}", "invoice/lines/line", ["1", "2"]),
            Document(
                "{\"d\":{\"invoice\":[{\"lines\":[{\"a\":1},{\"a\":2}]},{\"lines\":[{\"a\":3}]}]}}",
                "invoice/lines/line",
                ["1", "2", "3"]
            ),
            Document("{\"invoice\":[{\"lines\":{\"line\":{\"a\":1}}}]}", "invoice/lines/line", ["1"]),
            Document("{\"invoice\":[{\"lines\":[]}]}", "invoice/lines/line", []),
            Document("{\"invoice\":[]}", "invoice/lines/line", []),
            Document("{\"items\":[{\"\\u0061\":1}]}", "items", ["1"]),
            Document("{\"it\\u0065ms\":[{\"a\":1}]}", "items", ["1"]),
            Document("{\"x\":{\"y\":[]},\"items\":[{\"a\":1}],\"z\":[{\"items\":[{\"a\":2}]}]}", "items", ["1", "2"]),
        ]
    )
    func paths(_ document: Document) throws {
        let outcome = try read(document.text, at: document.path, [ColumnMapping("a")])
        #expect(outcome.error == nil && outcome.faults == [])
        #expect(outcome.values == document.values.map { [$0] })
        #expect(outcome.rows.map(\.number) == document.values.indices.map { UInt32($0) + 1 })
    }

    @Test("A list of records holds nothing but objects", arguments: ["1", "\"x\"", "null", "true"])
    func foreignElements(element: String) throws {
        let outcome = try read("{\"items\":[{\"a\":1},\(element)]}", at: "items", [ColumnMapping("a")])
        #expect(outcome.error?.contains("behind record 1, is not an object") == true)
        let nested = try read("[{\"a\":1},[{\"a\":2}]]", at: nil, [ColumnMapping("a")])
        #expect(nested.error?.contains("behind record 1, is not an object") == true)
    }

    @Test(
        "A path that points at nothing is an error, and not an empty list",
        arguments: [
            ("{\"a\":1}", nil), ("{\"credit\":[{\"lines\":[{\"a\":1}]}]}", "invoice/lines/line"),
            ("{\"lines\":[{\"a\":1}]}", "line"), ("{\"items\":[]}", "itmes"), ("{}", "items"), ("[1]", "items"),
        ] as [(String, String?)]
    )
    func nowhere(text: String, path: String?) throws {
        let outcome = try read(text, at: path, [ColumnMapping("a")])
        #expect(outcome.error?.contains("say with `records`") == true)
    }

    @Test("A path has no empty steps", arguments: ["", "/", "a/", "/a", "a//b"])
    func emptySteps(path: String) {
        #expect(RecordPath(path) == nil)
    }

    @Test("Rejects have the record's place and its text, however it was cut")
    func rejects() throws {
        let first = "{\"id\":\"x\", \"amount\":1}"
        let second = "{ \"id\" : \"å\\n\",\n\"amount\":\"1,5\" }"
        let third = "{\"id\":\"z\"}"
        let text = "\u{FEFF}{\"items\":[\(first),\n \(second),\(third)]}"
        let mappings = [ColumnMapping("id"), ColumnMapping("amount", .decimal)]
        let outcome = try read(text, at: "items", mappings)
        #expect(outcome.values == [["x", "1"]])
        let start = 3 + "{\"items\":[".utf8.count
        let secondStart = start + first.utf8.count + 3
        #expect(
            outcome.faults == [
                .init(
                    row: 2,
                    line: 0,
                    byteOffset: secondStart,
                    column: "amount",
                    reason: "\"1,5\" is not a plain decimal number",
                    rawText: second
                ),
                .init(
                    row: 3,
                    line: 0,
                    byteOffset: secondStart + second.utf8.count + 1,
                    column: "amount",
                    reason: "is empty where a number is required",
                    rawText: third
                ),
            ]
        )
    }

    @Test(
        "A record whose mapped value is not one value is a reject",
        arguments: [
            ("{\"a\":{\"b\":1}}", "is not a single value"), ("{\"a\":[1,2]}", "is not a single value"),
            ("{\"a\":[]}", "is not a single value"), ("{\"a\":{}}", "is not a single value"),
            ("{\"a\":1,\"a\":1}", "stands there twice"), ("{\"a\":1,\"a\":null}", "stands there twice"),
            ("{\"a\":null,\"a\":1}", "stands there twice"), ("{\"a\":null,\"a\":null}", "stands there twice"),
            ("{\"a\":1,\"\\u0061\":2}", "stands there twice"),
            ("{\"a\":\"\",\"x\":{\"a\":1},\"a\":\"\"}", "stands there twice"),
        ]
    )
    func notOneValue(record: String, reason: String) throws {
        let outcome = try read("[\(record),{\"a\":\"fine\"}]", at: nil, [ColumnMapping("a")])
        #expect(
            outcome.faults == [.init(row: 1, line: 0, byteOffset: 1, column: "a", reason: reason, rawText: record)]
        )
        #expect(outcome.values == [["fine"]])
        #expect(outcome.rows.map(\.number) == [2])
    }

    @Test("An object on the way to a mapped value may not stand there twice")
    func duplicateOnTheWay() throws {
        let outcome = try read("[{\"a\":{\"b\":1},\"a\":{\"c\":2}}]", at: nil, [ColumnMapping("a/b")])
        #expect(outcome.faults.map(\.reason) == ["stands there twice"])
        let unmapped = try read("[{\"x\":1,\"a\":{\"b\":1},\"x\":2}]", at: nil, [ColumnMapping("a/b")])
        #expect(unmapped.values == [["1"]])
    }

    @Test("A value that is not an object where the path goes on is missing")
    func scalarOnTheWay() throws {
        let outcome = try read("[{\"a\":1},{\"a\":{\"b\":2}}]", at: nil, [ColumnMapping("a/b")])
        #expect(outcome.values == [[""], ["2"]])
    }

    @Test("A field that no record has is an error; one that is null, empty or faulty everywhere is not")
    func neverSeen() throws {
        let outcome = try read("[{\"a\":1},{\"a\":2}]", at: nil, [ColumnMapping("a"), ColumnMapping("b/c")])
        #expect(outcome.error == "no record has a field \"b/c\"")
        #expect(outcome.errorCode == .unknownColumn)
        #expect(
            try read("[{\"a\":1}]", at: nil, [ColumnMapping("a"), ColumnMapping("b", isOptional: true)]).error == nil
        )
        #expect(try read("[{\"a\":null},{\"a\":null}]", at: nil, [ColumnMapping("a")]).values == [[""], [""]])
        #expect(try read("[{\"a\":{}}]", at: nil, [ColumnMapping("a")]).faults.count == 1)
        #expect(try read("[]", at: nil, [ColumnMapping("a")]).error == nil)
    }

    @Test("A damaged document is an error", arguments: ["", "[{\"a\":1}", "[{\"a\":1},]", "[{\"a\":1}]x", "{\"a\""])
    func damaged(text: String) throws {
        #expect(try read(text, at: nil, [ColumnMapping("a")]).error != nil)
    }

    @Test("Records are recalled as they stand in the document")
    func recall() throws {
        let records = ["{\"a\":1}", "{ \"a\" : \"}\\\"{\" }", "{\"a\":{\"b\":[{}]}}", "{\n}"]
        let text = "{\"items\":[" + records.joined(separator: " ,\n") + "]}"
        let path = try #require(RecordPath("items"))
        let outcome = ReadingOutcome.atEverySplit(.json(records: path), text, goal: .recall([2, 3, 4, 9]))
        #expect(outcome.recalled.map(\.text) == Array(records.dropFirst()))
        #expect(outcome.recalled.map(\.position.row) == [2, 3, 4])
        for record in outcome.recalled {
            #expect(Array(text.utf8).dropFirst(record.position.byteOffset).starts(with: record.text.utf8))
        }
    }

    @Test("It is known where each record stands, a rejected one too")
    func places() throws {
        let records = ["{\"a\":\"1\"}", "{ \"a\" : \"}\\\"{\" }", "{\"a\":{\"b\":[{}]}}", "{\n}", "{\"a\":\"é\"}"]
        let text = "{\"items\":[" + records.joined(separator: " ,\n") + "]}"
        let path = try #require(RecordPath("items"))
        for chunks in everySplit(of: text) {
            var reader = try RecordReader(
                .json(records: path), fileName: "file", fileIndex: 0, goal: .batches([ColumnMapping("a")]))
            var places: [Range<Int>] = []
            for chunk in chunks { places += try reader.read(chunk.span).places }
            #expect(places.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) } == records)
        }
    }

    @Test(
        "A record that was found by its place has the text that it is recalled with", arguments: [10, 31_990, 40_000])
    func placedText(length: Int) throws {
        let text = "[{\"a\":\"" + String(repeating: "é", count: length) + "\"}]"
        let recalled = ReadingOutcome(.json(records: nil), [Array(text.utf8)], goal: .recall([1])).recalled
        let record = Array(text.utf8.dropFirst().dropLast())
        let found = RecalledRecord(
            record.span.extracting(first: min(record.count, RecalledRecord.neededBytes)),
            at: DataPosition(row: 1, line: 0, byteOffset: 1))
        #expect(recalled == [found])
    }

    @Test("Batches are of one size but for the last")
    func batches() throws {
        let text = "[" + (1...9000).map { "{\"id\":\"r\($0)\"}" }.joined(separator: ",") + "]"
        var generator = SplitMix64(seed: 9)
        let chunks = randomSplit(of: Array(text.utf8), using: &generator)
        let outcome = ReadingOutcome(.json(records: nil), chunks, goal: .batches([ColumnMapping("id")]))
        #expect(outcome.batchSizes == [4096, 4096, 808])
        #expect(outcome.rows.allSatisfy { $0.values == ["r\($0.number)"] })
    }

    @Test("A record that never ends is refused before it fills the memory")
    func recordLimit() {
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        let chunks = [Array("[{\"a\":\"".utf8)] + Array(repeating: chunk, count: 17)
        let outcome = ReadingOutcome(.json(records: nil), chunks, goal: .batches([ColumnMapping("a")]))
        #expect(outcome.error == "the values of record 1 have more than 16777216 bytes")
    }
}
