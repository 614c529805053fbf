import Formats
import Records
import TestSupport
import Testing

@Suite("Damaged and hostile XML")
struct XMLFaultTests {
    private static let format = RecordFormat.xml(records: RecordPath("r"), charset: nil)
    private static let mappings = [ColumnMapping("a", isOptional: true)]
    private static let goal = ReadingGoal.batches(mappings)

    private static func atEverySplit(_ text: String) throws -> ReadingOutcome {
        try XMLReading.atEverySplit(Array(text.utf8), at: "r", mappings)
    }

    private static let malformed: [(String, String)] = [
        ("<l><r></l>", "an end tag does not fit its start tag"), ("</l>", "a tag or an attribute has no proper name"),
        ("hello", "the document does not begin with a tag"), ("{\"a\":1}", "the document does not begin with a tag"),
        ("<l/><l/>", "something stands behind the end of the document"),
        ("<l/>x", "something stands behind the end of the document"),
        ("<l a='1' a='2'/>", "an attribute stands twice in one tag"),
        ("<l a=1/>", "an attribute has no value in quotes"), ("<l a/>", "an attribute has no value in quotes"),
        ("<l a='<'/>", "a \"<\" stands inside an attribute"),
        ("<l>&nbsp;</l>", "an entity stands there that XML itself does not have, or a bare \"&\""),
        ("<l a='&nbsp;'/>", "an entity stands there that XML itself does not have, or a bare \"&\""),
        ("<l>a & b</l>", "an entity stands there that XML itself does not have, or a bare \"&\""),
        ("<l>&#0;</l>", "a character stands there that XML does not allow"),
        ("<l>&#x110000;</l>", "a character stands there that XML does not allow"),
        ("<l>&#xZ;</l>", "a character reference is not one"),
        ("<l>\u{1}</l>", "a character stands there that XML does not allow"),
        ("<l>]]></l>", "\"]]>\" stands in text"),
        (" <?xml version='1.0'?><l/>", "the XML declaration does not stand at the very start"),
        ("<?xml version='1.0' encoding='klingon'?><l/>", "the bytes are not text of the document's encoding"),
        ("<l 1='2'/>", "a tag or an attribute has no proper name"),
        ("<l><!-- a -- b --></l>", "the document breaks the rules of XML"),
    ]

    @Test("Damage is an error that says what and where", arguments: malformed)
    func damaged(text: String, words: String) throws {
        let outcome = try Self.atEverySplit(text)
        #expect(outcome.errorCode == .malformed)
        #expect(outcome.error?.hasPrefix(words + " (line 1") == true, "\(outcome.error ?? "none")")
        #expect(outcome.error?.contains("of the XML document; libxml2: ") == true)
    }

