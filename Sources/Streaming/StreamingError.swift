/// A failed operation on files or on bytes in motion.
package struct StreamingError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable {
        /// The file or directory does not exist.
        case notFound
        /// The disk or quota is full.
        case noSpace
        /// The operating system refused or failed.
        case system
        /// The bytes are not what their format promises: a damaged or cut-off gzip stream.
        case corrupt
        /// Another process holds the lock.
        case locked
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
