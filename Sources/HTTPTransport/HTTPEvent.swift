/// What happens to the requests of a client, for whoever watches.
package enum HTTPEvent: Sendable {
    /// An attempt is over, well or badly.
    case finished(Attempt)
    /// An attempt has failed, and another will be made.
    case retrying(Retry)

    /// An attempt that is over.
    package struct Attempt: Sendable {
        /// The request.
        package let request: HTTPRequest
        /// The attempt's number, from 1.
        package let number: Int
        /// The status; `nil` where no complete response came.
        package let status: Int?
        /// The protocol that the response came by, such as `HTTP/2`.
        package let protocolName: String?
        /// Why no complete response came.
        package let reason: String?
        /// How many bytes of the body came over the network.
        package let bytes: Int
        /// How long it took.
        package let duration: Duration
    }

    /// A wait before a further attempt.
    package struct Retry: Sendable {
        /// The request.
        package let request: HTTPRequest
        /// The number of the attempt to come, from 2.
        package let next: Int
        /// How many attempts are made at most.
        package let limit: Int
        /// How long is waited before it.
        package let wait: Duration
        /// Why the last one failed: `answered 503`.
        package let reason: String
    }
}

extension HTTPEvent: CustomStringConvertible {
    /// The event in a line.
    package var description: String {
        switch self {
        case .finished(let attempt):
            let name = attempt.protocolName.map { $0.hasPrefix("HTTP/1") ? "" : " by \($0)" } ?? ""
            let ending = attempt.status.map { "answered \($0)\(name)" } ?? "failed: \(attempt.reason ?? "")"
            return "\(attempt.request.method.rawValue) \(attempt.request.loggedURL) \(ending), \(attempt.bytes) bytes, "
                + "\(attempt.duration.wholeMilliseconds) ms, attempt \(attempt.number)"
        case .retrying(let retry):
            return "waiting \(retry.wait.inSeconds), then attempt \(retry.next) of \(retry.limit): "
                + "\(retry.request.method.rawValue) \(retry.request.address) \(retry.reason)"
        }
    }
}
