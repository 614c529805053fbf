import Records

/// Reckons an expression out, as far as values are known: `nil` is what is not known yet.
///
/// Every part is reckoned, also where another has decided: a fault must not hide behind `or`.
struct ExpressionEvaluator {
    /// The values that are known.
    let values: [Reference: ExpressionValue]

    func truth(of node: ExpressionNode) throws(ExpressionFault) -> Bool? {
        guard let value = try value(of: node) else { return nil }
        guard case .boolean(let truth) = value else { throw mismatch(node, value, "a truth value") }
        return truth
    }

    private func value(of node: ExpressionNode) throws(ExpressionFault) -> ExpressionValue? {
        switch node.kind {
        case .literal(let value): return value
        case .reference(let reference): return values[reference]
        case .list(let nodes): return try list(nodes)
        case .sum(let first, let terms): return try sum(first, terms, node).map(ExpressionValue.number)
        case .comparison(let comparison): return try truth(of: comparison).map(ExpressionValue.boolean)
        case .not(let node): return try truth(of: node).map { .boolean(!$0) }
        case .all(let nodes): return Self.decided(try truths(of: nodes), by: false).map(ExpressionValue.boolean)
        case .any(let nodes): return Self.decided(try truths(of: nodes), by: true).map(ExpressionValue.boolean)
        }
    }

    private func truths(of nodes: [ExpressionNode]) throws(ExpressionFault) -> [Bool?] {
        var truths: [Bool?] = []
        for node in nodes { truths.append(try truth(of: node)) }
        return truths
    }

    /// One part that decides is enough; without one, all parts must be known.
    private static func decided(_ parts: [Bool?], by decisive: Bool) -> Bool? {
        if parts.contains(decisive) { return decisive }
        return parts.contains(nil) ? nil : !decisive
    }

    private func list(_ nodes: [ExpressionNode]) throws(ExpressionFault) -> ExpressionValue? {
        var texts: [String?] = []
        for node in nodes {
            let value = try value(of: node)
            if let value, value.type != .text { throw mismatch(node, value, "a text") }
            if case .text(let text)? = value { texts.append(text) } else { texts.append(nil) }
        }
        return texts.contains(nil) ? nil : .list(texts.compactMap(\.self))
    }

    // MARK: - Numbers

    private func sum(
        _ first: ExpressionNode, _ terms: [ExpressionNode.Term], _ whole: ExpressionNode
    ) throws(ExpressionFault) -> ExactDecimal? {
        var sum = try number(first)
        for term in terms {
            let number = try number(term.node)
            guard let left = sum, let right = number else {
                sum = nil
                continue
            }
            do throws(ExactDecimal.Overflow) {
                sum = try term.isSubtracted ? left.subtracting(right) : left.adding(right)
            } catch {
                throw ExpressionFault("`\(whole)` cannot be reckoned: \(error)", at: whole.position)
            }
        }
        return sum
    }

    private func number(_ node: ExpressionNode) throws(ExpressionFault) -> ExactDecimal? {
        guard let value = try value(of: node) else { return nil }
        guard case .number(let number) = value else { throw mismatch(node, value, "a number") }
        return number
    }

    // MARK: - Comparisons

    private func truth(of comparison: ExpressionNode.Comparison) throws(ExpressionFault) -> Bool? {
        if comparison.by == .isIn { return try membership(comparison) }
        let left = try value(of: comparison.left)
        let right = try value(of: comparison.right)
        guard let left, let right else { return nil }
        if !comparison.by.isOrdering {
            return try areEqual(left, right, comparison.right) == (comparison.by == .equal)
        }
        guard let isLess = ExpressionValue.precedes(left, right),
            let isGreater = ExpressionValue.precedes(right, left)
        else { throw mismatch(comparison.right, right, "comparable with \(left.type)") }
        switch comparison.by {
        case .less: return isLess
        case .atMost: return !isGreater
        case .greater: return isGreater
        default: return !isLess
        }
    }

    private func membership(_ comparison: ExpressionNode.Comparison) throws(ExpressionFault) -> Bool? {
        let wanted = try value(of: comparison.left)
        var truths: [Bool?] = []
        if case .list(let nodes) = comparison.right.kind {
            for node in nodes {
                let value = try value(of: node)
                guard let wanted, let value else {
                    truths.append(nil)
                    continue
                }
                truths.append(try areEqual(wanted, value, node))
            }
        } else {
            guard let value = try value(of: comparison.right) else { return nil }
            guard case .list(let texts) = value else { throw mismatch(comparison.right, value, "a list") }
            if let wanted, wanted.type != .text { throw mismatch(comparison.left, wanted, "a text") }
            truths = texts.map { text in wanted.map { $0 == .text(text) } }
        }
        return Self.decided(truths, by: true)
    }

    private func areEqual(
        _ left: ExpressionValue, _ right: ExpressionValue, _ place: ExpressionNode
    ) throws(ExpressionFault) -> Bool {
        guard left.type == right.type else { throw mismatch(place, right, "comparable with \(left.type)") }
        return left == right
    }

    /// Only where an expression was not checked, or a value is not of the type that its reference was said to have.
    private func mismatch(_ node: ExpressionNode, _ value: ExpressionValue, _ wanted: String) -> ExpressionFault {
        ExpressionFault("`\(node)` must be \(wanted), and is \(value.type)", at: node.position)
    }
}
