import Pipelines
import Records
import TestSupport
import Testing

@Suite("Evaluating expressions")
struct ExpressionEvaluationTests {
    @Test("Operators", arguments: Self.results)
    func operators(_ text: String, _ result: String) throws {
        #expect(try Offer.evaluate(text, Self.values).outcome.word == result)
    }

    static let values = [
        "n.three": "3", "n.unknown": "?", "t.aws": "\"aws\"", "t.unknown": "?", "b.true": "true",
        "d.first": "2026-10-01",
        "m.october": "2026-10", "l.some": "[C-1,C-2]", "l.none": "[]", "l.unknown": "?",
    ]

    static let results = [
        ("n.three == 3", "true"), ("n.three == 3.0", "true"), ("n.three == 4", "false"),
        ("n.three != 3", "false"), ("n.three != 4", "true"),
        ("n.three < 3", "false"), ("n.three < 4", "true"), ("n.three < 2", "false"),
        ("n.three <= 3", "true"), ("n.three <= 4", "true"), ("n.three <= 2", "false"),
        ("n.three > 3", "false"), ("n.three > 4", "false"), ("n.three > 2", "true"),
        ("n.three >= 3", "true"), ("n.three >= 4", "false"), ("n.three >= 2", "true"),
        ("n.three + 0.1 + 0.2 == 3.3", "true"), ("n.three - 1 - 1 == 1", "true"), ("n.three - (1 - 1) == 3", "true"),
        ("n.three - -1 == 4", "true"), ("-3 < n.three", "true"),
        ("d.first == 2026-10-01", "true"), ("d.first < 2026-10-02", "true"), ("d.first >= 2026-10-02", "false"),
        ("m.october == 2026-10", "true"), ("m.october > 2026-09", "true"), ("m.october <= 2025-12", "false"),
        ("t.aws == \"aws\"", "true"), ("t.aws == \"AWS\"", "false"), ("t.aws != \"aws \"", "true"),
        ("\"\u{E9}\" == \"e\u{301}\"", "false"), ("\"\u{E9}\" in [\"e\u{301}\"]", "false"),
        ("b.true == true", "true"), ("b.true != true", "false"), ("b.true == (n.three == 4)", "false"),
        ("n.three in [1, 2 + 1]", "true"), ("n.three in [1, 2]", "false"), ("n.three in [n.unknown, 3]", "true"),
        ("n.three in [n.unknown, 4]", "?"), ("n.unknown in [1]", "?"), ("n.unknown in []", "false"),
        ("m.october in [2026-09, 2026-10]", "true"),
        ("\"C-1\" in l.some", "true"), ("\"C-3\" in l.some", "false"), ("\"C-1\" in l.none", "false"),
        ("t.unknown in l.some", "?"), ("t.unknown in l.none", "false"), ("\"C-1\" in l.unknown", "?"),
        ("l.some == [\"C-1\", \"C-2\"]", "true"), ("l.some == [\"C-2\", \"C-1\"]", "false"), ("l.none == []", "true"),
        ("l.some == [t.unknown]", "?"),
        ("n.unknown == n.unknown", "?"), ("n.unknown - n.unknown == 0", "?"), ("1 + n.unknown + 1 > 0", "?"),
        ("n.unknown < 3", "?"), ("not n.unknown < 3", "?"),
    ]

    @Test("and, or and not with what is not known yet", arguments: Self.truthTable)
    func truthTables(_ left: String, _ right: String, _ and: String, _ or: String) throws {
        let values = ["a.x": left, "b.x": right]
        #expect(try Offer.evaluate("a.x and b.x", values).outcome.word == and)
        #expect(try Offer.evaluate("b.x and a.x", values).outcome.word == and)
        #expect(try Offer.evaluate("a.x or b.x", values).outcome.word == or)
        #expect(try Offer.evaluate("b.x or a.x", values).outcome.word == or)
        let opposite = ["true": "false", "false": "true", "?": "?"]
        #expect(try Offer.evaluate("not a.x", values).outcome.word == opposite[left])
        #expect(try Offer.evaluate("not (a.x and b.x)", values).outcome.word == opposite[and])
        #expect(try Offer.evaluate("not (a.x or b.x)", values).outcome.word == opposite[or])
        #expect(try Offer.evaluate("a.x and b.x and true", values).outcome.word == and)
        #expect(try Offer.evaluate("a.x or b.x or false", values).outcome.word == or)
    }

    static let truthTable = [
        ("true", "true", "true", "true"), ("true", "false", "false", "true"), ("true", "?", "?", "true"),
        ("false", "true", "false", "true"), ("false", "false", "false", "false"), ("false", "?", "false", "?"),
        ("?", "true", "?", "true"), ("?", "false", "false", "?"), ("?", "?", "?", "?"),
    ]

    @Test("Why", arguments: Self.reasons)
    func explanations(_ text: String, _ values: [String: String], _ explanation: String) throws {
        #expect(try Offer.evaluate(text, values).explanation == explanation)
    }

