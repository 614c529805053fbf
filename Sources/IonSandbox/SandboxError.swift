/// A sandbox that could not start, or a body that it could not finish.
package struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable {
        /// A fixture is missing or cannot be used.
        case fixture
        /// The address or port cannot be listened on.
        case address
        /// A fault rule cannot be read.
        case rule
        /// The operating system refused or failed.
        case system
    }

    /// What kind of failure it was.
    package let code: Code
    /// What failed, where, and what to do next.
    package let message: String

    /// A failure from its kind and message.
    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
