import Formats
import Records
import TestSupport
import Testing

@Suite("Records of XML")
struct XMLRecordReaderTests {
    private func read(_ text: String, at path: String, _ mappings: [ColumnMapping]) throws -> ReadingOutcome {
        try XMLReading.atEverySplit(Array(text.utf8), at: path, mappings)
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
        "Values are found by their path of names, be they elements or attributes",
        arguments: [
            Value("<r><a>x</a></r>", "a", "x"), Value("<r a='x'/>", "a", "x"), Value("<r a=\"x\"><b/></r>", "a", "x"),
            Value("<r><b>1</b><a>x</a><c><d/></c></r>", "a", "x"), Value("<r><a/></r>", "a", ""),
            Value("<r><a></a></r>", "a", ""), Value("<r><a>\n  </a></r>", "a", ""), Value("<r/>", "a", ""),
            Value("<r><a> x\n</a></r>", "a", " x\n"), Value("<r><n:a xmlns:n='u'>x</n:a></r>", "a", "x"),
            Value("<r><n:a>x</n:a></r>", "a", "x"), Value("<r xmlns='u'><a>x</a></r>", "a", "x"),
            Value("<r n:a='x' xmlns:n='u'/>", "a", "x"), Value("<r xmlns='u'/>", "xmlns", ""),
            Value("<r><a><![CDATA[x<&>]]></a></r>", "a", "x<&>"), Value("<r><a>x<![CDATA[y]]>z</a></r>", "a", "xyz"),
            Value("<r><a>x<!-- c -->y<?p i?>z</a></r>", "a", "xyz"),
            Value("<r><a>&lt;&amp;&gt;&quot;&apos;</a></r>", "a", "<&>\"'"),
            Value("<r a='&lt;&amp;&gt;&quot;&apos;&#38;'/>", "a", "<&>\"'&"),
            Value("<r a='&amp;#38;&amp;amp;'/>", "a", "&#38;&amp;"), Value("<r><a>&amp;#38;</a></r>", "a", "&#38;"),
            Value("<r><a>&#229;&#x1F389;&#13;</a></r>", "a", "å🎉\r"), Value("<r><a>å🎉</a></r>", "a", "å🎉"),
            Value("<r><a>x\r\ny\rz</a></r>", "a", "x\ny\nz"), Value("<r a='x\ny'/>", "a", "x y"),
            Value("<r><a><b>x</b></a></r>", "a/b", "x"), Value("<r><a b='x'/></r>", "a/b", "x"),
            Value("<r><a c='EUR'>5</a></r>", "a", "5"), Value("<r><a c='EUR'>5</a></r>", "a/c", "EUR"),
            Value("<r><a><b><c>1</c></b><d>2</d></a></r>", "a/d", "2"),
            Value("<r><b><a>1</a></b><a>2</a></r>", "a", "2"),
            Value("<r>text<a>x</a>more</r>", "a", "x"), Value("<r><a>1</a><r><a>2</a></r></r>", "a", "1"),
            Value("<r><x>t<y/>t</x><a>1</a></r>", "a", "1"), Value("<r><xml.ä-1>x</xml.ä-1></r>", "xml.ä-1", "x"),
            Value("<r><a>12.50</a></r>", "a", .decimal, "12.5"), Value("<r><a> 5.50 </a></r>", "a", .decimal, "5.5"),
            Value("<r><a/></r>", "a", .decimal, nil), Value("<r/>", "a", .decimal, nil),
            Value(
                "<r><a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/></r>", "a", .decimal, nil),
            Value("<r><a xsi:nil='1'> </a></r>", "a", .decimal, nil),
            Value("<r><a xsi:nil='false'>1</a></r>", "a", "1"),
            Value("<r><b xsi:nil='true'/><a>x</a></r>", "a", "x"),
            Value("<r><a xsi:type='b'>x</a></r>", "a/type", ""), Value("<r><a nil='true'>x</a></r>", "a", "x"),
            Value("<r><a>true</a></r>", "a", .boolean, "true"), Value("<r><a>SEK</a></r>", "a", .currency, "SEK"),
            Value("<r><a>2026-10-31T00:00:00Z</a></r>", "a", .date, "2026-10-31"),
        ]
    )
    func values(_ value: Value) throws {
        let mapping = ColumnMapping(value.source, value.type, isOptional: true)
        let outcome = try read("<list>\(value.record)<r/></list>", at: "list/r", [mapping])
        #expect(outcome.faults == [] && outcome.error == nil)
        #expect(outcome.rows.first?.values == [value.expected])
        #expect(outcome.recordCount == 2)
    }

