/// A parameter of an operation, as help pages, completions and messages speak of it.
package struct ParameterDescription: Sendable, Hashable {
    /// The name: lower-case words with dashes.
    package let name: String
    /// What a value is called; `nil` for a parameter that is on or off.
    package let placeholder: String?
    /// What it does, in one line.
    package let summary: String
    /// The values that are known; empty where anything goes.
    package let knownTexts: [String]
    /// Whether it may be given more than once.
    package let repeats: Bool

    /// Whether a value is several, with commas between them.
    package var isList: Bool { placeholder?.contains(",") ?? false }

    init(_ name: String, _ placeholder: String?, _ summary: String, known: [String] = [], repeats: Bool = false) {
        self.name = name
        self.placeholder = placeholder
        self.summary = summary
        knownTexts = known
        self.repeats = repeats
    }
}

/// A value that a parameter does not take.
package struct ParameterFault: Error, Sendable, CustomStringConvertible {
    /// The parameter's name.
    package let name: String
    /// What is wrong with the value, as the rest of a sentence that begins with the parameter: `must be …`.
    package let reason: String

    package var description: String { "\(name) \(reason)" }
}
