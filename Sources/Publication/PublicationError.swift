package import Streaming

/// A set of files that could not be put in place.
package struct PublicationError: Error, Sendable, CustomStringConvertible {
    /// What failed, where, and what to do next.
    package let message: String
    /// The operation that failed, where it was one of the file system's.
    package let cause: StreamingError?

    package var description: String { message }

    init(_ message: String, cause: StreamingError? = nil) {
        self.message = message
        self.cause = cause
    }
}
