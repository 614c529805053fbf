internal import Formats
internal import Streaming

/// A request that is not carried out, in the words of the service.
///
/// Its errors are flat: `{"error": "NOT_FOUND", "message": …, "code": 404, "details": […]}`.
struct Refusal: Error {
    /// The status code.
    let status: Int
    /// The error's name, in capitals.
    let name: String
    /// What is wrong, for people.
    let message: String
    /// A header that the status asks for.
    var header: (name: String, value: String)?

    /// The token is missing, wrong or expired.
    static let unauthenticated = Refusal(
        status: 401, name: "UNAUTHENTICATED",
        message: "the access token is missing, unknown or expired; refresh it at /oauth/token",
        header: ("WWW-Authenticate", "Bearer"))

    /// The key and secret of version 1 are missing or wrong.
    static let wrongKey = Refusal(
        status: 401, name: "UNAUTHENTICATED", message: "the API key or its secret is missing or wrong",
        header: ("WWW-Authenticate", "Basic realm=\"StreamOne Ion\""))

    /// A file's address was changed or is too old.
    static let wrongSignature = Refusal(
        status: 403, name: "PERMISSION_DENIED",
        message: "the signature is wrong or has expired; ask for the addresses anew")

    /// The token is good, but not for this account.
    static let permissionDenied = Refusal(
        status: 403, name: "PERMISSION_DENIED", message: "the token does not open this account")

    /// The body is larger than any request needs to be.
    static func tooLarge(limit: Int) -> Refusal {
        Refusal(status: 413, name: "REQUEST_TOO_LARGE", message: "the body has more than \(limit) bytes")
    }

    /// The path is known, the method is not one of its own.
    static func wrongMethod(_ method: String, allowed: [String]) -> Refusal {
        let list = allowed.joined(separator: ", ")
        return Refusal(
            status: 405, name: "METHOD_NOT_ALLOWED", message: "\(method) is not possible here; possible: \(list)",
            header: ("Allow", list))
    }

    /// There is nothing under this name.
    static func notFound(_ what: String) -> Refusal {
        Refusal(status: 404, name: "NOT_FOUND", message: "\(what) not found")
    }

    /// The request says something that cannot be.
    static func invalidArgument(_ message: String) -> Refusal {
        Refusal(status: 400, name: "INVALID_ARGUMENT", message: message)
    }

    /// The server, not the client, is at fault.
    static func internalError(_ message: String) -> Refusal {
        Refusal(status: 500, name: "INTERNAL_ERROR", message: message)
    }

    /// The refusal as a response. Each has an identifier of its own, as people quote them to support.
    var response: Response {
        let detail: JSONValue = [
            "@type": "type.googleapis.com/google.rpc.RequestInfo",
            "requestId": .string(RandomToken.make(length: 32)),
        ]
        let body: JSONValue = [
            "error": .string(name), "message": .string(message), "code": .number(String(status)), "details": [detail],
        ]
        var response = Response(status: status, body)
        if let header { response.headers.append(header) }
        return response
    }
}
