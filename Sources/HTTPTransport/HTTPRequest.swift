package import Records

/// What a request proves about its sender.
package enum Authorization: Sendable, Hashable {
    /// A token, as the API's version 3 wants it.
    case bearer(Secret)
    /// A key and its secret, as the API's version 1 wants them.
    case basic(user: Secret, password: Secret)
}

/// A request over HTTP.
package struct HTTPRequest: Sendable {
    /// The verbs that the API knows.
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The verb.
    package var method: Method
    /// The whole address, with its query.
    package var url: String
    /// What proves the sender, if anything has to.
    package var authorization: Authorization?
    /// The value of `Accept`.
    package var accept: String
    /// The body and its content type; none for most.
    package var body: (contentType: String, bytes: [UInt8])?

    /// A request from its parts.
    package init(
        _ method: Method, _ url: String, authorization: Authorization? = nil, accept: String = "application/json",
        body: (contentType: String, bytes: [UInt8])? = nil
    ) {
        self.method = method
        self.url = url
        self.authorization = authorization
        self.accept = accept
        self.body = body
    }
}
