/// A file that cannot be read as what it is said to be. Faults of single rows are `Reject` values instead.
package struct FormatError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: Sendable, Hashable {
        /// The bytes break the rules of the format.
        case malformed
        /// The file ends too early.
        case truncated
        /// A column or field that the plan names is not there.
        case unknownColumn
        /// A value, a record or a nesting is larger than its limit.
        case tooLarge
    }

    /// What kind of fault it is.
    package let code: Code
    /// What is wrong and where; the file's name is added by whoever knows it.
    package let message: String

    /// A fault from its kind and message.
    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
