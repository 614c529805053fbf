/// The canonical text of a part: one blank around operators, no parentheses but those that are needed.
extension ExpressionNode: CustomStringConvertible {
    var description: String {
        switch kind {
        case .literal(let value): value.description
        case .reference(let reference): reference.description
        case .list(let nodes): "[\(nodes.map(\.description).joined(separator: ", "))]"
        case .sum(let first, let terms):
            terms.reduce(first.text(within: .sum)) { text, term in
                "\(text) \(term.isSubtracted ? "-" : "+") \(term.node.text(within: .sum))"
            }
        case .comparison(let comparison):
            "\(comparison.left.text(within: .comparison)) \(comparison.by.rawValue) "
                + comparison.right.text(within: .comparison)
        case .not(let node): "not \(node.binding < .not ? "(\(node))" : node.description)"
        case .all(let nodes): nodes.map { $0.text(within: .all) }.joined(separator: " and ")
        case .any(let nodes): nodes.map { $0.text(within: .any) }.joined(separator: " or ")
        }
    }

    /// How closely a part holds together, the loosest first.
    private enum Binding: Comparable {
        case any, all, not, comparison, sum, primary
    }

    private var binding: Binding {
        switch kind {
        case .literal, .reference, .list: .primary
        case .sum: .sum
        case .comparison: .comparison
        case .not: .not
        case .all: .all
        case .any: .any
        }
    }

    private func text(within outer: Binding) -> String {
        binding > outer ? description : "(\(description))"
    }
}