    struct Document: Sendable, CustomTestStringConvertible {
        let text: String
        let path: String
        let values: [String]

        init(_ text: String, _ path: String, _ values: [String]) {
            (self.text, self.path, self.values) = (text, path, values)
        }

        var testDescription: String { "\(path) of \(shown(text))" }
    }

    @Test(
        "Records stand where the path says, matched from its end",
        arguments: [
            Document("<r><a>1</a></r>", "r", ["1"]), Document("<l><r a='1'/><r a='2'/></l>", "r", ["1", "2"]),
            Document("<e><l><r a='1'/></l></e>", "l/r", ["1"]),
            Document("<p:e xmlns:p='u'><p:l><p:r a='1'/></p:l></p:e>", "l/r", ["1"]),
            Document("<e><x><r a='1'/></x><l><r a='2'/></l></e>", "l/r", ["2"]),
            Document("<e><l><r a='1'/></l><l/><l><r a='2'/></l></e>", "l/r", ["1", "2"]),
            Document("<l><l><r a='1'/></l><r a='2'/></l>", "l/r", ["1", "2"]),
            Document("<l><r a='1'><l><r a='9'/></l></r><r a='2'/></l>", "l/r", ["1", "2"]),
            Document("<e><invoice><lines/></invoice></e>", "invoice/lines/line", []),
            Document("<e><n>0</n><invoice><lines> <!-- none --></lines></invoice></e>", "invoice/lines/line", []),
            Document("<e><n>0</n><invoice/></e>", "invoice/lines/line", []),
            Document("<response><data/></response>", "line", []), Document("<lines xmlns='u'/>", "line", []),
        ]
    )
    func paths(_ document: Document) throws {
        let outcome = try read(document.text, at: document.path, [ColumnMapping("a")])
        #expect(outcome.error == nil && outcome.faults == [])
        #expect(outcome.values == document.values.map { [$0] })
        #expect(outcome.rows.map(\.number) == document.values.indices.map { UInt32($0) + 1 })
    }

