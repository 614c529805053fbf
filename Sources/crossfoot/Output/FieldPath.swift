import Formats

/// The way to a value of a record: `currency`, or `ccpProductInfo.productId`.
struct FieldPath: Sendable, Hashable {
    /// The path as it is written: the name of the column.
    let text: String
    private let steps: [String]

    /// A path from its text; `nil` where a name is missing.
    init?(_ text: String) {
        let steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(text: text, steps: steps)
    }

    init(text: String, steps: [String]) {
        self.text = text
        self.steps = steps
    }

    /// The path to a member of the record itself, whatever its name is.
    static func member(_ name: String) -> FieldPath { FieldPath(text: name, steps: [name]) }

    /// The name of the member that the path begins with.
    var first: String { steps.first ?? text }

    /// The value in a record; `nil` where it has none. A member whose own name has dots in it comes first.
    func value(in record: JSONValue) -> JSONValue? {
        if let value = record[text] { return value }
        return steps.reduce(record) { (value: JSONValue?, step) in value?[step] }
    }
}
