import Records

extension ExpressionValue {
    /// A value from its description; `nil` when the text is no value, or longer than an expression may be.
    package init?(literal text: String) {
        guard let root = try? Expression(parsing: text, at: TextPosition(line: 1, column: 1)).root else { return nil }
        switch root.kind {
        case .literal(let value): self = value
        case .list(let nodes):
            let texts = nodes.compactMap { node in
                if case .literal(.text(let text)) = node.kind { text } else { nil }
            }
            guard texts.count == nodes.count else { return nil }
            self = .list(texts)
        default: return nil
        }
    }
}
