package import Records

/// The condition of a stage's `when` or of a gate's `require`: typed, and true or false.
///
/// It lives three times. Reading the file parses it; checking the file asks what type each of its references has and tells
/// everything that does not fit; running asks for the values and tells why the answer is what it is.
package struct Expression: Sendable, CustomStringConvertible {
    /// How many bytes an expression may have, as it stands in the file and in its canonical text.
    package static let lengthLimit = 4096

    let root: ExpressionNode

    /// Parses an expression.
    ///
    /// Names may hold `-`: `a-1` is a name, and so is `a-`; to subtract, a blank goes before the `-`. `2026-10` is a month,
    /// and a `-` directly before a digit, where a value is expected, is a number's sign.
    ///
    /// - Parameters:
    ///   - text: The scalar of the pipeline file.
    ///   - position: Where the text's first character stands. All places are told on its line, also those behind a line end
    ///     in the text.
    /// - Throws: ``ExpressionFault`` for the first thing that is no expression, or is longer than ``lengthLimit`` or nested
    ///   deeper than 64 levels.
    package init(parsing text: String, at position: TextPosition) throws(ExpressionFault) {
        guard text.utf8.count <= Self.lengthLimit else { throw Self.tooLong(at: position) }
        root = try ExpressionParser.parse(text, at: position)
        guard root.description.utf8.count <= Self.lengthLimit else { throw Self.tooLong(at: position) }
    }

    private static func tooLong(at position: TextPosition) -> ExpressionFault {
        ExpressionFault("the expression is longer than \(lengthLimit) bytes", at: position)
    }

    /// The canonical text: the same for all spellings of one tree, and parsed to that tree again.
    package var description: String { root.description }

    /// What the expression asks for, each once, where it first stands.
    package var references: [Reference] {
        var known: Set<Reference> = []
        return root.references.filter { known.insert($0).inserted }
    }
}

extension Expression: Equatable {
    /// Whether two expressions have the same tree, wherever they stand.
    package static func == (left: Expression, right: Expression) -> Bool { left.root == right.root }
}
