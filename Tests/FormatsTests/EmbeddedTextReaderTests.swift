import Formats
import TestSupport
import Testing

@Suite("Text inside JSON")
struct EmbeddedTextReaderTests {
    /// The text of the member `results`, or the error.
    private func text(of chunks: [[UInt8]]) -> Result<String, FormatError> {
        Result { () throws(FormatError) in
            var reader = EmbeddedTextReader(members: ["results"])
            var bytes: [UInt8] = []
            for chunk in chunks { bytes += try reader.read(chunk.span) }
            try reader.finish()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test(
        "The member's text is found, wherever the chunks are cut",
        arguments: [
            ("{\"results\":\"a,b\\n1,2\\n\"}", "a,b\n1,2\n"), ("{\"results\":\"\"}", ""),
            ("{\"x\":1,\"results\":\"t\",\"y\":\"z\"}", "t"), ("{\"x\":{\"results\":\"no\"},\"results\":\"t\"}", "t"),
            ("{\"x\":[{\"results\":\"no\"},\"no\"],\"results\":\"t\",\"z\":[\"no\"]}", "t"),
            ("{\"results\":\"\\\"q\\\",\\\\ \\u00e5 \\uD83C\\uDF89 \\/\"}", "\"q\",\\ å 🎉 /"),
            ("{\"r\\u0065sults\":\"t\"}", "t"), ("{\"result\":\"no\",\"resultss\":\"no\",\"results\":\"t\"}", "t"),
            ("\u{FEFF} {\"results\" : \"é\\r\\n\" } ", "é\r\n"),
        ]
    )
    func found(document: String, expected: String) throws {
        for chunks in everySplit(of: document) {
            #expect(try text(of: chunks).get() == expected)
        }
    }

    @Test(
        "A document without such a text is an error",
        arguments: [
            ("{}", FormatError.Code.unknownColumn), ("{\"x\":\"results\"}", .unknownColumn),
            ("{\"results\":1}", .unknownColumn),
            ("{\"results\":null}", .unknownColumn), ("{\"results\":[\"t\"]}", .unknownColumn),
            ("{\"results\":{\"results\":\"t\"}}", .unknownColumn), ("[{\"results\":\"t\"}]", .unknownColumn),
            ("[\"results\",\"t\"]", .unknownColumn), ("\"results\"", .unknownColumn), ("{\"results\":\"t", .truncated),
            ("{\"results\":\"t\"", .truncated), ("{\"results\":\"t\"}}", .malformed),
            ("{\"results\":\"\\x\"}", .malformed),
            ("{\"results\":\"t\",\"results\":\"t\"}", .malformed), ("{\"results\":null,\"results\":\"t\"}", .malformed),
            ("", .truncated), ("a,b\n1,2\n", .malformed),
        ]
    )
    func missing(document: String, code: FormatError.Code) {
        for chunks in everySplit(of: document) {
            #expect {
                try text(of: chunks).get()
            } throws: { error in
                (error as? FormatError)?.code == code
            }
        }
    }

    @Test("Escaped text says what it was before, wherever the chunks are cut", arguments: UInt64(1)...12)
    func unescaped(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let pieces = [
            "plain text of some length", "a", ",", "\n", "\r", "\t", "\"", "\\", "/", "\u{8}", "\u{C}", "é", "🎉",
        ]
        let text = (0..<60).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        let short = ["\n": "n", "\r": "r", "\t": "t", "\"": "\"", "\\": "\\", "/": "/", "\u{8}": "b", "\u{C}": "f"]
        let escaped = text.unicodeScalars.map { scalar in
            if let letter = short[String(scalar)], scalar != "/" || Bool.random(using: &generator) {
                return "\\" + letter
            }
            guard Int.random(in: 0..<20, using: &generator) == 0 else { return String(scalar) }
            let digits = String(scalar).utf16.map { format(hexadecimal: $0) }
            return digits.map { "\\u" + $0 }.joined()
        }.joined()
        for chunks in everySplit(of: "{\"results\":\"\(escaped)\"}") {
            #expect(try self.text(of: chunks).get() == text, "seed \(seed)")
        }
    }

    private func format(hexadecimal unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    @Test(
        "What is wrong in a long text is said with its place",
        arguments: [
            ("\u{1}", "a control character stands inside a string (byte 75 of the JSON text)"),
            ("\\x", "\"x\" does not belong here (byte 76 of the JSON text)"),
            ("\\udc00", "half of a surrogate pair stands alone in a string (byte 80 of the JSON text)"),
        ]
    )
    func misplaced(fault: String, message: String) {
        let plain = String(repeating: "sixteen bytes 12", count: 4)
        for chunks in everySplit(of: "{\"results\":\"\(plain.dropLast(1))\(fault)\(plain)\"}") {
            #expect {
                try text(of: chunks).get()
            } throws: { error in
                (error as? FormatError)?.message == message
            }
        }
    }

    @Test("The text may stand under any one of several names")
    func names() throws {
        for (document, text) in [
            (#"{"contentType":"text/csv","data":"a\n"}"#, "a\n"), (#"{"results":"b\n"}"#, "b\n"),
            (#"{"results":"b","data":"a"}"#, nil), (#"{"more":{"data":"a"}}"#, nil),
        ] {
            var reader = EmbeddedTextReader(members: RecordFormat.reportMembers)
            let bytes = Array(document.utf8)
            let found = try? reader.read(bytes.span)
            let isWhole = (try? reader.finish()) != nil
            #expect((isWhole ? found.map { String(decoding: $0, as: UTF8.self) } : nil) == text)
        }
    }

    @Test("A long text passes through in pieces no longer than the chunks")
    func long() throws {
        let line = "S-1,\\\"5\\\"\\n"
        let document = "{\"results\":\"" + String(repeating: line, count: 100_000) + "\"}"
        let bytes = Array(document.utf8)
        var reader = EmbeddedTextReader(members: ["results"])
        var count = 0
        for start in stride(from: 0, to: bytes.count, by: 4096) {
            let piece = try reader.read(bytes[start..<min(start + 4096, bytes.count)].span)
            #expect(piece.count <= 4096)
            count += piece.count
        }
        try reader.finish()
        #expect(count == 100_000 * "S-1,\"5\"\n".utf8.count)
    }

    @Test("The text is handed on once a chunk, and not where there is none", arguments: 1...20 as ClosedRange<UInt64>)
    func handedOn(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let pieces = [
            "plain text, long enough for words", "\\n", "\\\"", "\\u00e5", "\\uD83C\\uDF89", "å€🎉", "\\\\", ",", "\\/",
        ]
        let plain = ["plain text, long enough for words", "\n", "\"", "å", "🎉", "å€🎉", "\\", ",", "/"]
        let choices = (0..<200).map { _ in Int.random(in: 0..<pieces.count, using: &generator) }
        let document = "{\"x\":\"no\",\"results\":\"" + choices.map { pieces[$0] }.joined() + "\",\"y\":[\"no\"]}"
        for chunks in [
            [Array(document.utf8)], document.utf8.map { [$0] },
            randomSplit(of: Array(document.utf8), using: &generator),
        ] {
            var reader = EmbeddedTextReader(members: ["results"])
            var text: [UInt8] = []
            for chunk in chunks {
                var calls = 0
                try reader.read(chunk.span) { (piece) throws(FormatError) in
                    calls += 1
                    #expect(piece.count > 0)
                    for index in piece.indices { text.append(piece[index]) }
                }
                #expect(calls <= 1)
            }
            try reader.finish()
            #expect(String(decoding: text, as: UTF8.self) == choices.map { plain[$0] }.joined())
        }
    }

    @Test("A report is CSV inside JSON; places count in the CSV")
    func report() {
        let document = "{\"total\":2,\"results\":\"id,name\\n1,\\\"x, \\u00e5\\\"\\nbad\\n2,y\\n\"}"
        let outcome = ReadingOutcome.atEverySplit(.report, document)
        #expect(outcome.values == [["1", "x, å"], ["2", "y"]])
        #expect(
            outcome.faults == [
                .init(
                    row: 2,
                    line: 3,
                    byteOffset: 18,
                    column: nil,
                    reason: "has 1 field where the header line has 2",
                    rawText: "bad"
                )
            ]
        )
        #expect(ReadingOutcome.atEverySplit(.report, "{\"results\":\"\"}").errorCode == .truncated)
        #expect(ReadingOutcome.atEverySplit(.report, "{\"error\":\"\"}").errorCode == .unknownColumn)
    }
}
