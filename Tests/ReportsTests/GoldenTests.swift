import Formats
import Foundation
import Records
import Reports
import Testing

@Suite("Reports of a small month")
struct GoldenTests {
    @Test("The summary for a terminal")
    func text() throws {
        try Self.check(SmallMonth.summary().text + "\n", "summary.txt")
    }

    @Test("The summary for a CI job's page")
    func markdown() throws {
        try Self.check(SmallMonth.summary().markdown, "summary.md")
    }

    @Test("The summary for machines")
    func json() throws {
        try Self.check(SmallMonth.summary().json.indentedText.trimmingNewlines + "\n", "summary.json")
    }

    @Test("The tables of outcomes: breaks with their rows' text, the rest without")
    func tables() throws {
        try Self.check(Self.table(.breaks), "breaks.csv")
        try Self.check(Self.table(.matches), "matches.csv")
    }

    @Test("The breaks as open items, one object a line")
    func openItems() throws {
        var lines = ""
        var items = OpenItems { lines += String(decoding: $0, as: UTF8.self) }
        try items.add(SmallMonth.leg(), of: Month("2026-10"), nil)
        try items.finish()
        try Self.check(lines, "open-items.jsonl")
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

    /// Compares a text with the one that is kept; records one that is missing, and then fails too.
    private static func check(_ text: String, _ name: String) throws {
        let directory = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        let path = "\(directory)/Golden/\(name)"
        guard FileManager.default.fileExists(atPath: path) else {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("\(path) was missing; it is recorded now: look at it, and run again")
            return
        }
        #expect(text == (try String(contentsOfFile: path, encoding: .utf8)), "remove \(path) to record it anew")
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
