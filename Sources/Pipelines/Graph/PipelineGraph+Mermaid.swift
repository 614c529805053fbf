import Records

extension PipelineGraph {
    /// The drawing for Mermaid, which Markdown of GitHub and GitLab shows as one.
    package var mermaid: String {
        let nodes = nodes.map { node in
            let (opening, closing) = node.kind.mermaidBrackets
            return "  \(node.id)\(opening)\"\(Self.escaped(node.lines))\"\(closing)\n"
        }
        let edges = edges.map { edge in
            let arrow = edge.label.map { "-.->|\"\(Self.escaped([$0]))\"|" } ?? "-->"
            return "  \(edge.from) \(arrow) \(edge.to)\n"
        }
        let several = self.nodes.filter(\.isFannedOut).map { "  style \($0.id) stroke-width:4px\n" }
        return "flowchart LR\n" + (nodes + edges + several).joined()
    }

    /// Lines as the text between quotes. Whatever Mermaid or HTML might take for more than a letter is a number.
    private static func escaped(_ lines: [String]) -> String {
        let plain = Set(" .,-_/=()".unicodeScalars)
        let escaped = lines.map { line in
            line.printable().unicodeScalars.map { scalar in
                let isPlain =
                    plain.contains(scalar) || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                return isPlain ? String(scalar) : "#\(scalar.value);"
            }
            .joined()
        }
        return escaped.joined(separator: "<br/>")
    }
}

extension PipelineGraph.Node.Kind {
    fileprivate var mermaidBrackets: (String, String) {
        switch self {
        case .source: ("[(", ")]")
        case .records: ("[", "]")
        case .books: ("{{", "}}")
        case .output: ("[/", "/]")
        case .effect: ("([", "])")
        case .gate: ("{", "}")
        }
    }
}
