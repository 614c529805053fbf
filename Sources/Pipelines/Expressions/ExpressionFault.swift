package import Records

/// What is wrong with an expression, with its place.
package struct ExpressionFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is.
    package let position: TextPosition
    /// What it is, and what would be right. Control characters of the expression are shown, not obeyed.
    package let message: String

    init(_ message: String, at position: TextPosition) {
        self.position = position
        self.message = message.printable()
    }

    /// The fault as `line:column: message`.
    package var description: String { "\(position): \(message)" }
}
