/// A request that got no complete response. A response with a bad status is not an error of this module.
package struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable {
        /// No connection: the name, the port, the network or the certificate.
        case unreachable
        /// The connection broke, or the body ended before its promised length.
        case interrupted
        /// Nothing came for too long.
        case timeout
        /// The address is not one.
        case invalidAddress
        /// The body could not be taken; the reason is the cause.
        case sinkFailed
        /// The request's task was cancelled.
        case cancelled
    }

    /// What kind of failure it was.
    package let code: Code
    /// What failed, where, and what to do next.
    package let message: String
    /// The error of the sink, where it was the sink's.
    package let cause: (any Error)?

    package var description: String { message }
}
