import Records

/// Makes a tree of an expression's words: `or` < `and` < `not` < comparison < `+ -` < value.
struct ExpressionParser {
    /// How deep parentheses, lists and `not` may be nested.
    static let depthLimit = 64

    private let tokens: [ExpressionToken]
    private let origin: TextPosition
    private var index = 0
    private var depth = 0

    private init(_ tokens: [ExpressionToken], at origin: TextPosition) {
        self.tokens = tokens
        self.origin = origin
    }

    static func parse(_ text: String, at origin: TextPosition) throws(ExpressionFault) -> ExpressionNode {
        var parser = ExpressionParser(try ExpressionLexer.tokens(of: text, at: origin), at: origin)
        guard parser.token.kind != .end else {
            throw parser.fault("a condition is missing; write one such as tie_out.breaks == 0")
        }
        let node = try parser.disjunction()
        guard parser.token.kind == .end else { throw parser.fault(parser.surplus) }
        return node
    }

    // MARK: - Levels, the loosest first

    private mutating func disjunction() throws(ExpressionFault) -> ExpressionNode {
        let position = position
        var parts = [try conjunction()]
        while take(.or) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : ExpressionNode(kind: .any(parts), position: position)
    }

    private mutating func conjunction() throws(ExpressionFault) -> ExpressionNode {
        let position = position
        var parts = [try negation()]
        while take(.and) { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : ExpressionNode(kind: .all(parts), position: position)
    }

    private mutating func negation() throws(ExpressionFault) -> ExpressionNode {
        let position = position
        guard token.kind == .not else { return try comparison() }
        try enter()
        let node = try negation()
        depth -= 1
        return ExpressionNode(kind: .not(node), position: position)
    }

    private mutating func comparison() throws(ExpressionFault) -> ExpressionNode {
        let left = try sum()
        guard case .comparison(let by) = token.kind else { return left }
        let position = position
        index += 1
        let right = try sum()
        if case .comparison(let next) = token.kind { throw chained(left, by, right, next) }
        let comparison = ExpressionNode.Comparison(left: left, by: by, right: right, position: position)
        return ExpressionNode(kind: .comparison(comparison), position: left.position)
    }

    private mutating func sum() throws(ExpressionFault) -> ExpressionNode {
        let first = try primary()
        var terms: [ExpressionNode.Term] = []
        while token.kind == .plus || token.kind == .minus {
            let isSubtracted = token.kind == .minus
            index += 1
            terms.append(.init(isSubtracted: isSubtracted, node: try primary()))
        }
        return terms.isEmpty
            ? first : ExpressionNode(kind: .sum(first: first, terms: terms), position: first.position)
    }

    private mutating func primary() throws(ExpressionFault) -> ExpressionNode {
        let position = position
        switch token.kind {
        case .value(let value):
            index += 1
            return ExpressionNode(kind: .literal(value), position: position)
        case .reference(let steps):
            if steps.count == 1, let hint = NearMiss.hint(forValue: steps[0]) {
                throw fault("\"\(steps[0])\" has no meaning here; \(hint)")
            }
            index += 1
            return ExpressionNode(kind: .reference(.init(steps: steps, position: position)), position: position)
        case .open: return try group()
        case .openList: return try list()
        default: throw fault(absence)
        }
    }

    private mutating func group() throws(ExpressionFault) -> ExpressionNode {
        let open = position
        try enter()
        let node = try disjunction()
        try close(.close, ")", openedAt: open)
        return node
    }

    private mutating func list() throws(ExpressionFault) -> ExpressionNode {
        let open = position
        try enter()
        var nodes: [ExpressionNode] = []
        if token.kind != .closeList {
            repeat { nodes.append(try disjunction()) } while take(.comma)
        }
        try close(.closeList, "]", openedAt: open)
        return ExpressionNode(kind: .list(nodes), position: open)
    }

    // MARK: - Words

    private var token: ExpressionToken { tokens[index] }

    private var position: TextPosition { origin.advanced(byColumns: token.offset) }

    private mutating func take(_ kind: ExpressionToken.Kind) -> Bool {
        guard token.kind == kind else { return false }
        index += 1
        return true
    }

    /// Goes behind a word that opens a level of nesting.
    private mutating func enter() throws(ExpressionFault) {
        guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
        depth += 1
        index += 1
    }

    private mutating func close(
        _ kind: ExpressionToken.Kind, _ sign: String, openedAt open: TextPosition
    ) throws(ExpressionFault) {
        guard token.kind == kind else {
            if token.kind == .end { throw ExpressionFault("what opens here has no closing \(sign)", at: open) }
            throw fault(surplus)
        }
        index += 1
        depth -= 1
    }

    // MARK: - Faults

    private func fault(_ message: String) -> ExpressionFault { ExpressionFault(message, at: position) }

    /// What is wrong where a value should stand.
    private var absence: String {
        switch token.kind {
        case .end: "the expression ends where a value should follow"
        case .not: "\"not\" stands before a whole comparison only; put it and what follows in parentheses"
        case .plus: "a value should stand before \"+\"; numbers have no + sign"
        case .minus: "a value should stand before \"-\"; write 0 - … for the opposite of what follows"
        default: "a value should stand before \"\(token.text)\""
        }
    }

    /// What is wrong where an operator or the end should stand.
    private var surplus: String {
        switch token.kind {
        case .close, .closeList: return "there is nothing open that this \"\(token.text)\" would close"
        case .comma: return "commas stand between the values of a list only; join conditions with and"
        case .not where index + 1 < tokens.count && tokens[index + 1].kind == .comparison(.isIn):
            return "\"not\" stands before the whole comparison: not … in …"
        case .openList: return "an operator is missing before \"[\"; to look into a list, write in"
        case .reference(let steps):
            if steps.count == 1, let hint = NearMiss.hint(forOperator: steps[0]) {
                return "\"\(steps[0])\" has no meaning here; \(hint)"
            }
            return "an operator is missing before \"\(token.text)\"\(hyphenHint)"
        default: return "an operator is missing before \"\(token.text)\"\(hyphenHint)"
        }
    }

    /// A hint where the name before belongs together with a `-` that was meant to subtract: `a- 1`.
    private var hyphenHint: String {
        index > 0 && tokens[index - 1].text.hasSuffix("-")
            ? "; a - that touches a name belongs to it: put blanks around it to subtract" : ""
    }

    private func chained(
        _ left: ExpressionNode, _ by: ComparisonOperator, _ right: ExpressionNode, _ next: ComparisonOperator
    ) -> ExpressionFault {
        fault(
            "comparisons are not chained; write \(left) \(by.rawValue) \(right) and \(right) \(next.rawValue) …, "
                + "or put one of them in parentheses")
    }
}