    static let reasons: [(String, [String: String], String)] = [
        ("tie_out.breaks == 0", ["tie_out.breaks": "14"], "tie_out.breaks == 0 is false: tie_out.breaks is 14"),
        ("tie_out.breaks==0", ["tie_out.breaks": "0"], "tie_out.breaks == 0 is true: tie_out.breaks is 0"),
        ("tie_out.breaks == 0", [:], "tie_out.breaks == 0 is unknown: tie_out.breaks is not known yet"),
        ("a.x + b.x > a.x", ["a.x": "1", "b.x": "-2"], "a.x + b.x > a.x is false: a.x is 1 and b.x is -2"),
        ("a.x + b.x > 0", ["a.x": "1"], "a.x + b.x > 0 is unknown: b.x is not known yet"),
        ("a.x == 0 and b.x > 0", ["a.x": "14", "b.x": "2"], "a.x == 0 is false: a.x is 14"),
        ("a.x == 0 and b.x > 0", ["b.x": "0"], "b.x > 0 is false: b.x is 0"),
        ("a.x == 0 and b.x > 0", ["b.x": "1"], "a.x == 0 is unknown: a.x is not known yet"),
        ("a.x == 0 and b.x > 0", ["a.x": "1", "b.x": "0"], "a.x == 0 is false: a.x is 1; b.x > 0 is false: b.x is 0"),
        ("a.x == 0 and b.x > 0", ["a.x": "0", "b.x": "2"], "a.x == 0 is true: a.x is 0; b.x > 0 is true: b.x is 2"),
        ("a.x == 0 or b.x > 0", ["a.x": "0", "b.x": "0"], "a.x == 0 is true: a.x is 0"),
        ("a.x == 0 or b.x > 0", ["a.x": "1", "b.x": "0"], "a.x == 0 is false: a.x is 1; b.x > 0 is false: b.x is 0"),
        ("a.x or b.x == 1 and c.x", ["a.x": "false", "b.x": "1", "c.x": "false"], "a.x is false; c.x is false"),
        ("params.dry", ["params.dry": "false"], "params.dry is false"),
        ("params.dry", [:], "params.dry is not known yet"),
        ("not params.dry", ["params.dry": "true"], "not params.dry is false: params.dry is true"),
        ("not a.x == 1", ["a.x": "2"], "not a.x == 1 is true: a.x is 2"),
        (
            "not (a.x or b.x == 1)", ["a.x": "false", "b.x": "1"],
            "not (a.x or b.x == 1) is false: b.x == 1 is true: b.x is 1"
        ),
        (
            "not not (a.x or b.x)", ["a.x": "false", "b.x": "true"],
            "not not (a.x or b.x) is true: not (a.x or b.x) is false: b.x is true"
        ),
        ("true", [:], "true is true"),
        ("1 == 2", [:], "1 == 2 is false"),
        ("a.x == \"aws\"", ["a.x": "\"gcp\""], "a.x == \"aws\" is false: a.x is \"gcp\""),
        ("a.x == \"aws\"", ["a.x": "\"\u{1b}[2J\n\""], "a.x == \"aws\" is false: a.x is \"\\u{1b}[2J\\u{a}\""),
        ("a.x >= 2026-11", ["a.x": "2026-10"], "a.x >= 2026-11 is false: a.x is 2026-10"),
        ("\"c\" in a.x", ["a.x": "[a,b]"], "\"c\" in a.x is false: a.x is [\"a\", \"b\"]"),
        (
            "\"c\" in a.x", ["a.x": "[1,2,3,4,5,6,7]"],
            "\"c\" in a.x is false: a.x is [\"1\", \"2\", \"3\", \"4\", \"5\", and 2 more]"
        ),
    ]

    @Test("A sum that is out of range is told, also where another part has decided", arguments: Self.overflows)
    func overflow(_ text: String, _ column: Int) throws {
        let evaluation = try Offer.evaluate(text, ["a.x": "170141183460469231731", "b.x": "?"])
        let message = "cannot be reckoned: a sum or product is beyond ±170,141,183,460,469,231,731"
        guard case .fault(let fault) = evaluation.outcome else {
            Issue.record("\(evaluation)")
            return
        }
        #expect(fault.position == TextPosition(line: 1, column: column))
        #expect(fault.message.hasSuffix(message) && evaluation.explanation == fault.message)
    }

    static let overflows = [
        ("a.x + 1 > 0", 1), ("0 - a.x - 1 < 0", 1), ("true or a.x + 1 > 0", 9), ("false and a.x + 1 > 0", 11),
        ("b.x > a.x + 1", 7), ("1 in [1, a.x + 1]", 10), ("not a.x - -1 == 0", 5), ("b.x and (a.x + 1 > 0)", 10),
    ]

    @Test("What does not fit, and was not checked, is a fault and no crash", arguments: ExpressionCheckingTests.pairs)
    func unchecked(_ pair: ExpressionCheckingTests.Pair) throws {
        let names = [
            "params.dry": "true", "params.provider": "\"aws\"", "tie_out.breaks": "1", "params.as_of": "2026-10-01",
            "params.period": "2026-10", "params.customers": "[a]",
        ]
        let outcome = try Offer.evaluate(try pair.text, names).outcome
        #expect((outcome.word == "fault") == !pair.isCondition, "\(outcome)")
    }

    @Test("A value is asked for once")
    func questions() throws {
        var asked: [String] = []
        _ = try expression("a.x == 1 and a.x + b.x == 2 or not a.x == 3").evaluate {
            asked.append($0.description)
            return .number(ExactDecimal(asked.count))
        }
        #expect(asked == ["a.x", "b.x"])
    }
}
