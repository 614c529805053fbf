import Pipelines
import Records
import TestSupport
import Testing

@Suite("What is no expression")
struct ExpressionFaultTests {
    @Test("The fault has its place, and says what to do", arguments: Self.faultyTexts)
    func faults(_ text: String, _ fault: String) {
        #expect(parsingFault(text) == fault)
    }

    static let faultyTexts = nearMisses + missing + surplus + values + names

    static let nearMisses = [
        ("a.b = 1", "5: \"=\" has no meaning here; write =="),
        ("a.b === 1", "5: \"===\" has no meaning here; write =="),
        ("a.b <> 1", "5: \"<>\" has no meaning here; write !="),
        ("a.b => 1", "5: \"=>\" has no meaning here; write >="),
        ("a.b =< 1", "5: \"=<\" has no meaning here; write <="),
        ("a.b ≥ 1", "5: \"≥\" has no meaning here; write >="),
        ("a.b && c.d", "5: \"&&\" has no meaning here; write and"),
        ("a.b || c.d", "5: \"||\" has no meaning here; write or"),
        ("!a.b", "1: \"!\" has no meaning here; write not"),
        ("a.b == 'aws'", "8: \"'\" has no meaning here; write texts between double quotation marks: \"aws\""),
        ("a.b == “aws”", "8: \"“\" has no meaning here; write texts between double quotation marks: \"aws\""),
        ("${params.x} == 1", "1: \"${\" has no meaning here; write references without ${ }: params.period"),
        ("a.b * 2 == 1", "5: \"*\" has no meaning here; of arithmetic, there are + and - only"),
        ("a.b – 2 == 1", "5: \"–\" has no meaning here; write -"),
        ("a.b in {1}", "8: \"{\" has no meaning here; write lists between [ and ], and group with ( and )"),
        (
            "a.b\u{A0}== 1",
            "4: \"\u{A0}\" has no meaning here; write a plain blank for this one, which is a no-break blank"
        ),
        ("a.b is 1", "5: \"is\" has no meaning here; write =="),
        ("a.b IS 1", "5: \"IS\" has no meaning here; write =="),
        ("a.b AND c.d", "5: \"AND\" has no meaning here; write and"),
        ("NOT c.d", "1: \"NOT\" has no meaning here; write not"),
        ("a.b == True", "8: \"True\" has no meaning here; write true"),
        ("a.b == yes", "8: \"yes\" has no meaning here; write true"),
        ("a.b == null", "8: \"null\" has no meaning here; every value is there; compare with \"\" for an empty text"),
        ("a.b gte 1", "5: \"gte\" has no meaning here; write >="),
        (
            "a.b contains 1",
            "5: \"contains\" has no meaning here; write the value before the list: \"C-1\" in params.customers"
        ),
        ("a.b not in [1]", "5: \"not\" stands before the whole comparison: not … in …"),
        ("a.b == not c.d", "8: \"not\" stands before a whole comparison only; put it and what follows in parentheses"),
        ("a.b == ?", "8: \"?\" has no meaning here"),
        ("a.b == \u{0}", "8: \"\\u{0}\" has no meaning here"),
    ]

    static let missing = [
        ("", "1: a condition is missing; write one such as tie_out.breaks == 0"),
        (" \n", "3: a condition is missing; write one such as tie_out.breaks == 0"),
        ("a.b ==", "7: the expression ends where a value should follow"),
        ("a.b and", "8: the expression ends where a value should follow"),
        ("== 1", "1: a value should stand before \"==\""),
        ("a.b and or c.d", "9: a value should stand before \"or\""),
        ("()", "2: a value should stand before \")\""),
        ("a.b in [1,]", "11: a value should stand before \"]\""),
        ("a.b == +1", "8: a value should stand before \"+\"; numbers have no + sign"),
        ("-a.b == 1", "1: a value should stand before \"-\"; write 0 - … for the opposite of what follows"),
        ("(a.b", "1: what opens here has no closing )"),
        ("a.b in [1, 2", "8: what opens here has no closing ]"),
        ("a.b == \"aws", "8: the text that begins here has no closing \""),
    ]

    static let surplus = [
        ("a.b c.d", "5: an operator is missing before \"c.d\""),
        ("a.b 1", "5: an operator is missing before \"1\""),
        (
            "a.b- 1",
            "6: an operator is missing before \"1\"; a - that touches a name belongs to it: put blanks around it to subtract"
        ),
        ("a.b not c.d", "5: an operator is missing before \"not\""),
        ("a.b (c.d)", "5: an operator is missing before \"(\""),
        ("a.b [1]", "5: an operator is missing before \"[\"; to look into a list, write in"),
        ("(a.b c.d)", "6: an operator is missing before \"c.d\""),
        ("a.b)", "4: there is nothing open that this \")\" would close"),
        ("(a.b]", "5: there is nothing open that this \"]\" would close"),
        ("a.b, c.d", "4: commas stand between the values of a list only; join conditions with and"),
        ("a.b == 1,000", "9: commas stand between the values of a list only; join conditions with and"),
        ("1 < a.b < 3", "9: comparisons are not chained; write 1 < a.b and a.b < …, or put one of them in parentheses"),
        (
            "a.b == c.d == 1",
            "12: comparisons are not chained; write a.b == c.d and c.d == …, or put one of them in parentheses"
        ),
    ]

