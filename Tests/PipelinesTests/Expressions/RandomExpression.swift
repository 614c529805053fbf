import TestSupport

/// Writes expressions at random, of any types, with blanks and parentheses that need not be there.
struct RandomExpression {
    private var generator: SplitMix64
    private let leaves: [String]

    /// - Parameter leaves: What stands for values.
    init(seed: UInt64, leaves: [String]) {
        generator = SplitMix64(seed: seed)
        self.leaves = leaves
    }

    mutating func text(depth: Int = 5) -> String {
        guard depth > 0, !chance(6) else { return leaves.randomElement(using: &generator) ?? "true" }
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: return joined("and", depth)
        case 1: return joined("or", depth)
        case 2: return "not" + (chance(2) ? " " : "  ") + operand(depth)
        case 3: return joined(chance(2) ? "+" : "-", depth)
        case 4: return "\(operand(depth)) in [\(list(depth))]"
        default:
            let by = ["==", "!=", "<", "<=", ">", ">="].randomElement(using: &generator) ?? "=="
            let blank = chance(3) ? "" : " "
            return "\(operand(depth))\(blank)\(by)\(blank)\(operand(depth))"
        }
    }

    /// In parentheses nearly always: without, the text may mean something else, or nothing.
    private mutating func operand(_ depth: Int) -> String {
        let text = text(depth: depth - 1)
        return chance(5) ? text : "(\(text))"
    }

    private mutating func joined(_ by: String, _ depth: Int) -> String {
        let count = Int.random(in: 2...3, using: &generator)
        return (0..<count).map { _ in operand(depth) }.joined(separator: " \(by) ")
    }

    private mutating func list(_ depth: Int) -> String {
        let count = Int.random(in: 0...3, using: &generator)
        return (0..<count).map { _ in text(depth: depth - 2) }.joined(separator: ",")
    }

    private mutating func chance(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &generator) == 0 }
}
