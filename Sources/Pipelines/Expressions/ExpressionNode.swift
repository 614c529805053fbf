import Records

/// A part of an expression, with its place.
///
/// What `and`, `or`, `+` and `-` join is kept side by side and not one in the other, so that a tree is never deeper than its
/// text is nested, which has a limit.
struct ExpressionNode: Sendable {
    /// What the part is.
    indirect enum Kind: Equatable, Sendable {
        case literal(ExpressionValue)
        case reference(Reference)
        case list([ExpressionNode])
        case sum(first: ExpressionNode, terms: [Term])
        case comparison(Comparison)
        case not(ExpressionNode)
        case all([ExpressionNode])
        case any([ExpressionNode])
    }

    /// What is added to a sum, or taken off.
    struct Term: Equatable, Sendable {
        let isSubtracted: Bool
        let node: ExpressionNode
    }

    /// Two parts and what is asked about them.
    struct Comparison: Sendable {
        let left: ExpressionNode
        let by: ComparisonOperator
        let right: ExpressionNode
        /// Where the operator stands.
        let position: TextPosition
    }

    let kind: Kind
    /// Where the part begins, without its parentheses.
    let position: TextPosition

    /// The references in the part, in the order of the text, as often as they stand there.
    var references: [Reference] {
        switch kind {
        case .literal: []
        case .reference(let reference): [reference]
        case .list(let nodes), .all(let nodes), .any(let nodes): nodes.flatMap(\.references)
        case .sum(let first, let terms): first.references + terms.flatMap(\.node.references)
        case .comparison(let comparison): comparison.left.references + comparison.right.references
        case .not(let node): node.references
        }
    }
}

/// Places do not count: two trees are the same when they ask the same.
extension ExpressionNode: Equatable {
    static func == (left: ExpressionNode, right: ExpressionNode) -> Bool { left.kind == right.kind }
}

extension ExpressionNode.Comparison: Equatable {
    static func == (left: Self, right: Self) -> Bool {
        (left.by, left.left, left.right) == (right.by, right.left, right.right)
    }
}
