internal import Formats

/// What is sent back.
struct Response {
    /// What comes behind the headers.
    enum Body {
        /// All of it, known in advance.
        case bytes([UInt8])
        /// Made while it is being sent, in chunked encoding.
        case stream(any BodyProducer)
    }

    /// The status code.
    let status: Int
    /// Headers beside those that the server adds by itself.
    var headers = [(name: "Content-Type", value: "application/json")]
    /// The body.
    let body: Body

    /// A response whose body is JSON text.
    init(status: Int = 200, body: Body) {
        self.status = status
        self.body = body
    }

    /// A response of a JSON value.
    init(status: Int = 200, _ value: JSONValue) {
        var bytes: [UInt8] = []
        value.append(to: &bytes)
        self.init(status: status, body: .bytes(bytes))
    }
}

/// A body that is made while it is being sent, so that it never lies in memory as a whole.
///
/// Exactly one thread at a time pulls from a producer.
protocol BodyProducer {
    /// Appends what comes next; at the end it appends nothing.
    ///
    /// - Throws: ``SandboxError`` when the body cannot be completed; the connection is then cut off, which the client
    ///   sees as an incomplete body.
    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError)
}
