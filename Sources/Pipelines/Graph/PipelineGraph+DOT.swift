import Records

extension PipelineGraph {
    /// The drawing for Graphviz: `crossfoot graph --format dot … | dot -Tsvg`.
    package var dot: String {
        let nodes = nodes.map { node in
            "  \(node.id) [label=\(Self.quoted(node.lines)), shape=\(node.kind.dotShape)"
                + (node.isFannedOut ? ", peripheries=2];\n" : "];\n")
        }
        let edges = edges.map { edge in
            let style = edge.label.map { " [style=dashed, label=\(Self.quoted([$0]))]" } ?? ""
            return "  \(edge.from) -> \(edge.to)\(style);\n"
        }
        return "digraph \(Self.quoted([name])) {\n  rankdir=LR;\n" + (nodes + edges).joined() + "}\n"
    }

    /// Lines as one quoted string. In labels `\` begins an escape and `&` an entity.
    private static func quoted(_ lines: [String]) -> String {
        let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "&": "&amp;"]
        let escaped = lines.map { line in
            line.printable().unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
        }
        return "\"\(escaped.joined(separator: "\\n"))\""
    }
}

extension PipelineGraph.Node.Kind {
    fileprivate var dotShape: String {
        switch self {
        case .source: "cylinder"
        case .records: "box"
        case .books: "hexagon"
        case .output: "note"
        case .effect: "cds"
        case .gate: "diamond"
        }
    }
}
