import Pipelines
import Records
import TestSupport
import Testing

@Suite("Parsing expressions")
struct ExpressionParsingTests {
    @Test("The canonical text", arguments: Self.texts)
    func canonicalText(_ text: String, _ canonical: String) throws {
        #expect(try expression(text).description == canonical)
        #expect(try expression(canonical) == expression(text))
    }

    static let texts = [
        ("tie_out.breaks == 0 and charges.records > 0", "tie_out.breaks == 0 and charges.records > 0"),
        ("params.provider==\"aws\"", "params.provider == \"aws\""),
        ("  not\tparams.dry  ", "not params.dry"),
        ("each.customer != \"C-1\"", "each.customer != \"C-1\""),
        ("params.period>=2026-10", "params.period >= 2026-10"),
        ("params.period.last_day<2026-10-01", "params.period.last_day < 2026-10-01"),
        ("a.b in[1,2 , 3]", "a.b in [1, 2, 3]"),
        ("a.b in []", "a.b in []"),
        ("(((a.b)))", "a.b"),
        ("(a.b == 1)", "a.b == 1"),
        ("a.b\n  and c.d", "a.b and c.d"),
        ("true or false", "true or false"),
        (#"a.b == "say \"x\" \\ y""#, #"a.b == "say \"x\" \\ y""#),
        ("a.b == \"\"", "a.b == \"\""),
        ("a.b == \"å – '\"", "a.b == \"å – '\""),
        ("a.b == 007.50", "a.b == 7.5"),
        ("a.b == 1e3", "a.b == 1000"),
        ("a.b == 6.1e-7", "a.b == 0.00000061"),
        ("a.b == -0", "a.b == 0"),
        ("a.b == -0.5", "a.b == -0.5"),
        ("a.b ==-1", "a.b == -1"),
        ("a.b == -170141183460469231731.687303715884105728", "a.b == -170141183460469231731.687303715884105728"),
    ]

    @Test("What binds more closely", arguments: Self.precedences)
    func precedence(_ text: String, _ same: String, _ other: String) throws {
        #expect(try expression(text) == expression(same))
        #expect(try expression(text) != expression(other))
        #expect(try expression(other).description == other)
    }

    static let precedences = [
        ("a.x or b.x and c.x", "a.x or (b.x and c.x)", "(a.x or b.x) and c.x"),
        ("a.x and b.x or c.x", "(a.x and b.x) or c.x", "a.x and (b.x or c.x)"),
        ("not a.x and b.x", "(not a.x) and b.x", "not (a.x and b.x)"),
        ("not a.x or b.x", "(not a.x) or b.x", "not (a.x or b.x)"),
        ("not a.x == b.x", "not (a.x == b.x)", "(not a.x) == b.x"),
        ("not a.x in [1]", "not (a.x in [1])", "(not a.x) in [1]"),
        ("a.x == 1 and b.x == 2", "(a.x == 1) and (b.x == 2)", "a.x == (1 and b.x == 2)"),
        ("a.x + b.x == c.x", "(a.x + b.x) == c.x", "a.x + (b.x == c.x)"),
        ("a.x - b.x - c.x", "a.x - b.x - c.x", "a.x - (b.x - c.x)"),
        ("a.x - b.x + c.x", "a.x - b.x + c.x", "a.x - (b.x + c.x)"),
        ("a.x + 1 in [2]", "(a.x + 1) in [2]", "a.x + (1 in [2])"),
        ("a.x and b.x and c.x", "a.x and b.x and c.x", "(a.x and b.x) and c.x"),
        ("a.x or b.x or c.x", "a.x or b.x or c.x", "a.x or (b.x or c.x)"),
        ("not not a.x", "not (not a.x)", "not a.x"),
    ]

    @Test("Where a - belongs", arguments: Self.hyphenedTexts)
    func hyphens(_ text: String, _ canonical: String, _ references: [String]) throws {
        let expression = try expression(text)
        #expect(expression.description == canonical)
        #expect(expression.references.map(\.description) == references)
    }

    static let hyphenedTexts: [(String, String, [String])] = [
        ("a.x-1", "a.x-1", ["a.x-1"]),
        ("a.x-b.y", "a.x-b.y", ["a.x-b.y"]),
        ("a.x - 1", "a.x - 1", ["a.x"]),
        ("a.x -1", "a.x - 1", ["a.x"]),
        ("a.x - -1", "a.x - -1", ["a.x"]),
        ("a.x --1", "a.x - -1", ["a.x"]),
        ("a.x -b.y", "a.x - b.y", ["a.x", "b.y"]),
        ("(a.x)-1", "a.x - 1", ["a.x"]),
        ("(a.x)-(b.y)", "a.x - b.y", ["a.x", "b.y"]),
        ("5 -3", "5 - 3", []),
        ("tie-out.breaks", "tie-out.breaks", ["tie-out.breaks"]),
        ("2026 - 10", "2026 - 10", []),
        ("2026-10", "2026-10", []),
    ]

    @Test("References have steps and places, and are told once each")
    func references() throws {
        let text = "and.records > 0 and params.period.start in [params.as_of, and.records] and not params.not"
        let references = try Expression(parsing: text, at: TextPosition(line: 3, column: 11)).references
        #expect(
            references.map(\.steps) == [
                ["and", "records"], ["params", "period", "start"], ["params", "as_of"], ["params", "not"],
            ])
        #expect(references.map(\.position.description) == ["3:11", "3:31", "3:55", "3:90"])
    }

    @Test("Columns count characters as YAML does, and stay on the first line")
    func places() throws {
        let references = try Expression(
            parsing: "\"å\u{1F600}e\u{301}\" == a.b\nand\tc.d", at: TextPosition(line: 3, column: 1)
        ).references
        #expect(references.map(\.position.description) == ["3:11", "3:19"])
    }

    @Test("Texts are told apart by their bytes")
    func bytes() throws {
        #expect(try expression("a.b == \"\u{E9}\"") != expression("a.b == \"e\u{301}\""))
        #expect(try expression("a.b == \"\u{E9}\"") == expression("a.b==\"\u{E9}\""))
    }
}
