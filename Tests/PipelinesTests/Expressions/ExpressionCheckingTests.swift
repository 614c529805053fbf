import Pipelines
import Records
import TestSupport
import Testing

@Suite("Checking the types of expressions")
struct ExpressionCheckingTests {
    /// Two types with an operator between them.
    struct Pair: Sendable, CustomTestStringConvertible {
        let left: ExpressionType
        let by: String
        let right: ExpressionType

        var testDescription: String { "\(left) \(by) \(right)" }

        var text: String {
            get throws {
                "\(try #require(Offer.names[left])) \(by) \(try #require(Offer.names[right]))"
            }
        }

        /// What the language says, written down once more.
        var isCondition: Bool {
            switch by {
            case "==", "!=": left == right
            case "<", "<=", ">", ">=": left == right && [.number, .date, .month].contains(left)
            case "in": left == .text && right == .list
            case "and", "or": left == .boolean && right == .boolean
            default: false
            }
        }
    }

    static let pairs = ["==", "!=", "<", "<=", ">", ">=", "in", "and", "or", "+", "-"].flatMap { by in
        ExpressionType.allCases.flatMap { left in
            ExpressionType.allCases.map { Pair(left: left, by: by, right: $0) }
        }
    }

    @Test("Every operator between every two types", arguments: Self.pairs)
    func pair(_ pair: Pair) throws {
        let faults = try Offer.faults(try pair.text)
        #expect(faults.isEmpty == pair.isCondition, "\(faults)")
    }

    @Test("A sum takes numbers", arguments: ExpressionType.allCases, ["+", "-"])
    func sums(_ type: ExpressionType, _ by: String) throws {
        let name = try #require(Offer.names[type])
        #expect(try Offer.faults("1 == 1 \(by) \(name)").isEmpty == (type == .number))
        #expect(try Offer.faults("1 == \(name) \(by) 1").isEmpty == (type == .number))
    }