    @Test("The place of damage is told")
    func place() throws {
        let outcome = try Self.atEverySplit("<l>\n  <r>\n </x></l>")
        #expect(
            outcome.error == """
                an end tag does not fit its start tag (line 3, column 6 of the XML document; libxml2: Opening and \
                ending tag mismatch: r line 2 and x)
                """)
    }

    @Test(
        "A document that ends early is cut off",
        arguments: [
            "<", "<l", "<l ", "<l a", "<l a=", "<l a='", "<l a='x'", "<l>", "<l>text", "<l>&am", "<l><r/>", "<l><r/></",
            "<l><r/></l", "<l><!-- c", "<l><![CDATA[ x", "<l><?p ", "<?xml version='1.0'", "<?xml version='1.0'?>",
        ]
    )
    func truncated(text: String) throws {
        let outcome = try Self.atEverySplit(text)
        #expect(outcome.errorCode == .truncated, "\(outcome.error ?? "none")")
    }

    @Test("An empty document has no list", arguments: ["", " ", "\n\n", "<!-- c -->"])
    func empty(text: String) throws {
        let outcome = try Self.atEverySplit(text)
        #expect(outcome.errorCode == .truncated, "\(outcome.error ?? "none")")
    }

    @Test(
        "A DOCTYPE is refused, whatever it declares",
        arguments: [
            "<!DOCTYPE l><l/>", "<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>",
            "<!DOCTYPE l PUBLIC '-//x' 'http://127.0.0.1:1/x.dtd'><l/>",
            "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l>&x;</l>",
            "<!DOCTYPE l [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x.dtd'> %p;]><l/>",
            "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><l>&c;&c;&c;</l>",
            "<!DOCTYPE l [<!ATTLIST l a CDATA 'x'>]><l/>",
            "<?xml version='1.0'?><!-- c --><!DOCTYPE l [<!ENTITY a '\(String(repeating: "x", count: 500))'>]><l>&a;</l>",
        ]
    )
    func doctype(text: String) throws {
        let outcome = try Self.atEverySplit(text)
        #expect(outcome.errorCode == .malformed)
        #expect(outcome.error?.hasPrefix("the XML document has a DOCTYPE (line 1), which is refused") == true)
    }

    @Test("After an error there is no way on")
    func afterError() throws {
        var reader = try RecordReader(Self.format, fileName: "file", fileIndex: 0, goal: Self.goal)
        let (bad, good) = (Array("<l></x>".utf8) + [UInt8](repeating: 0x20, count: 70_000), Array("<l/>".utf8))
        let first = #expect(throws: FormatError.self) { try reader.read(bad.span) }
        let second = #expect(throws: FormatError.self) { try reader.read(good.span) }
        let third = #expect(throws: FormatError.self) { try reader.finish() }
        #expect(first?.message == second?.message && first?.message == third?.message)
    }

    @Test("Elements may be nested 256 deep and no deeper")
    func depth() {
        func nested(_ count: Int) -> String {
            String(repeating: "<x>", count: count - 1) + "<r a='1'/>" + String(repeating: "</x>", count: count - 1)
        }
        #expect(ReadingOutcome(Self.format, [Array(nested(256).utf8)], goal: Self.goal).values == [["1"]])
        for count in [257, 10_000] {
            let outcome = ReadingOutcome(Self.format, [Array(nested(count).utf8)], goal: Self.goal)
            #expect(outcome.error == "elements are nested more than 256 deep (line 1 of the XML document)")
            #expect(outcome.errorCode == .tooLarge)
        }
    }

    @Test("Elements and attributes may have 65,536 names and no more")
    func names() {
        func document(_ count: Int) -> [UInt8] {
            Array("<l><r a='1'/>\((3..<count).map { "<n\($0)/>" }.joined())</l>".utf8)
        }
        #expect(ReadingOutcome(Self.format, [document(65_536)], goal: Self.goal).values == [["1"]])
        let outcome = ReadingOutcome(Self.format, [document(65_537)], goal: Self.goal)
        #expect(outcome.error == "elements and attributes have more than 65536 names (line 1 of the XML document)")
        #expect(outcome.errorCode == .tooLarge)
    }

    @Test("The names of elements and attributes may have 1 MiB together, each with its prefix, and no more")
    func longNames() {
        let prefix = String(repeating: "p", count: 40_000)
        func document(_ count: Int) -> [UInt8] {
            let elements = (0..<count).map { "<\(prefix):n\($0)/>" }.joined()
            return Array("<l xmlns:\(prefix)='u'><r a='1'/>\(elements)</l>".utf8)
        }
        #expect(ReadingOutcome(Self.format, [document(25)], goal: Self.goal).values == [["1"]])
        let outcome = ReadingOutcome(Self.format, [document(26)], goal: Self.goal)
        #expect(
            outcome.error == """
                the names of elements and attributes have more than 1048576 bytes together (line 1 of the XML document)
                """)
        #expect(outcome.errorCode == .tooLarge)
    }

    @Test(
        "What never ends is refused before it fills the memory",
        arguments: [
            ("<l a='", 1), ("<l><r a=\"", 1), ("<l><!-- ", 1), ("<l><?p ", 1), ("<", 1), ("<l>&", 1), ("<?xml ", 1),
            ("<!DOCTYPE l [", 1), ("<l>", 11), ("<l><![CDATA[", 11), ("<l><r><a>", 11),
        ]
    )
    func endless(start: String, limit: Int) throws {
        var reader = try RecordReader(Self.format, fileName: "file", fileIndex: 0, goal: Self.goal)
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 64 << 10)
        var fedCount = 0
        let error = #expect(throws: FormatError.self) {
            let opening = Array(start.utf8)
            _ = try reader.read(opening.span)
            while fedCount < 1 << 30 {
                fedCount += chunk.count
                _ = try reader.read(chunk.span)
            }
        }
        #expect(fedCount <= limit << 20, "\(error?.message ?? "")")
    }

    @Test("A record that never ends is refused")
    func recordLimit() {
        let value = String(repeating: "x", count: 9 << 20)
        let chunks = [Array("<l><r><a>\(value)</a>".utf8), Array("<b>\(value)".utf8)]
        let goal = ReadingGoal.batches([ColumnMapping("a"), ColumnMapping("b")])
        let outcome = ReadingOutcome(Self.format, chunks, goal: goal)
        #expect(outcome.error == "the values of record 1 have more than 16777216 bytes")
    }
}

