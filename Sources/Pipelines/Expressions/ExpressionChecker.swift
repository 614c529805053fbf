import Records

/// Finds the type of every part of an expression, and tells what does not fit.
struct ExpressionChecker {
    /// The types of the references that there are.
    let types: [Reference: ExpressionType]
    private(set) var faults: [ExpressionFault] = []

    init(types: [Reference: ExpressionType]) {
        self.types = types
    }

    mutating func checkWhole(_ node: ExpressionNode) {
        requireCondition(node, "a condition must be true or false")
    }

    /// The type of a part; `nil` where it has none, which was told.
    private mutating func type(of node: ExpressionNode) -> ExpressionType? {
        switch node.kind {
        case .literal(let value): return value.type
        case .reference(let reference): return types[reference]
        case .list(let nodes):
            for node in nodes { require(.text, of: node, "a list that does not stand behind in is one of texts") }
            return .list
        case .sum(let first, let terms):
            for node in [first] + terms.map(\.node) { require(.number, of: node, "+ and - take numbers") }
            return .number
        case .comparison(let comparison):
            check(comparison)
            return .boolean
        case .not(let node):
            requireCondition(node, "\"not\" takes a condition")
            return .boolean
        case .all(let nodes):
            for node in nodes { requireCondition(node, "\"and\" joins conditions") }
            return .boolean
        case .any(let nodes):
            for node in nodes { requireCondition(node, "\"or\" joins conditions") }
            return .boolean
        }
    }

    private mutating func requireCondition(_ node: ExpressionNode, _ rule: String) {
        guard let type = type(of: node), type != .boolean else { return }
        report("\(rule); `\(node)` is \(type): write \(Self.condition(on: node, type))", at: node.position)
    }

    private mutating func require(_ wanted: ExpressionType, of node: ExpressionNode, _ rule: String) {
        guard let type = type(of: node), type != wanted else { return }
        report("\(rule); `\(node)` is \(type)", at: node.position)
    }

    // MARK: - Comparisons

    private mutating func check(_ comparison: ExpressionNode.Comparison) {
        if comparison.by == .isIn { return checkMembership(comparison) }
        let (left, right) = (type(of: comparison.left), type(of: comparison.right))
        guard let left, let right else { return }
        if left != right {
            reportMismatch(comparison.left, left, comparison.right, right, at: comparison.position)
        } else if comparison.by.isOrdering, !left.isOrdered {
            report(Self.disorder(comparison, left), at: comparison.position)
        }
    }

    private mutating func checkMembership(_ comparison: ExpressionNode.Comparison) {
        let element = type(of: comparison.left)
        if element == .list {
            report("\"in\" looks for one value; `\(comparison.left)` is a list", at: comparison.left.position)
        }
        guard case .list(let nodes) = comparison.right.kind else {
            return checkMembership(of: comparison.left, element, in: comparison.right, at: comparison.position)
        }
        if nodes.isEmpty { report("nothing is in an empty list", at: comparison.right.position) }
        for node in nodes {
            guard let type = type(of: node), let element, element != .list, type != element else { continue }
            reportMismatch(comparison.left, element, node, type, at: node.position)
        }
    }

    /// A list of the run has texts.
    private mutating func checkMembership(
        of node: ExpressionNode, _ element: ExpressionType?, in list: ExpressionNode, at position: TextPosition
    ) {
        guard let type = type(of: list) else { return }
        guard type == .list else {
            return report("\"in\" looks into a list; `\(list)` is \(type): write [ ] around it", at: list.position)
        }
        guard let element, element != .list, element != .text else { return }
        report("`\(list)` is a list of texts and `\(node)` is \(element)\(Self.noConversion(""))", at: position)
    }

    private mutating func reportMismatch(
        _ left: ExpressionNode, _ leftType: ExpressionType, _ right: ExpressionNode, _ rightType: ExpressionType,
        at position: TextPosition
    ) {
        let hint = Self.remedy(left, leftType, right, rightType) ?? Self.remedy(right, rightType, left, leftType)
        report(
            "`\(left)` is \(leftType) and `\(right)` is \(rightType)\(Self.noConversion(hint ?? ""))", at: position)
    }

    private mutating func report(_ message: String, at position: TextPosition) {
        faults.append(ExpressionFault(message, at: position))
    }
}

/// What to do about it.
extension ExpressionChecker {
    private static func noConversion(_ remedy: String) -> String {
        "; nothing is converted" + (remedy.isEmpty ? "" : ": write \(remedy)")
    }

    /// A condition that a value could have been meant for.
    private static func condition(on node: ExpressionNode, _ type: ExpressionType) -> String {
        switch type {
        case .boolean: "\(node)"
        case .number: "\(node) == 0"
        case .text: "\(node) == \"…\""
        case .date: "\(node) == 2026-10-01"
        case .month: "\(node) == 2026-10"
        case .list: "\"…\" in \(node)"
        }
    }

    /// What to write for the second of two values, so that it has the type of the first.
    private static func remedy(
        _ kept: ExpressionNode, _ type: ExpressionType, _ other: ExpressionNode, _ otherType: ExpressionType
    ) -> String? {
        switch (type, other.kind) {
        case (.text, .literal(let value)) where otherType != .text && otherType != .list:
            return ExpressionValue.text(value.description).description
        case (_, .literal(.text(let text))): return unquoted(text, as: type)
        case (.date, .reference(let month)) where otherType == .month: return "\(month).start, .last_day or .end"
        default: return nil
        }
    }

    /// What stands between quotation marks that should not be there.
    private static func unquoted(_ text: String, as type: ExpressionType) -> String? {
        let origin = TextPosition(line: 1, column: 1)
        guard let node = try? ExpressionParser.parse(text, at: origin), case .literal(let value) = node.kind,
            value.type == type
        else { return nil }
        return "\(value), without quotation marks"
    }

    private static func disorder(_ comparison: ExpressionNode.Comparison, _ type: ExpressionType) -> String {
        let why =
            switch type {
            case .text: "texts have no order here, in which \"10\" would come before \"9\""
            case .list: "lists have no order"
            default: "truth values have no order"
            }
        return "`\(comparison.left)` is \(type), and \(why); use == or != instead of \(comparison.by.rawValue)"
    }
}