    static let values = [
        ("a.b == 2026-13", "8: there is no month 2026-13"),
        ("a.b == 2026-02-29", "8: there is no day 2026-02-29"),
        (
            "a.b == 2026-1",
            "8: \"2026-1\" is not a number, a date (2026-10-01) or a month (2026-10); to subtract, put blanks around the -"
        ),
        (
            "5-3 == 2",
            "1: \"5-3\" is not a number, a date (2026-10-01) or a month (2026-10); to subtract, put blanks around the -"
        ),
        (
            "a.b == -2026-10",
            "8: \"-2026-10\" is not a number, a date (2026-10-01) or a month (2026-10); to subtract, put blanks around the -"
        ),
        ("a.b == 1_000", "8: \"1_000\" is not a number, a date (2026-10-01) or a month (2026-10)"),
        ("a.b == 1.2.3", "8: \"1.2.3\" is not a number, a date (2026-10-01) or a month (2026-10)"),
        ("a.b == 2nd", "8: \"2nd\" is not a number, a date (2026-10-01) or a month (2026-10)"),
        (
            "a.b == .5",
            "8: \".\" has no meaning here; write names without blanks around their dots, and 0.5 with its nought"
        ),
        (
            "a.b == 0.1234567890123456789",
            "8: \"0.1234567890123456789\" has more than 18 digits behind the decimal point"
        ),
        ("a.b == 1e21", "8: \"1e21\" is beyond ±170,141,183,460,469,231,731"),
        (#"a.b == "a\n""#, #"10: in a text, \ stands before " or another \ only; write \\ for one"#),
        (#"a.b == "a\"#, #"10: in a text, \ stands before " or another \ only; write \\ for one"#),
        (#"a.b == "a\""#, "8: the text that begins here has no closing \""),
    ]

    static let names = [
        ("Tie_Out.breaks == 0", "1: a name has lower-case letters, digits, - and _ only, a letter first: \"Tie_Out\""),
        ("a.Breaks == 0", "3: a name has lower-case letters, digits, - and _ only, a letter first: \"Breaks\""),
        ("a.größe == 0", "3: a name has lower-case letters, digits, - and _ only, a letter first: \"größe\""),
        ("_a.b == 0", "1: a name has lower-case letters, digits, - and _ only, a letter first: \"_a\""),
        ("a.1 == 0", "3: a name has lower-case letters, digits, - and _ only, a letter first: \"1\""),
        ("a. == 0", "2: a name must stand behind the dot"),
        ("a..b == 0", "2: a name must stand behind the dot"),
        (
            "a .b == 0",
            "3: \".\" has no meaning here; write names without blanks around their dots, and 0.5 with its nought"
        ),
        ("a. b == 0", "2: a name must stand behind the dot"),
    ]

    @Test("Nesting has a limit", arguments: [("(", ")"), ("not ", ""), ("[", "]")])
    func depth(_ open: String, _ close: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "a.b" + String(repeating: close, count: depth)
        }
        #expect(parsingFault(nested(64)) == nil)
        #expect(parsingFault(nested(65)) == "\(64 * open.count + 1): nested deeper than 64 levels")
        #expect(parsingFault(nested(500)) == "\(64 * open.count + 1): nested deeper than 64 levels")
    }

    @Test("Levels that are closed do not count")
    func closedLevels() throws {
        let text = Array(repeating: "(not (a.b in [1]))", count: 100).joined(separator: " and ")
        #expect(parsingFault(text) == nil)
    }

    @Test("So does length, of the text as it stands and of the canonical text")
    func length() throws {
        let fault = "1: the expression is longer than 4096 bytes"
        #expect(parsingFault("a.b" + String(repeating: " ", count: 4093)) == nil)
        #expect(parsingFault("a.b" + String(repeating: " ", count: 4094)) == fault)
        #expect(parsingFault("a.b == \"" + String(repeating: "å", count: 2043) + "\"") == nil)
        #expect(parsingFault("a.b == \"" + String(repeating: "å", count: 2044) + "\"") == fault)
        #expect(parsingFault("1" + String(repeating: "+1", count: 1023)) == nil)
        #expect(parsingFault("1" + String(repeating: "+1", count: 1024)) == fault)
    }
}
