/// A request that got no complete response. A response with a bad status is not an error of this module.
package struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable {
        /// No connection: the name, the port, the network.
        case unreachable
        /// The other side's certificate is not to be trusted.
        case untrusted
        /// The connection broke, or the body ended before its promised length.
        case interrupted
        /// Nothing came for too long.
        case timeout
        /// The address is not one.
        case invalidAddress
        /// The file of certificates or the proxy's address cannot be used.
        case invalidSettings
        /// The response is damaged, coded in a way that nobody asked for, or has a head without end.
        case badResponse
        /// A compressed body expands further than it may.
        case expansionLimit
        /// The body could not be taken; the reason is the cause.
        case sinkFailed
        /// The request's task was cancelled.
        case cancelled
    }

    /// What kind of failure it was.
    package let code: Code
    /// What failed, where, and what to do next.
    package let message: String
    /// What failed, in a few words.
    package let reason: String
    /// The attempt at which it failed, from 1.
    package let attempt: Int
    /// Whether anything of the request may have reached the other side.
    package let wasSent: Bool
    /// The error of the sink, where it was the sink's.
    package let cause: (any Error)?

    package var description: String { message }

    init(
        _ code: Code, _ reason: String, at address: String? = nil, attempt: Int, wasSent: Bool = false,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.reason = reason
        self.attempt = attempt
        self.wasSent = wasSent
        self.cause = cause
        let place = address.map { "\($0): " } ?? ""
        let count = attempt > 1 && address != nil ? " (after \(attempt) attempts)" : ""
        let advice = address == nil ? "" : Self.advice(for: code)
        message = "\(place)\(reason)\(count)\(advice.isEmpty ? "" : ". \(advice)")"
    }

    private static func advice(for code: Code) -> String {
        switch code {
        case .unreachable: "Check the address in the configuration and the network, then run again."
        case .untrusted: "Nothing was sent. Check the address, and which certificates are trusted."
        case .interrupted: "The response did not arrive whole; nothing of it is used. Run again."
        case .timeout: "The service did not answer in time. Run again later."
        case .invalidAddress: "Correct the address in the configuration."
        case .invalidSettings: "Correct the file of certificates or the proxy in the configuration."
        case .badResponse: "Nothing of it is used. Check that the address is that of the service, then run again."
        case .expansionLimit: "Nothing of it is used. Check that the address is that of the service."
        case .sinkFailed, .cancelled: ""
        }
    }
}