@Suite("Encodings of XML")
struct XMLEncodingTests {
    private static let text = "<l><r><a>å€🎉</a></r><r a='ö'/></l>"
    private static let latin = "<l><r><a>å</a></r><r a='ö'/></l>"

    private static func utf16(_ text: String, isBig: Bool, hasMark: Bool) -> [UInt8] {
        ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBig ? [high, low] : [low, high]
        }
    }

    private static func latin1(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8($0.value) }
    }

    struct Document: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let charset: String?
        let isLatin: Bool
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], charset: String? = nil, isLatin: Bool = false) {
            (self.name, self.bytes, self.charset, self.isLatin) = (name, bytes, charset, isLatin)
        }
    }

    @Test(
        "A document's encoding is found out, and what comes out is UTF-8",
        arguments: [
            Document("UTF-8", Array(text.utf8)), Document("UTF-8 with a mark", Array("\u{FEFF}\(text)".utf8)),
            Document("UTF-8 declared", Array("<?xml version='1.0' encoding='utf-8'?>\(text)".utf8)),
            Document("UTF-16LE with a mark", utf16(text, isBig: false, hasMark: true)),
            Document("UTF-16BE with a mark", utf16(text, isBig: true, hasMark: true)),
            Document(
                "UTF-16LE declared",
                utf16("<?xml version='1.0' encoding='UTF-16'?>\(text)", isBig: false, hasMark: true)),
            Document(
                "UTF-16BE declared", utf16("<?xml version='1.0' encoding='UTF-16'?>\(text)", isBig: true, hasMark: true)
            ),
            Document("UTF-16LE from outside", utf16(text, isBig: false, hasMark: false), charset: "utf-16le"),
            Document("UTF-16BE from outside", utf16(text, isBig: true, hasMark: false), charset: "UTF-16"),
            Document("UTF-16LE by its first bytes", utf16(text, isBig: false, hasMark: false), charset: "UTF-16"),
            Document(
                "Latin 1 declared", latin1("<?xml version='1.0' encoding='ISO-8859-1'?>\(latin)"), isLatin: true),
            Document("Latin 1 from outside", latin1(latin), charset: "iso-8859-1", isLatin: true),
            Document(
                "UTF-8 from outside, declared Latin 1",
                Array("<?xml version='1.0' encoding='ISO-8859-1'?>\(text)".utf8),
                charset: "UTF-8"),
            Document(
                "Latin 1 from outside, declared UTF-8", latin1("<?xml version='1.0' encoding='UTF-8'?>\(latin)"),
                charset: "ISO-8859-1", isLatin: true),
            Document(
                "UTF-8 by its mark, said to be Latin 1",
                Array("\u{FEFF}<?xml version='1.0' encoding='ISO-8859-1'?>\(text)".utf8), charset: "ISO-8859-1"),
        ]
    )
    func encodings(_ document: Document) throws {
        let outcome = try XMLReading.atEverySplit(
            document.bytes, at: "r", [ColumnMapping("a")], charset: document.charset)
        #expect(outcome.error == nil)
        #expect(outcome.values == [[document.isLatin ? "å" : "å€🎉"], ["ö"]])
    }

    @Test("Bytes that are not of the encoding are an error")
    func wrongBytes() throws {
        for (bytes, charset) in [
            (Self.latin1(Self.latin), nil), (Self.latin1(Self.latin), "UTF-8"), (Array("<r>".utf8) + [0xFF], nil),
            (Array("<l><r a='".utf8) + [0xC3, 0x28] + Array("'/></l>".utf8), nil),
            (Self.utf16("<l/>", isBig: true, hasMark: true).dropLast() + [0xD8], nil),
        ] as [([UInt8], String?)] {
            let outcome = try XMLReading.atEverySplit(bytes, at: "r", [ColumnMapping("a")], charset: charset)
            #expect(outcome.error != nil)
        }
    }

    @Test("A long document of another encoding is read whole")
    func long() throws {
        let lines = (1...5000).map { "<r><a>Åkeri \($0)</a></r>" }.joined(separator: "\n")
        let format = RecordFormat.xml(records: RecordPath("r"), charset: nil)
        for bytes in [
            Self.latin1("<?xml version='1.0' encoding='ISO-8859-1'?><l>\(lines)</l>"),
            Self.utf16("<l>\(lines)</l>", isBig: false, hasMark: true),
        ] {
            let outcome = ReadingOutcome(format, [bytes], goal: .batches([ColumnMapping("a")]))
            #expect(outcome.rows.count == 5000 && outcome.rows.allSatisfy { $0.values == ["Åkeri \($0.number)"] })
        }
    }
}
