import Pipelines
import Records
import TestSupport
import Testing

@Suite("YAML")
struct YAMLParserTests {
    @Test(
        "Scalars stay text, whatever other readers take them for",
        arguments: [
            "no", "yes", "on", "NO", "012", "0x1F", "1e3", "1_000", ".5", "2026-10-01", "2026-10-01T00:00:00Z", "12:30",
            "~", "null", "true", ".nan", "+1",
        ])
    func scalars(_ text: String) throws {
        #expect(try Self.parse("a: \(text)") == "{a: '\(text)'}")
        #expect(try Self.parse("a: '\(text)'") == "{a: '\(text)'}")
    }

    @Test(
        "Documents that are read",
        arguments: [
            ("a: 1\nb: [x, y]\n", "{a: '1', b: ['x', 'y']}"),
            ("a:\n", "{a: ''}"),
            ("\u{FEFF}a: 1\n", "{a: '1'}"),
            ("a: 1\r\nb: 2\r\n", "{a: '1', b: '2'}"),
            ("a: &x [1, 2]\nb: *x\n", "{a: ['1', '2'], b: ['1', '2']}"),
            ("a: &x 1\nb: &x 2\nc: *x\n", "{a: '1', b: '2', c: '2'}"),
            ("a: \"\\u00e5\\n\"\n", "{a: 'å\n'}"),
            ("a: |\n  one\n  two\n", "{a: 'one\ntwo\n'}"),
            ("a: >-\n  one\n  two\n", "{a: 'one two'}"),
            ("{}", "{}"), ("[]", "[]"), ("--- x\n...\n", "'x'"), ("# only a comment\na: b # and one more", "{a: 'b'}"),
        ])
    func documents(_ text: String, _ expected: String) throws {
        #expect(try Self.parse(text) == expected)
    }

    @Test("A file without a document has none", arguments: ["", "\n", "# nothing\n", "   \n\n"])
    func nothing(_ text: String) throws {
        let node = try YAMLParser.parse(Array(text.utf8))
        #expect(node.map(\.shown) == nil)
    }

    @Test("Faults are told with their place", arguments: Self.faultyTexts)
    func faults(_ text: String, _ line: Int, _ column: Int, _ message: String) {
        let fault = #expect(throws: YAMLFault.self) { try YAMLParser.parse(Array(text.utf8)) }
        #expect(fault?.position == TextPosition(line: line, column: column))
        #expect(fault?.message.contains(message) == true, "\(fault?.message ?? "no fault")")
    }

    static let faultyTexts = [
        ("a: 1\n---\nb: 2\n", 2, 1, "one document a file"),
        ("a: !!str 1\n", 1, 4, "tags such as !!str"),
        ("a: !mine [1]\n", 1, 4, "tags such as !!str"),
        ("a: !x {b: 1}\n", 1, 4, "tags such as !!str"),
        ("a: &a {b: 1}\nc:\n  <<: *a\n", 3, 3, "merge keys"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "\"a\" stands here twice; first on line 1"),
        ("x: {a: 1, a: 2}\n", 1, 11, "\"a\" stands here twice"),
        ("a: *nobody\n", 1, 4, "no anchor of this name above"),
        ("a: &me [*me]\n", 1, 9, "no anchor of this name above"),
        ("? [a]\n: 1\n", 1, 3, "a name is a single value"),
        ("a:\n\tb: 1\n", 2, 1, "a tab cannot indent a line"),
        ("a: [1, 2\n", 2, 1, "did not find expected"),
        ("a: 'open\n", 2, 1, "unexpected end of stream"),
        ("a: b: c\n", 1, 5, "mapping values are not allowed"),
    ]

    @Test(
        "Bytes that are not UTF-8, and NUL, are faults",
        arguments: [[0xFF] as [UInt8], [0xC3, 0x28], [0x00], [0xE2, 0x82]])
    func brokenBytes(_ bytes: [UInt8]) {
        #expect(throws: YAMLFault.self) { try YAMLParser.parse(Array("a: x".utf8) + bytes + Array("\n".utf8)) }
    }

    @Test("Nesting has a limit, in lists and mappings")
    func depth() throws {
        let limit = YAMLParser.depthLimit
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try #require(try YAMLParser.parse(nested(limit)))
        let fault = #expect(throws: YAMLFault.self) { try YAMLParser.parse(nested(limit + 1)) }
        #expect(fault?.position == TextPosition(line: 1, column: limit + 1))
        #expect(throws: YAMLFault.self) { try YAMLParser.parse(nested(100_000)) }
    }

    @Test("Aliases that unfold without end are stopped")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        let fault = #expect(throws: YAMLFault.self) { try YAMLParser.parse(Array(text.utf8)) }
        #expect(fault?.message.contains("unfolds to more than") == true)
    }

    @Test("A file of too many nodes is stopped")
    func tooLarge() {
        let text = "[" + Array(repeating: "x", count: YAMLParser.sizeLimit + 1).joined(separator: ",") + "]"
        #expect(throws: YAMLFault.self) { try YAMLParser.parse(Array(text.utf8)) }
    }

    @Test("Names and values know where they stand")
    func positions() throws {
        let root = try #require(try YAMLParser.parse(Array("a: 1\nb:\n  - c: å\n    d: x\n".utf8)))
        guard case .mapping(let members) = root.content, case .sequence(let list) = members[1].value.content,
            case .mapping(let inner) = list[0].content
        else { throw Unexpected() }
        #expect(members.map(\.position.description) == ["1:1", "2:1"])
        #expect(list[0].position.description == "3:5")
        #expect(inner.map(\.position.description) == ["3:5", "4:5"])
        #expect(inner[1].value.position.description == "4:8")
    }

    @Test("No text stops the reader in any other way than by a fault", arguments: UInt64(1)...40)
    func anything(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let text = generator.bytes(count: 24, from: "a:-[]{}&*!<|>'\"#\n \t,?%@")
            do throws(YAMLFault) { _ = try YAMLParser.parse(text) } catch { #expect(error.position.line >= 1) }
        }
    }

    private struct Unexpected: Error {}

    private static func parse(_ text: String) throws -> String {
        try YAMLParser.parse(Array(text.utf8))?.shown ?? "nothing"
    }
}

extension YAMLNode {
    /// The node in one line: scalars in quotes.
    fileprivate var shown: String {
        switch content {
        case .scalar(let text): "'\(text)'"
        case .sequence(let elements): "[\(elements.map(\.shown).joined(separator: ", "))]"
        case .mapping(let members): "{\(members.map { "\($0.name): \($0.value.shown)" }.joined(separator: ", "))}"
        }
    }
}
