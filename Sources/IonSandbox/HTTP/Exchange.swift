/// A request while it arrives. Only its connection's thread uses it.
final class Exchange {
    /// How many bytes a body may have.
    static let bodyLimit = 4 << 20

    /// Whether the headers were announced, after which the body comes.
    var hasSeenHeaders = false
    private let target: String
    private var body: [UInt8] = []
    private var isTooLarge = false

    /// An exchange whose request has this target, path and query.
    init(target: String) {
        self.target = target
    }

    /// Takes a piece of the body. What is above the limit is dropped, and only then refused: a client that is still
    /// sending would not read an answer.
    func receive(_ bytes: UnsafeRawBufferPointer) {
        isTooLarge = isTooLarge || body.count + bytes.count > Self.bodyLimit
        if isTooLarge {
            body = []
        } else {
            unsafe body.append(contentsOf: bytes)
        }
    }

    /// The response to the request, which is complete now.
    func response(
        method: String, authorization: String?, accept: String?, answer: (Request) -> Response
    ) -> Response {
        if isTooLarge { return Refusal.tooLarge(limit: Self.bodyLimit).response }
        let request = Request(
            method: method, target: target, authorization: authorization, accept: accept, body: body)
        guard let request else { return Refusal.invalidArgument("the request's target is not well encoded").response }
        return answer(request)
    }
}
