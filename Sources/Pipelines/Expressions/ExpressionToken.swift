/// A word or sign of an expression, with its place.
struct ExpressionToken {
    /// What the word is.
    enum Kind: Equatable {
        case value(ExpressionValue)
        case reference([String])
        case comparison(ComparisonOperator)
        case and, or, not
        case plus, minus
        case open, close
        case openList, closeList
        case comma
        case end
    }

    let kind: Kind
    /// The word as it is written.
    let text: String
    /// How many characters stand before it.
    let offset: Int

    /// Whether a value or reference ends with it, so that a `-` behind it subtracts.
    var endsOperand: Bool {
        switch kind {
        case .value, .reference, .close, .closeList: true
        default: false
        }
    }

    /// Words with a meaning of their own, unless a dot follows: `in.records` is what a stage `in` has.
    static func keyword(_ word: String) -> Kind? {
        switch word {
        case "and": .and
        case "or": .or
        case "not": .not
        case "in": .comparison(.isIn)
        case "true": .value(.boolean(true))
        case "false": .value(.boolean(false))
        default: nil
        }
    }

    static func sign(_ sign: String) -> Kind? {
        switch sign {
        case "+": .plus
        case "-": .minus
        case "(": .open
        case ")": .close
        case "[": .openList
        case "]": .closeList
        case ",": .comma
        default: ComparisonOperator(rawValue: sign).map(Kind.comparison)
        }
    }
}
