import Formats
import TestSupport
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "A name that stands twice in an object is refused",
        arguments: [
            "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[{\"b\":{\"a\":1,\"c\":[],\"a\":null}}]",
            "{\"\":1,\"\":2}",
        ]
    )
    func duplicateNames(text: String) {
        #expect {
            try JSONValue(parsing: text)
        } throws: { error in
            "\(error)".hasSuffix("twice")
        }
    }

    @Test(
        "Names that only look alike may stand together",
        arguments: ["{\"é\":1,\"e\u{301}\":2}", "{\"a\":1,\"A\":2}"]
    )
    func similarNames(text: String) throws {
        #expect(Array(try JSONValue(parsing: text).compactText.utf8) == Array(text.utf8))
    }

    @Test("Members, elements and numbers keep their order and text")
    func access() throws {
        var value = try JSONValue(parsing: "{\"z\":1.50,\"a\":[true,null,\"x\"],\"n\":\"12\"}")
        #expect(value["z"] == .number("1.50"))
        #expect(value["a"]?.array == [true, .null, "x"])
        #expect(value["n"]?.integer == 12 && value["z"]?.integer == nil && value["nothing"] == nil)
        #expect(value["a"]?.array?.last?.string == "x")
        value["a"] = nil
        value["z"] = 7
        value["new"] = ["k": "v"]
        #expect(value.compactText == "{\"z\":7,\"n\":\"12\",\"new\":{\"k\":\"v\"}}")
        #expect(JSONValue.null["a"] == nil && value.string == nil && value.array == nil)
    }

    @Test("Indented text has two blanks a level and ends with a line end")
    func indented() {
        let value: JSONValue = ["a": [1, ["b": "c"]], "d": [], "e": [:]]
        #expect(
            value.indentedText == """
                {
                  "a": [
                    1,
                    {
                      "b": "c"
                    }
                  ],
                  "d": [],
                  "e": {}
                }

                """
        )
    }

    @Test("Random values come back from compact and from indented text", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<10 {
            let value = Self.random(depth: 4, using: &generator)
            #expect(try JSONValue(parsing: value.compactText) == value)
            #expect(try JSONValue(parsing: value.indentedText) == value)
        }
    }

    private static func random(depth: Int, using generator: inout SplitMix64) -> JSONValue {
        let count = Int.random(in: 0...4, using: &generator)
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .null
        case 1: return .boolean(.random(using: &generator))
        case 2: return .number(["0", "-1", "1.50", "6.1e-7", "123456789012345678901234567890"][count])
        case 3, 4: return .string(text(using: &generator))
        case 5: return .array((0..<count).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            return .object(
                (0..<count).map { index in
                    .init("\(index)" + text(using: &generator), random(depth: depth - 1, using: &generator))
                }
            )
        }
    }

    private static func text(using generator: inout SplitMix64) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "€", "🎉", "/", "\u{2028}", "\u{7F}",
        ]
        return (0..<Int.random(in: 0...5, using: &generator)).reduce(into: "") { text, _ in
            text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)])
        }
    }
}