    @Test("A path that points at nothing is an error that says what is there")
    func nowhere() throws {
        let text = "<e><n>0</n><invoice><parts><Line><a>1</a></Line></parts></invoice></e>"
        let outcome = try read(text, at: "invoice/lines/line", [ColumnMapping("a")])
        #expect(outcome.errorCode == .unknownColumn)
        #expect(
            outcome.error == """
                nothing stands at "invoice/lines/line"; the document has elements at "e", "e/invoice", \
                "e/invoice/parts", "e/invoice/parts/Line"; say with `records` where the records stand
                """
        )
        #expect(try read("<l><R a='1'/></l>", at: "r", [ColumnMapping("a")]).error?.contains("\"l/R\"") == true)
        #expect(try read("<l><x/>1</l>", at: "r", [ColumnMapping("a")]).errorCode == .unknownColumn)
    }

    @Test("XML needs a path, columns that are there, and an encoding that is known")
    func configuration() throws {
        let columns = ReadingGoal.batches([ColumnMapping("a")])
        let noPath = ReadingOutcome(.xml(records: nil, charset: nil), [Array("<a/>".utf8)], goal: columns)
        #expect(noPath.error == "XML needs `records`: the path of names to the elements that are the records")
        let path = RecordPath("r")
        let unknown = ReadingOutcome(.xml(records: path, charset: "klingon"), [Array("<r/>".utf8)], goal: columns)
        #expect(unknown.error == "the charset \"klingon\" that the XML text is said to have is not known")
        let outcome = try read("<l><r a='1'/></l>", at: "r", [ColumnMapping("a"), ColumnMapping("b/c")])
        #expect(outcome.error == "no record has a field \"b/c\"")
        #expect(try read("<l><r><a/></r></l>", at: "r", [ColumnMapping("a")]).error == nil)
    }

    @Test(
        "A record whose mapped value is not one value is a reject",
        arguments: [
            ("<r><a><b>1</b></a></r>", "is not a single value"), ("<r><a>x<b/></a></r>", "is not a single value"),
            ("<r><a><b/>x</a></r>", "is not a single value"), ("<r><a>1</a><a>1</a></r>", "stands there twice"),
            ("<r><a/><a/></r>", "stands there twice"), ("<r a=\"1\"><a>1</a></r>", "stands there twice"),
            ("<r><n:a>1</n:a><a>1</a></r>", "stands there twice"),
            ("<r n:a=\"1\" a=\"1\"/>", "stands there twice"),
        ]
    )
    func notOneValue(record: String, reason: String) throws {
        let outcome = try read("<l>\n\(record)<r><a>fine</a></r></l>", at: "l/r", [ColumnMapping("a")])
        #expect(
            outcome.faults == [.init(row: 1, line: 2, byteOffset: 4, column: "a", reason: reason, rawText: record)]
        )
        #expect(outcome.values == [["fine"]])
        #expect(outcome.rows.map(\.number) == [2])
    }

    @Test("Rejects have the record's place, and its text in one form")
    func rejects() throws {
        let text = """
            \u{FEFF}<?xml version="1.0"?>
            <l>
              <!-- <r> --> <r
                 b = 'it&#39;s "&lt;' ><a ></a>\r<c><![CDATA[<>&]]>å</c><?p?></r ></l>
            """
        let outcome = try read(text, at: "r", [ColumnMapping("a", .decimal)])
        let offset = 3 + 22 + 4 + 2 + 13
        #expect(
            outcome.faults == [
                .init(
                    row: 1, line: 3, byteOffset: offset, column: "a", reason: "is empty where a number is required",
                    rawText: "<r b=\"it's &quot;&lt;\"><a/>\n<c>&lt;&gt;&amp;å</c></r>")
            ])
    }

    @Test("Records are recalled by their numbers")
    func recall() throws {
        let text = "<l><r a='1'/> <r><a> 2 </a></r><r>\n<b/></r><r/></l>"
        let format = RecordFormat.xml(records: RecordPath("l/r"), charset: nil)
        let outcome = ReadingOutcome.atEverySplit(format, text, goal: .recall([2, 3, 9]))
        #expect(outcome.error == nil)
        #expect(outcome.recalled.map(\.text) == ["<r><a> 2 </a></r>", "<r>\n<b/></r>"])
        #expect(outcome.recalled.map(\.position.row) == [2, 3])
        #expect(outcome.recalled.map(\.position.byteOffset) == [14, 31])
    }

    @Test("Offsets and lines hold far into a document; batches are of one size but for the last")
    func batches() throws {
        let lines = (1...9000).map { "<line id='r\($0)'><text>some text &amp; more</text></line>" }
        let text = "<l>\n" + lines.joined(separator: "\n") + "</l>"
        var generator = SplitMix64(seed: 9)
        let chunks = randomSplit(of: Array(text.utf8), using: &generator)
        let format = RecordFormat.xml(records: RecordPath("line"), charset: nil)
        let outcome = ReadingOutcome(format, chunks, goal: .batches([ColumnMapping("id")]))
        #expect(outcome.batchSizes == [4096, 4096, 808])
        #expect(outcome.rows.allSatisfy { $0.values == ["r\($0.number)"] })
        let last = ReadingOutcome(format, chunks, goal: .recall([9000])).recalled.first?.position
        #expect(last?.line == 9001)
        #expect(last?.byteOffset == text.utf8.count - "</l>".utf8.count - lines[8999].utf8.count)
    }
}
