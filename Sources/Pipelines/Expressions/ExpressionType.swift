/// What kind of value an expression, or a part of one, has.
package enum ExpressionType: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case boolean
    case text
    /// An exact decimal number; counts are such numbers too.
    case number
    case date
    case month
    /// Texts, in an order.
    case list

    /// The type in words that fit behind "is": "a number".
    package var description: String {
        switch self {
        case .boolean: "a truth value"
        case .text: "a text"
        case .number: "a number"
        case .date: "a date"
        case .month: "a month"
        case .list: "a list"
        }
    }

    /// Whether one value can be less than another. Texts cannot: "10" would come before "9".
    var isOrdered: Bool {
        switch self {
        case .number, .date, .month: true
        case .boolean, .text, .list: false
        }
    }
}
