extension ExpressionEvaluator {
    /// Why a part that is true or false is so, or is unknown.
    func explanation(of node: ExpressionNode) throws(ExpressionFault) -> String {
        let truth = try truth(of: node)
        switch node.kind {
        case .all(let parts), .any(let parts):
            var reasons: [String] = []
            for part in parts where try self.truth(of: part) == truth {
                reasons.append(try explanation(of: part))
            }
            return reasons.joined(separator: "; ")
        case .reference(let reference): return fact(reference)
        case .not(let part) where part.isJoined:
            return "\(node) is \(Self.word(truth)): \(try explanation(of: part))"
        default:
            let facts = facts(of: node, unknownOnly: truth == nil)
            return "\(node) is \(Self.word(truth))\(facts.isEmpty ? "" : ": ")\(facts)"
        }
    }

    private static func word(_ truth: Bool?) -> String {
        truth.map { $0 ? "true" : "false" } ?? "unknown"
    }

    /// What is known of the references in a part: `a.breaks is 14 and b.breaks is 3`.
    private func facts(of node: ExpressionNode, unknownOnly: Bool) -> String {
        var told: Set<Reference> = []
        let references = node.references.filter { told.insert($0).inserted }
        return references.filter { !unknownOnly || values[$0] == nil }.map(fact).joined(separator: " and ")
    }

    private func fact(_ reference: Reference) -> String {
        guard let value = values[reference] else { return "\(reference) is not known yet" }
        return "\(reference) is \(value.summary)"
    }
}

extension ExpressionNode {
    /// Whether several conditions decide, at once or below some `not`.
    fileprivate var isJoined: Bool {
        switch kind {
        case .all, .any: true
        case .not(let node): node.isJoined
        default: false
        }
    }
}

extension ExpressionValue {
    /// The value as sentences tell it: of a long list, how it begins.
    fileprivate var summary: String {
        guard case .list(let texts) = self, texts.count > 5 else { return description }
        let start = ExpressionValue.list(Array(texts.prefix(5))).description.dropLast()
        return "\(start), and \(texts.count - 5) more]"
    }
}
