package import Records

/// A value that an expression works with.
package enum ExpressionValue: Sendable, CustomStringConvertible {
    case boolean(Bool)
    case text(String)
    case number(ExactDecimal)
    case date(CivilDate)
    case month(Month)
    case list([String])

    /// What kind of value it is.
    package var type: ExpressionType {
        switch self {
        case .boolean: .boolean
        case .text: .text
        case .number: .number
        case .date: .date
        case .month: .month
        case .list: .list
        }
    }

    /// The value as expressions write it: `14`, `"aws"`, `2026-10`, `["C-1", "C-2"]`.
    package var description: String {
        switch self {
        case .boolean(let truth): truth ? "true" : "false"
        case .text(let text): Self.quoted(text)
        case .number(let number): number.description
        case .date(let date): date.description
        case .month(let month): month.description
        case .list(let texts): "[\(texts.map(Self.quoted).joined(separator: ", "))]"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\"\(escaped.joined())\""
    }

    /// Whether the left value comes first; `nil` for two that have no order.
    static func precedes(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool? {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.date(let left), .date(let right)): left < right
        case (.month(let left), .month(let right)): left < right
        default: nil
        }
    }
}

extension ExpressionValue: Equatable {
    /// Whether two values are the same. Texts are the same when their bytes are: Swift's own equality takes two spellings of
    /// one letter for the same.
    package static func == (left: ExpressionValue, right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.boolean(let left), .boolean(let right)): left == right
        case (.text(let left), .text(let right)): areSame(left, right)
        case (.number(let left), .number(let right)): left == right
        case (.date(let left), .date(let right)): left == right
        case (.month(let left), .month(let right)): left == right
        case (.list(let left), .list(let right)): left.elementsEqual(right, by: areSame)
        default: false
        }
    }

    private static func areSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
