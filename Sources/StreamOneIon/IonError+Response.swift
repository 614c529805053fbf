internal import Formats
internal import HTTPTransport

extension IonError {
    /// The failure that a response with a bad status stands for.
    ///
    /// - Parameters:
    ///   - body: The start of the response's body; the flat error object of the API where it is one.
    ///   - activity: What was being done: `fetching report 49038`.
    init(status: Int, body: [UInt8], while activity: String) {
        let details = try? JSONValue(parsing: body)
        let words = details?["message"]?.string ?? details?["error"]?.string
        let requestID = details?["details"]?.array?.lazy.compactMap { $0["requestId"]?.string }.first
        let code = Self.code(of: status)
        let reason = words.map { ": \($0.prefix(300))" } ?? ""
        let reference = requestID.map { " (request \($0))" } ?? ""
        self.init(
            code, "\(activity): the service answered \(status)\(reason)\(reference). \(Self.advice(for: code))",
            status: status, requestID: requestID)
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
        case .invalidConfiguration, .tokenLost, .unknownColumn, .unexpectedAnswer:
            "Check that the base URL is that of StreamOne Ion."
        }
    }
}
