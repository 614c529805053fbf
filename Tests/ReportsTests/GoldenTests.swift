import Formats
import Reports
import Streaming
import Testing

@Suite("Reports of a small month")
struct GoldenTests {
    @Test("The summary for a terminal")
    func text() throws {
        #expect(try SmallMonth.summary().text + "\n" == Self.golden("summary.txt"))
    }

    @Test("The summary for a CI job's page")
    func markdown() throws {
        #expect(try SmallMonth.summary().markdown == Self.golden("summary.md"))
    }

    @Test("The summary for machines")
    func json() throws {
        #expect(try SmallMonth.summary().json.indentedText.trimmingNewlines + "\n" == Self.golden("summary.json"))
    }

    @Test("The tables of outcomes: breaks with their rows' text, the rest without")
    func tables() throws {
        #expect(try Self.table(.breaks) == Self.golden("breaks.csv"))
        #expect(try Self.table(.matches) == Self.golden("matches.csv"))
    }

    @Test("The breaks as open items, one object a line")
    func openItems() throws {
        let lines = String(decoding: try OpenItems.lines(SmallMonth.leg(), period: "2026-10"), as: UTF8.self)
        #expect(try lines == Self.golden("open-items.jsonl"))
        for line in lines.split(separator: "\n") { _ = try JSONValue(parsing: Array(line.utf8)) }
    }

    @Test("A table counts its rows and empties its writer")
    func drained() throws {
        var writer = CSVWriter()
        var drained: [UInt8] = []
        let count = try OutcomeTable(.breaks).write(SmallMonth.leg(), SmallMonth.evidence, to: &writer) { writer in
            drained += writer.bytes
            writer.removeAll()
        }
        #expect(count == 2)
        #expect(writer.bytes.isEmpty)
        #expect(drained.count { $0 == UInt8(ascii: "\n") } == 2)
    }

    private static func table(_ content: OutcomeTable.Content) throws -> String {
        var writer = CSVWriter()
        let table = OutcomeTable(content)
        table.writeHeader(to: &writer)
        _ = try table.write(SmallMonth.leg(), SmallMonth.evidence, to: &writer) { _ in }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func golden(_ name: String) throws -> String {
        let directory = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        return String(decoding: try File.contents(of: "\(directory)/Golden/\(name)"), as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
