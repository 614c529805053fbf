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
    var body: Body
    /// What is done to it on its way.
    var delivery = Delivery()

    /// What is done to a response on its way, for the sake of clients that must cope with it.
    struct Delivery {
        /// Whether the connection is closed without an answer.
        var closes = false
        /// How many bytes of the body go out every tenth of a second; `nil` for as many as can.
        var bytesPerStep: Int?
        /// How many bytes of the body go out before the connection is closed; `nil` for all.
        var cut: Int?
        /// Whether the length is said also of a body that is made while it is being sent.
        var promisesLength = false
        /// Whether nothing follows the head.
        var stalls = false

        /// Whether nothing is done.
        var isPlain: Bool { !closes && bytesPerStep == nil && cut == nil && !stalls }
    }

    /// A response whose body is JSON text.
    init(status: Int = 200, body: Body) {
        self.status = status
        self.body = body
    }

    /// No answer at all.
    static var closed: Response {
        var response = Response(body: .bytes([]))
        response.delivery.closes = true
        return response
    }

    /// Sets a header, in the place of one of the same name.
    mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name == name }
        headers.append((name, value))
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

extension Response.Body {
    /// The body as something that is made while it is being sent.
    var producer: any BodyProducer {
        switch self {
        case .bytes(let bytes): ReadyBody(bytes)
        case .stream(let producer): producer
        }
    }
}

/// A body that lies ready.
private struct ReadyBody: BodyProducer {
    private var bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        buffer.append(contentsOf: bytes)
        bytes = []
    }
}
