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
    /// Whether it may be sent again when nobody knows what became of it: it reads, and changes nothing.
    package var isRepeatable: Bool

    /// A request from its parts.
    ///
    /// - Parameter isRepeatable: Left out, a GET is and a POST is not.
    package init(
        _ method: Method, _ url: String, authorization: Authorization? = nil, accept: String = "application/json",
        body: (contentType: String, bytes: [UInt8])? = nil, isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.authorization = authorization
        self.accept = accept
        self.body = body
        self.isRepeatable = isRepeatable ?? (method == .get)
    }
}

extension HTTPRequest {
    /// The address for messages: without its query, and without a user's name and password.
    package var address: String { Self.withoutUser(url.prefix { $0 != "?" && $0 != "#" }) }

    /// The address for a log. The query of a request without authorization may be what authorizes it (a signed
    /// address), so only the names of its parameters are kept.
    package var loggedURL: String {
        guard let mark = url.firstIndex(of: "?") else { return address }
        let query = url[url.index(after: mark)...]
        guard authorization == nil else { return "\(address)?\(query)" }
        let names = query.split(separator: "&").map { "\($0.prefix { $0 != "=" })=…" }
        return "\(address)?\(names.joined(separator: "&"))"
    }

    private static func withoutUser(_ url: Substring) -> String {
        guard let scheme = url.firstRange(of: "://") else { return String(url) }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let user = authority.lastIndex(of: "@") else { return String(url) }
        return String(url[..<scheme.upperBound] + rest[rest.index(after: user)...])
    }

    /// Whether the address is on this machine.
    var isLoopback: Bool {
        let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
        let authority = address[start...].prefix { $0 != "/" }
        if authority.hasPrefix("[::1]") { return true }
        let host = authority.prefix { $0 != ":" }.lowercased()
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || isAddress && numbers[0] == "127"
    }
}
