internal import Formats
internal import HTTPTransport
internal import Records

extension IonError {
    /// How much of the service's own words a message holds.
    private static let wordLimit = 300

    /// The failure that a response with a bad status stands for.
    ///
    /// - Parameters:
    ///   - body: The start of the response's body; the flat error object of the API where it is one.
    ///   - activity: What was being done: `fetching report 49038`.
    ///   - redactor: Passes over the service's words before they are cut: half a secret would not be known again.
    init(_ head: HTTPResponseHead, body: [UInt8], while activity: String, redactor: Redactor) {
        let details = try? JSONValue(parsing: body)
        let quoted: (String) -> String = { String(redactor.redact($0).prefix(Self.wordLimit)).printable() }
        let words = (details?["message"]?.string ?? details?["error"]?.string).map(quoted)
        let apiCode = Self.apiCode(details).map(quoted)
        let requestID = details?["details"]?.array?.lazy.compactMap { $0["requestId"]?.string }.first.map(quoted)
        let code = Self.code(of: head.status)
        var parts = "\(activity): the service answered \(head.status)\(words.map { ": \($0)" } ?? "")"
        if let requestID { parts += " (request \(requestID))" }
        if head.attempt > 1 { parts += " (after \(head.attempt) attempts)" }
        if (300..<400).contains(head.status), let location = head.location {
            parts += ". It points to \(quoted(Self.host(of: location))), and is not followed"
        }
        if let wait = head.askedWait { parts += ". It asks to wait \(wait.inSeconds) before the next request" }
        self.init(
            code, "\(parts). \(Self.advice(for: code))", status: head.status, apiCode: apiCode,
            requestID: requestID, mayPass: RetryPolicy.isTransient(status: head.status), askedWait: head.askedWait)
    }

    /// The finest code in a flat error object: those of its details, or the name of the error where that is a name.
    private static func apiCode(_ object: JSONValue?) -> String? {
        let details = object?["details"]?.array ?? []
        let finer = details.lazy.compactMap { detail in
            detail["code"]?.string ?? detail["errors"]?.array?.lazy.compactMap { $0["code"]?.string }.first
        }
        let name = object?["error"]?.string
        return finer.first ?? (name?.allSatisfy { $0.isUppercase || $0 == "_" } == true ? name : nil)
    }

    /// The host of an address; of one without a host, its path.
    private static func host(of location: String) -> String {
        let path = location.prefix { $0 != "?" && $0 != "#" }
        guard let mark = path.firstRange(of: "//") else { return String(path) }
        let authority = path[mark.upperBound...].prefix { $0 != "/" }
        return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority)
    }

    private static func code(of status: Int) -> Code {
        switch status {
        case 401, 403: .refused
        case 404: .notFound
        case 429, 500...: .unavailable
        case 400..<500: .badRequest
        default: .unexpectedAnswer
        }
    }

    private static func advice(for code: Code) -> String {
        switch code {
        case .refused: "Check that the credentials in the configuration belong to this account and may do this."
        case .notFound: "Check the number, and that the account in the configuration is the one that owns it."
        case .unavailable: "Run again later."
        case .badRequest: "Check the parameters of the stage."
        case .invalidConfiguration, .noSpace, .tokenLost, .unknownColumn, .unexpectedAnswer:
            "Check that the base URL is that of StreamOne Ion."
        }
    }
}
