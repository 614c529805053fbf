import Formats
import Records
import TestSupport
import Testing

/// The same document in both encodings gives the same batches; a damaged one gives the same at every split.
@Suite("XML and JSON alike")
struct TreeEquivalenceTests {
    private static let mappings = [
        ColumnMapping("id"), ColumnMapping("amount", .decimal, isOptional: true),
        ColumnMapping("customer/name", isOptional: true),
        ColumnMapping(
            column: Column(name: "invoice", type: .text), source: "number", isOptional: true, enclosing: "invoice"),
    ]
    private static let path = RecordPath("invoice/lines/line")

    /// A document that is written down as XML and as JSON by the same choices.
    private struct Writer {
        var generator: SplitMix64
        var xml = "<export>"
        var json = "{\"invoice\":["

        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

        /// A member as attribute or element, and as a member of JSON.
        mutating func member(_ name: String) -> (attribute: String, element: String, json: String) {
            let value =
                name == "amount"
                ? "\(number(-99...99)).\(number(10...99))" : ["å", "a & b", "<x>", "\"", ""][number(0...4)]
            let escaped = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
                "\"", with: "&quot;")
            let json = "\"\(name)\":\"\(value.replacing("\"", with: "\\\""))\""
            switch number(0...5) {
            case 0: return ("", "", "")
            case 1: return (" \(name)=\"\(escaped)\"", "", json)
            case 2: return ("", "<\(name) xsi:nil=\"true\"/>", "\"\(name)\":null")
            case 3: return ("", "<p:\(name)>\(escaped)</p:\(name)>", json)
            default: return ("", "<\(name)>\(escaped)</\(name)>", json)
            }
        }

        mutating func object(_ name: String, _ members: [String]) -> (xml: String, json: String) {
            var (attributes, elements, parts) = ("", "", [String]())
            for member in members.shuffled(using: &generator) {
                let written: (attribute: String, element: String, json: String)
                if member == "customer" {
                    let inner = object(member, ["name", "country"])
                    written = ("", inner.xml, "\"customer\":\(inner.json)")
                } else if member == "lines" {
                    let lines = (0..<number(1...4)).map { _ in object("line", ["id", "amount", "customer", "other"]) }
                    written = (
                        "", "<lines>\n" + lines.map(\.xml).joined(separator: " ") + "</lines>",
                        "\"lines\":[" + lines.map(\.json).joined(separator: ",") + "]"
                    )
                } else {
                    written = self.member(member)
                }
                attributes += written.attribute
                elements += written.element
                if !written.json.isEmpty { parts.append(written.json) }
            }
            return ("<\(name)\(attributes)>\(elements)</\(name)>", "{\(parts.joined(separator: ","))}")
        }

        mutating func write() {
            let invoices = (0..<number(1...4)).map { _ in object("invoice", ["number", "lines", "date"]) }
            xml = "<export>\n" + invoices.map(\.xml).joined(separator: "\n") + "</export>"
            json = "{\"invoice\":[" + invoices.map(\.json).joined(separator: ",") + "]}"
        }
    }

    @Test("The same records come of equivalent documents", arguments: 1...200 as ClosedRange<UInt64>)
    func equivalent(seed: UInt64) {
        var writer = Writer(generator: SplitMix64(seed: seed))
        writer.write()
        let goal = ReadingGoal.batches(Self.mappings)
        let xml = ReadingOutcome(.xml(records: Self.path, charset: nil), [Array(writer.xml.utf8)], goal: goal)
        let json = ReadingOutcome(.json(records: Self.path), [Array(writer.json.utf8)], goal: goal)
        #expect(xml.rows == json.rows && xml.error == json.error, "\(writer.xml)\n\(writer.json)")
        #expect(
            xml.faults.map(\.row) == json.faults.map(\.row) && xml.faults.map(\.reason) == json.faults.map(\.reason))
        #expect(xml.recordCount == json.recordCount)
    }

    @Test("Damaged documents do no harm, and give the same at every split", arguments: 1...150 as ClosedRange<UInt64>)
    func damaged(seed: UInt64) {
        var writer = Writer(generator: SplitMix64(seed: seed))
        writer.write()
        var generator = SplitMix64(seed: seed &* 7919)
        var bytes = Array(writer.xml.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let count = min(Int.random(in: 0...9, using: &generator), bytes.count - place)
            let piece = generator.bytes(
                count: Int.random(in: 0...5, using: &generator), from: "<>/&;'\"=![]-? \n\u{1}xamp#CDATA")
            bytes.replaceSubrange(place..<place + count, with: piece)
        }
        let format = RecordFormat.xml(records: Self.path, charset: nil)
        let goal = ReadingGoal.batches(Self.mappings)
        let whole = ReadingOutcome(format, [bytes], goal: goal)
        for _ in 0..<5 {
            let chunks = randomSplit(of: bytes, using: &generator)
            #expect(ReadingOutcome(format, chunks, goal: goal) == whole)
        }
    }
}
