package import HTTPTransport

/// A call to the service that did not give what it was made for.
public struct IonError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    public enum Code: Sendable, Hashable {
        /// The configuration file is missing, malformed, or readable by others.
        case invalidConfiguration
        /// There is no room on the disk for new tokens. The refresh token was not used.
        case noSpace
        /// The service does not accept the token or key (401), or forbids the call (403).
        case refused
        /// The refresh token is used up, expired or unknown: only the portal can give a new one.
        case tokenLost
        /// There is no such thing (404).
        case notFound
        /// A report does not have a column that is asked for.
        case unknownColumn
        /// The service calls the request wrong (400 and its like).
        case badRequest
        /// The service failed (5xx), asked for patience (429), or was not reached at all.
        case unavailable
        /// The answer is not what the API promises.
        case unexpectedAnswer
    }

    /// What kind of failure it was.
    public let code: Code
    /// What failed, where, and what to do next. Secrets do not occur in it.
    public let message: String
    /// The status of the response, where there was one.
    public let status: Int?
    /// The API's own code, where it sent one: `NOT_FOUND`, or a finer one such as `CUS-CR-001`.
    public let apiCode: String?
    /// The number under which the service's operators find the request.
    public let requestID: String?

    /// Whether the same may succeed a while later, and may be asked for again by itself.
    package let mayPass: Bool

    /// How long the service asks to wait before the next request, where it does.
    package let askedWait: Duration?

    /// Whether something of the request may have reached the service: only what found no connection, or none to be trusted,
    /// surely did not.
    package let mayHaveArrived: Bool

    /// The message.
    public var description: String { message }

    package init(
        _ code: Code, _ message: String, status: Int? = nil, apiCode: String? = nil, requestID: String? = nil,
        mayPass: Bool = false, askedWait: Duration? = nil, mayHaveArrived: Bool = true
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.apiCode = apiCode
        self.requestID = requestID
        self.mayPass = mayPass
        self.askedWait = askedWait
        self.mayHaveArrived = mayHaveArrived
    }
}

extension IonError {
    /// A request that got no complete response.
    package init(_ error: HTTPError, while activity: String) {
        let message = "\(activity): \(error.message)"
        switch error.code {
        case .invalidAddress, .invalidSettings: self.init(.invalidConfiguration, message)
        case .untrusted:
            self.init(
                .unavailable,
                "\(message) Where your network has a certificate authority of its own, name the file of its certificate "
                    + "(PEM) in the configuration as \"http.ca_file\".", mayHaveArrived: error.wasSent)
        case .badResponse, .expansionLimit: self.init(.unexpectedAnswer, message)
        case .sinkFailed where error.cause is BodyTooLarge: self.init(.unexpectedAnswer, message)
        case .unreachable, .interrupted, .timeout, .sinkFailed, .cancelled:
            self.init(
                .unavailable, message, mayPass: RetryPolicy.isTransient(error.code),
                mayHaveArrived: error.wasSent || error.code != .unreachable)
        }
    }
}
