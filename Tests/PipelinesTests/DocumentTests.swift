import Foundation
import Pipelines
import Records
import Streaming
import Testing

/// Whoever copies YAML out of the documents must find that it works.
@Suite("YAML in the documents")
struct DocumentTests {
    /// A block of YAML, and where it stands.
    struct Block: Sendable, CustomTestStringConvertible {
        let file: String
        let line: Int
        let text: String

        var testDescription: String { "\(file):\(line)" }
    }

    @Test("Every block is a pipeline, or a piece of one, without faults", arguments: try Self.blocks())
    func noFaults(_ block: Block) throws {
        let node = try #require(try YAMLParser.parse(Array(block.text.utf8)))
        guard case .mapping(let members) = node.content else {
            Issue.record("a block is a mapping")
            return
        }
        let text = Self.pipeline(of: block.text, Set(members.map(\.name)))
        let today = try CivilDate(parsing: "2026-11-23")
        let surroundings = Surroundings(today: today, contents: { _ in Array("contracts: {}\n".utf8) })
        let found = Pipeline.check(Array(text.utf8), file: "pipelines/document.yaml", in: surroundings).diagnostics
        #expect(found.filter { $0.severity == .error } == [], "\(text)")
    }

    @Test("There are blocks")
    func some() throws {
        #expect(try Self.blocks().count >= 14)
    }

    // MARK: - Making a pipeline of a piece

    /// A block with what it leaves out around it: the rest of the file, or of the stage.
    private static func pipeline(of text: String, _ names: Set<String>) -> String {
        if names.contains("version") { return text }
        let sections = [
            "params", "include", "secrets", "hosts", "contracts", "stages", "gates", "tests", "defaults", "limits",
        ]
        if names.isSubset(of: sections) { return file(with: text, names) }
        if names == ["columns"] {
            return file(
                with: "stages:\n  mapped:\n    parse: pages\n    records: items\n" + text.indented(4), ["stages"])
        }
        if names == ["compare"] {
            let stage = """
                stages:
                  compared:
                    reconcile: { charges: charges, entitlements: entitlements }
                    period: ${params.period}
                    match: [[subscription]]

                """
            return file(with: stage + text.indented(4), ["stages"])
        }
        return file(with: "stages:\n" + text.indented(2), ["stages"])
    }

    private static func file(with text: String, _ names: Set<String>) -> String {
        var parts = ["version: 1", "name: document"]
        if !names.contains("params") { parts.append("params: { period: { type: month, default: last-month } }") }
        if names.contains("stages") {
            parts.append(text + stages.indented(2))
        } else {
            parts += [text, "stages:", stages.indented(2)]
        }
        return parts.joined(separator: "\n") + "\n"
    }

    /// The stages that pieces refer to.
    private static let stages = """
        report: { read: report.csv }
        subscriptions: { read: subscriptions.json }
        pages: { read: pages.json }
        charges:
          parse: report
          columns: { subscription: Subscription ID, quantity: Seat Count, amount: Cost, currency: Currency }
        entitlements:
          parse: subscriptions
          records: items
          columns: { subscription: subscriptionId, quantity: seats, price: cost, currency: currency, start: from }
        tie_out:
          reconcile: { charges: charges, entitlements: entitlements }
          period: 2026-10
          match: [[subscription]]

        """

    // MARK: - Finding the blocks

    static func blocks() throws -> [Block] {
        let documents = try Directory.names(in: "\(Repository.root)/docs").filter { $0.hasSuffix(".md") }.map {
            "docs/\($0)"
        }
        return try (["README.md"] + documents).flatMap { file in
            blocks(in: String(decoding: try Repository.contents(of: file), as: UTF8.self), file)
        }
    }

    private static func blocks(in text: String, _ file: String) -> [Block] {
        var blocks: [Block] = []
        var open: (line: Int, lines: [String])?
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if line == "```yaml" {
                open = (index + 2, [])
            } else if line == "```", let block = open {
                blocks.append(Block(file: file, line: block.line, text: block.lines.joined(separator: "\n") + "\n"))
                open = nil
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }
}

extension String {
    fileprivate func indented(_ count: Int) -> String {
        components(separatedBy: "\n").map { $0.isEmpty ? $0 : String(repeating: " ", count: count) + $0 }
            .joined(separator: "\n")
    }
}
