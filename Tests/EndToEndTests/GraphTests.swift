import Foundation
import Testing

@Suite("crossfoot graph")
struct GraphTests {
    /// Every kind of edge, and names that try to break out of a drawing.
    private static let hostile = #"""
        version: 1
        name: hostile
        params:
          items: { type: list, default: ["a\"]; x", "b\\"] }
        stages:
          bills:
            for_each: { item: "${params.items}" }
            read: "${each.item}/<script>alert(1)</script>.csv"
          other: { read: "\" ]; evil -> n1 [label=\"\\N`%%{init}%%`" }
          rows: { parse: bills }
          others: { parse: other, columns: { currency: C, amount: A, quantity: Q, id: I } }
          copy:
            write: rows
            to: "copy#quot;&lt;b&gt;.csv"
            needs: [others]
            when: rows.records > 0 and others.records != 1
          each_out:
            for_each: { id: others, key: id }
            write: others
            to: "${each.id}.csv"
        gates:
          - { require: others.records > 0, because: "it's \"\u0301said\" & <done>" }

        """#

    @Test("the drawing for Mermaid has every stage, edge and gate, and only numbers for what could break it")
    func mermaid() async throws {
        try await withWorkplace { place in
            try place.write("hostile.yaml", Self.hostile)
            let ending = try await place.run("graph", "hostile.yaml")
            #expect(ending.code == 0 && ending.error == "")
            try Golden.check(ending.output, "graph.mmd")
        }
    }

    @Test("the drawing for Graphviz is what Graphviz reads")
    func dot() async throws {
        try await withWorkplace { place in
            try place.write("hostile.yaml", Self.hostile)
            let ending = try await place.run("graph", "hostile.yaml", "--format", "dot")
            #expect(ending.code == 0 && ending.error == "")
            try Golden.check(ending.output, "graph.dot")
        }
    }

    @Test(
        "Graphviz draws as many nodes and edges as there are",
        .enabled(if: FileManager.default.isExecutableFile(atPath: graphviz), "\(graphviz) is not installed"),
        arguments: ["hostile.yaml", "pipelines/month-end.yaml", "pipelines/agreements.yaml", "pipelines/export.yaml"])
    func drawing(_ pipeline: String) async throws {
        try await withWorkplace { place in
            try place.write("hostile.yaml", Self.hostile)
            let dot = try await place.run("graph", pipeline, "--format", "dot").output
            try place.write("graph.dot", dot)
            let drawn = try await place.runSystem(EndToEndTests.graphviz, "-Tsvg", "graph.dot")
            #expect(drawn.code == 0 && drawn.error == "", "\(drawn.error)")
            #expect(drawn.output.matches(of: /class="node"/).count == dot.matches(of: /(?m)^  \w+ \[label=/).count)
            #expect(drawn.output.matches(of: /class="edge"/).count == dot.matches(of: /(?m)^  \w+ -> \w+/).count)
            #expect(!drawn.output.contains("<script>") && !drawn.output.contains("evil</title>"))
        }
    }

    @Test("a file with faults is not drawn")
    func faults() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", "version: 1\nname: a\nstages:\n  a: { parse: b }\n")
            let ending = try await place.run("graph", "p.yaml")
            #expect(ending.code == 78 && ending.output == "")
            #expect(ending.error == "crossfoot graph: p.yaml:4:15: there is no stage \"b\"; did you mean \"a\"?\n")
            #expect(try await place.run("graph", "p.yaml", "--format", "svg").code == 64)
        }
    }
}

/// Graphviz, of the Debian package of that name.
private let graphviz = "/usr/bin/dot"
