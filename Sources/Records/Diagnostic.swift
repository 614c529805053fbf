/// A place in a text file that a person edits.
public struct TextPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int

    /// A place from its line and column, both from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place as `12:5`.
    public var description: String { "\(line):\(column)" }

    /// Whether the left value comes first.
    public static func < (left: TextPosition, right: TextPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A fault in a file that a person edits, with its place.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, CaseIterable {
        /// The file cannot be used.
        case error
        /// The file can be used, and probably does not do what was meant.
        case warning
    }

    /// The file, as the user named it.
    public let file: String
    /// Where in the file.
    public let position: TextPosition
    /// What is wrong, and what would be right.
    public let message: String

    /// How bad it is.
    public let severity: Severity

    /// A fault at a place.
    public init(file: String, position: TextPosition, message: String, severity: Severity = .error) {
        self.file = file
        self.position = position
        self.message = message
        self.severity = severity
    }

    /// The fault as `file:line:column: message`, which editors and CI systems link.
    public var description: String {
        "\(file):\(position): \(severity == .warning ? "warning: " : "")\(message)"
    }
}