    @Test("A literal list has values of one type", arguments: ExpressionType.allCases, ExpressionType.allCases)
    func lists(_ type: ExpressionType, _ other: ExpressionType) throws {
        let (name, element) = (try #require(Offer.names[type]), try #require(Offer.names[other]))
        #expect(try Offer.faults("\(name) in [\(element)]").isEmpty == (type == other && type != .list))
        #expect(try Offer.faults("params.customers == [\(element)]").isEmpty == (other == .text))
    }

    @Test("not takes a condition", arguments: ExpressionType.allCases)
    func negation(_ type: ExpressionType) throws {
        let name = try #require(Offer.names[type])
        #expect(try Offer.faults("not \(name)").isEmpty == (type == .boolean))
        #expect(try Offer.faults(name).isEmpty == (type == .boolean))
    }

    @Test(
        "Conditions",
        arguments: [
            "tie_out.breaks == 0 and charges.records > 0", "params.provider == \"aws\"", "not params.dry", "true",
            "each.customer != \"C-1\"", "params.period >= 2026-10", "params.period in [2026-10, 2026-11]",
            "params.period.start <= params.as_of", "tie_out.breaks + charges.rejects in [0, 1 + 1]",
            "each.customer in params.customers", "params.customers != []", "params.customers == [\"a\", each.customer]",
            "params.dry == (tie_out.breaks == 0)", "params.dry in [true, false]", "\"a\" in [\"a\"]",
            "params.rate < -0.5",
        ])
    func conditions(_ text: String) throws {
        #expect(try Offer.faults(text) == [])
    }

    @Test("Faults are told with their place, and what to write", arguments: Self.faultyTexts)
    func faults(_ text: String, _ faults: [String]) throws {
        #expect(try Offer.faults(text) == faults)
    }

    static let faultyTexts: [(String, [String])] = [
        (
            "tie_out.breaks",
            ["1: a condition must be true or false; `tie_out.breaks` is a number: write tie_out.breaks == 0"]
        ),
        (
            "(params.provider)",
            ["2: a condition must be true or false; `params.provider` is a text: write params.provider == \"…\""]
        ),
        (
            "params.period",
            ["1: a condition must be true or false; `params.period` is a month: write params.period == 2026-10"]
        ),
        (
            "params.as_of",
            ["1: a condition must be true or false; `params.as_of` is a date: write params.as_of == 2026-10-01"]
        ),
        (
            "params.customers",
            ["1: a condition must be true or false; `params.customers` is a list: write \"…\" in params.customers"]
        ),
        ("1 + 1", ["1: a condition must be true or false; `1 + 1` is a number: write 1 + 1 == 0"]),
        (
            "params.dry and charges.records",
            ["16: \"and\" joins conditions; `charges.records` is a number: write charges.records == 0"]
        ),
        (
            "not charges.records",
            ["5: \"not\" takes a condition; `charges.records` is a number: write charges.records == 0"]
        ),
        (
            "params.provider == 5",
            ["17: `params.provider` is a text and `5` is a number; nothing is converted: write \"5\""]
        ),
        (
            "2026-10 != params.provider",
            ["9: `2026-10` is a month and `params.provider` is a text; nothing is converted: write \"2026-10\""]
        ),
        (
            "params.period == \"2026-10\"",
            [
                "15: `params.period` is a month and `\"2026-10\"` is a text; nothing is converted: write 2026-10, without quotation marks"
            ]
        ),
        (
            "\"0\" == tie_out.breaks",
            [
                "5: `\"0\"` is a text and `tie_out.breaks` is a number; nothing is converted: write 0, without quotation marks"
            ]
        ),
        (
            "params.dry == \"true\"",
            [
                "12: `params.dry` is a truth value and `\"true\"` is a text; nothing is converted: write true, without quotation marks"
            ]
        ),
        (
            "tie_out.breaks == \"none\"",
            ["16: `tie_out.breaks` is a number and `\"none\"` is a text; nothing is converted"]
        ),
        (
            "params.period <= params.as_of",
            [
                "15: `params.period` is a month and `params.as_of` is a date; nothing is converted: write params.period.start, .last_day or .end"
            ]
        ),
        (
            "params.dry < true",
            ["12: `params.dry` is a truth value, and truth values have no order; use == or != instead of <"]
        ),
        (
            "params.provider >= \"b\"",
            [
                "17: `params.provider` is a text, and texts have no order here, in which \"10\" would come before \"9\"; use == or != instead of >="
            ]
        ),
        (
            "params.customers > []",
            ["18: `params.customers` is a list, and lists have no order; use == or != instead of >"]
        ),
        (
            "params.period + 1 == 2026-11",
            [
                "1: + and - take numbers; `params.period` is a month",
                "19: `params.period + 1` is a number and `2026-11` is a month; nothing is converted",
            ]
        ),
        ("params.provider in \"aws\"", ["20: \"in\" looks into a list; `\"aws\"` is a text: write [ ] around it"]),
        (
            "tie_out.breaks in params.customers",
            ["16: `params.customers` is a list of texts and `tie_out.breaks` is a number; nothing is converted"]
        ),
        (
            "params.provider in [\"aws\", 5, 2026-10]",
            [
                "28: `params.provider` is a text and `5` is a number; nothing is converted: write \"5\"",
                "31: `params.provider` is a text and `2026-10` is a month; nothing is converted: write \"2026-10\"",
            ]
        ),
        ("params.provider in []", ["20: nothing is in an empty list"]),
        ("params.customers in [params.provider]", ["1: \"in\" looks for one value; `params.customers` is a list"]),
        ("params.customers == [1]", ["22: a list that does not stand behind in is one of texts; `1` is a number"]),
        ("params.x == 1", ["1: there is no params.x"]),
        (
            "params.rate or params.x",
            [
                "1: \"or\" joins conditions; `params.rate` is a number: write params.rate == 0",
                "16: there is no params.x",
            ]
        ),
        ("params.x == 1 and params.x == \"a\" or not params.x", ["1: there is no params.x"]),
        (
            "params.dry and (params.x or params.rate) and params.provider == 1",
            [
                "17: there is no params.x",
                "29: \"or\" joins conditions; `params.rate` is a number: write params.rate == 0",
                "62: `params.provider` is a text and `1` is a number; nothing is converted: write \"1\"",
            ]
        ),
        ("tie_out.breaks-1 == 0", ["1: there is no tie_out.breaks-1; to subtract, write tie_out.breaks - 1"]),
        (
            "tie_out.breaks-charges.rejects == 0",
            ["1: there is no tie_out.breaks-charges.rejects; to subtract, write tie_out.breaks - charges.rejects"]
        ),
        ("params.provider-1 == \"a\"", ["1: there is no params.provider-1"]),
    ]

    @Test("A reference's type is asked for once")
    func questions() throws {
        var asked: [String] = []
        _ = try expression("params.dry and params.dry == params.dry or tie_out.breaks == 0").check {
            asked.append($0.description)
            return Offer.type(of: $0)
        }
        #expect(asked == ["params.dry", "tie_out.breaks"])
    }
}
