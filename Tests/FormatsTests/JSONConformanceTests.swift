import Formats
import TestSupport
import Testing

/// Cases in the spirit of Nicolas Seriot's JSONTestSuite, written for this suite.
@Suite("JSON as RFC 8259 has it")
struct JSONConformanceTests {
    /// Texts that must be read, and what they are in compact form.
    private static let accepted = [
        ("null", "null"), ("true", "true"), (" false ", "false"), ("0", "0"), ("-0", "-0"), ("-1", "-1"),
        ("123", "123"),
        ("1.5", "1.5"), ("-0.0", "-0.0"), ("1e5", "1e5"), ("1E+5", "1E+5"), ("0e-1", "0e-1"),
        ("12.50e-07", "12.50e-07"),
        ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"), ("\"\"", "\"\""),
        ("\"a\"", "\"a\""), ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"), ("{ }", "{}"), ("[[]]", "[[]]"),
        ("[[],{}]", "[[],{}]"),
        ("[1]", "[1]"), ("[1,2]", "[1,2]"), ("[ 1 , 2 ]\n", "[1,2]"), ("\t\r\n[\n]", "[]"), ("[1\n,-2]", "[1,-2]"),
        ("{\"a\":1}", "{\"a\":1}"), ("{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"), ("{\"\":0}", "{\"\":0}"),
        ("{\"a\":{\"a\":{\"a\":null}}}", "{\"a\":{\"a\":{\"a\":null}}}"),
        ("[{\"a\":1},{\"a\":2}]", "[{\"a\":1},{\"a\":2}]"),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\""), ("\"\\u0041\"", "\"A\""),
        ("\"\\u00e5\\u00E5\"", "\"åå\""), ("\"\\u20AC\"", "\"€\""), ("\"\\uD83C\\uDF89\"", "\"🎉\""),
        ("\"🎉é\"", "\"🎉é\""),
        ("\"\\ud83c\\udf89\\uD83C\\uDF89\"", "\"🎉🎉\""), ("\"\\u0000\"", "\"\\u0000\""), ("\"\\u001f\"", "\"\\u001f\""),
        ("\"\\uFFFF\\uDBFF\\uDFFF\"", "\"\u{FFFF}\u{10FFFF}\""), ("\"\u{7F}\"", "\"\u{7F}\""),
        ("\"\u{2028}\"", "\"\u{2028}\""),
        ("\"\\\\u0041\"", "\"\\\\u0041\""), ("{\"\\u0061\":1}", "{\"a\":1}"), ("{\"a\\n\":1}", "{\"a\\n\":1}"),
        ("\u{FEFF}[1]", "[1]"), ("\u{FEFF} {}", "{}"), ("[true,false,null]", "[true,false,null]"),
        ("[\"a\",\"\",\"b\"]", "[\"a\",\"\",\"b\"]"),
        ("[0,-0,0.0]", "[0,-0,0.0]"), ("[1e1]", "[1e1]"), ("\"x\"  ", "\"x\""),
        ("{\"a\":\"}\",\"b\":\"]\"}", "{\"a\":\"}\",\"b\":\"]\"}"),
    ]

    @Test("Must be read, wherever the chunks are cut", arguments: accepted)
    func accepts(text: String, compact: String) throws {
        #expect(try JSONValue(parsing: text).compactText == compact)
        let whole = JSONEventRecorder.events(of: [Array(text.utf8)])
        #expect(whole.first != "error")
        for chunks in everySplit(of: text) {
            #expect(
                JSONEventRecorder.events(of: chunks) == whole,
                "\(chunks.map { String(decoding: $0, as: UTF8.self) })"
            )
        }
    }

    @Test(
        "Must be refused with the same words, wherever the chunks are cut",
        arguments: [
            "", " ", "\u{FEFF}", "[", "]", "{", "}", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1}", "{1}",
            "[\"a\"",
            "[\"a\",\n", "[\"", "\"", "\"a", "'a'", "['a']", "a", "nul", "nulll", "NULL", "Null", "tru", "truth",
            "truefalse",
            "fals", "True", "nan", "NaN", "Infinity", "-Infinity", "undefined", "01", "-01", "00", "1.", ".5", "-.5",
            "-", "+1",
            "--1", "1.e5", "1e", "1e+", "1e-", "1eE2", "1e1.5", "1.2.3", "1+2", "1-2", "0x1", "0e", "0.", "1 000",
            "1,000", "1_0",
            "[-]", "[1.]", "[01]", "[2.e3]", "[+1]", "[1e]", "[1a]", "[0x42]", "[- 1]", "[1e 5]", "१", "[１]", "-\u{0}",
            "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{,\"a\":1}", "{\"a\" 1}", "{\"a\"::1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1", "{\"a\":", "{\"a\"", "{\"a", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{\"a\":1]",
            "{\"a\",1}",
            "{\"a\":1}}", "{\"a\":1}{}", "{\"a\":1}x", "[]]", "[][]", "1 2", "null null", "\"a\"\"b\"", "[1],", "{},",
            "\"\\x41\"", "\"\\a\"", "\"\\'\"", "\"\\\"", "\"\\", "\"\\u", "\"\\u12\"", "\"\\u123\"", "\"\\u12G4\"",
            "\"\\U0041\"",
            "\"\\ 1\"", "\"\\\u{0}\"", "\"\\é\"", "\"\n\"", "\"\t\"", "\"\r\"", "\"\u{0}\"", "\"\u{1F}\"",
            "{\"a\nb\":1}",
            "\"\\uD83C\"", "\"\\uDF89\"", "\"\\uD83Cx\"", "\"\\uD83C\\n\"", "\"\\uD83C\\u0041\"", "\"\\uD83C\\uD83C\"",
            "\"\\uDF89\\uD83C\"", "\"\\uD83C\\\"", "{\"\\uD83C\":1}", "// c\n1", "/* c */1", "1 // c", "[1]#",
            "[\u{A0}1]", "[\u{C}1]",
            "[\u{B}]", "\u{FEFF}\u{FEFF}1", "[\u{FEFF}1]", "1\u{FEFF}", "[\"a\":1]", "[1:2]", "{\"a\":1:2}", "<null>",
            "\\u0031", "&",
            "[1]\u{0}", "*", "{\"a\":tru}", "[nul]", "[fals", "{\"a\":/1}",
        ]
    )
    func refuses(text: String) {
        #expect(throws: FormatError.self) { try JSONValue(parsing: text) }
        let whole = JSONEventRecorder.events(of: [Array(text.utf8)])
        #expect(whole.first == "error")
        for chunks in everySplit(of: text) {
            #expect(
                JSONEventRecorder.events(of: chunks) == whole,
                "\(chunks.map { String(decoding: $0, as: UTF8.self) })"
            )
        }
    }

    @Test(
        "Part of a byte order mark is refused",
        arguments: [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x31], [0xEF, 0x31]] as [[UInt8]]
    )
    func partOfAMark(bytes: [UInt8]) {
        let whole = JSONEventRecorder.events(of: [bytes])
        #expect(whole.first == "error")
        #expect(JSONEventRecorder.events(of: bytes.map { [$0] }) == whole)
    }

    @Test(
        "A string is UTF-8, or the text is refused with the same words, wherever the chunks are cut",
        arguments: [
            ([0x80], 2), ([0xBF, 0x61], 2), ([0xC0, 0x80], 2), ([0xC1, 0xBF], 2), ([0xC3], 3), ([0xC3, 0x61], 3),
            ([0x61, 0xC3, 0xC3], 4), ([0xE0, 0x9F, 0xBF], 3), ([0xE2, 0x82], 4), ([0xED, 0xA0, 0x80], 3),
            ([0xEF, 0xBF], 4), ([0xF0, 0x8F, 0xBF, 0xBF], 3), ([0xF0, 0x9F, 0x8E], 5), ([0xF4, 0x90, 0x80, 0x80], 3),
            ([0xF5, 0x80, 0x80, 0x80], 2), ([0xFF], 2), ([0xE2, 0x5C, 0x6E], 3),
        ] as [([UInt8], Int)])
    func encoding(bytes: [UInt8], position: Int) {
        let message = "the bytes of a string are not UTF-8 (byte \(position) of the JSON text)"
        let long = Array(repeating: UInt8(ascii: "x"), count: 20)
        for text in [
            Array("[\"".utf8) + bytes + Array("\"]".utf8), Array("{\"".utf8) + bytes + long + Array("\":1}".utf8),
        ] {
            #expect(JSONEventRecorder.events(of: [text]) == ["error", "malformed", message])
            for chunks in everySplit(of: text) {
                #expect(JSONEventRecorder.events(of: chunks) == ["error", "malformed", message])
            }
        }
    }

    @Test("Characters of every length pass, wherever the chunks are cut")
    func characters() {
        let text = "{\"å€🎉\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\":\"plain and ß, then \u{D7FF}\u{E000}\\n日本語\"}"
        let whole = JSONEventRecorder.events(of: [Array(text.utf8)])
        #expect(whole.first != "error")
        for chunks in everySplit(of: text) { #expect(JSONEventRecorder.events(of: chunks) == whole) }
    }

    @Test(
        "Faults name the byte",
        arguments: [
            ("[1,x]", "\"x\" does not belong here (byte 3 of the JSON text)"),
            ("{\"a\":01}", "\"01\" is not a JSON number (byte 7 of the JSON text)"),
            ("[\"\n\"]", "a control character stands inside a string (byte 2 of the JSON text)"),
            ("[\"\\uD800x\"]", "half of a surrogate pair stands alone in a string (byte 8 of the JSON text)"),
            ("[\"\\uD800\"]", "half of a surrogate pair stands alone in a string (byte 8 of the JSON text)"),
            ("[1", "the JSON text is cut off after 2 bytes"),
            ("[é]", "byte 195 does not belong here (byte 1 of the JSON text)"),
        ]
    )
    func wording(text: String, message: String) {
        for chunks in everySplit(of: text) {
            #expect(JSONEventRecorder.events(of: chunks).last == message)
        }
    }

    @Test("Nesting has a limit", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(opening: String, closing: String) throws {
        let inner = "1"
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + inner + String(repeating: closing, count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(256)) }
        #expect {
            try JSONValue(parsing: nested(257))
        } throws: { error in
            (error as? FormatError)?.code == .tooLarge
        }
    }

    @Test("Names and numbers have a limit, strings have none")
    func tokenLimit() throws {
        let long = String(repeating: "1", count: 70_000)
        for text in [long, "{\"\(long)\":1}"] {
            let whole = JSONEventRecorder.events(of: [Array(text.utf8)])
            #expect(whole == ["error", "tooLarge", "a JSON name or number has more than 65536 bytes"])
            #expect(JSONEventRecorder.events(of: text.utf8.map { [$0] }) == whole)
        }
        #expect(try JSONValue(parsing: "\"\(long)\"").string == long)
    }

    @Test("Random text never traps, and reads the same in any split", arguments: 0..<60 as Range<UInt64>)
    func randomText(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let count = Int.random(in: 0...24, using: &generator)
            let bytes = generator.bytes(count: count, from: "[[]]{{}}\"\"\"\"::,,1-0.eE \\\\uDd8C0tfn\n")
            let whole = JSONEventRecorder.events(of: [bytes])
            #expect(JSONEventRecorder.events(of: bytes.map { [$0] }) == whole)
            #expect(JSONEventRecorder.events(of: randomSplit(of: bytes, using: &generator)) == whole)
        }
    }
}
