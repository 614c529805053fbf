/// How two values are compared.
enum ComparisonOperator: String, CaseIterable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case isIn = "in"

    /// Whether it asks which of two values comes first.
    var isOrdering: Bool {
        switch self {
        case .less, .atMost, .greater, .atLeast: true
        case .equal, .unequal, .isIn: false
        }
    }
}
