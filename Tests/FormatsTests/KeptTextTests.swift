import Records
import TestSupport
import Testing

@testable import Formats

@Suite("The text that is kept of a record")
struct KeptTextTests {
    @Test("Up to the limit it is whole; beyond, its beginning and a mark", arguments: [-1, 0, 1, 1000])
    func limit(beyond: Int) {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: KeptText.limit + beyond)
        var kept = KeptText()
        kept.append(text.span)
        let isCut = beyond > 0
        #expect(kept.isCut == isCut)
        #expect(kept.bytes == text.prefix(KeptText.limit) + (isCut ? Array("…".utf8) : []))
    }

    @Test("A character is not cut in half", arguments: 0...4)
    func characters(shift: Int) {
        let text = Array((String(repeating: "x", count: shift) + String(repeating: "🎉", count: 9_000)).utf8)
        var (whole, single) = (KeptText(), KeptText())
        whole.append(text.span)
        for byte in text { single.append(byte) }
        #expect(whole.bytes == single.bytes)
        let shown = String(decoding: whole.bytes, as: UTF8.self)
        #expect(shown.hasSuffix("🎉…") && !shown.contains("\u{FFFD}"))
    }

    @Test("A long record is read whole, and recalled by its beginning", arguments: [true, false])
    func longRecord(isXML: Bool) {
        let padding = String(repeating: "x", count: 50_000)
        let text = isXML ? "<l><r><p>\(padding)</p><a>1</a></r></l>" : "[{\"p\":\"\(padding)\",\"a\":\"1\"}]"
        let format = isXML ? RecordFormat.xml(records: RecordPath("r"), charset: nil) : .json(records: nil)
        for size in [100_000, 1_000, 7] {
            let bytes = Array(text.utf8)
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            let read = ReadingOutcome(format, chunks, goal: .batches([ColumnMapping("a")]))
            #expect(read.values == [["1"]])
            let recalled = ReadingOutcome(format, chunks, goal: .recall([1])).recalled
            let beginning = isXML ? "<r><p>xx" : "{\"p\":\"xx"
            #expect(recalled.map { $0.text.hasPrefix(beginning) && $0.text.hasSuffix("x…") } == [true])
        }
    }
}
