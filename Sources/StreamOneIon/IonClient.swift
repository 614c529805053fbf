internal import Formats
internal import HTTPTransport
public import Records

/// A connection to one account of StreamOne Ion.
///
/// Small answers come back as values. Large ones drain into a sink as they arrive, so their size does not matter.
public final class IonClient: Sendable {
    let configuration: IonConfiguration
    let http: HTTPClient
    /// Is told every secret that turns up, so that no output shows it.
    let remember: @Sendable (Secret) -> Void
    private let keeper: TokenKeeper

    /// A client for the account of a configuration. Nothing is sent yet.
    ///
    /// - Parameter redactor: Is told every secret, old and new.
    public init(_ configuration: IonConfiguration, redactor: Redactor) {
        self.configuration = configuration
        http = HTTPClient()
        remember = redactor.remember
        configuration.secrets.forEach(remember)
        keeper = TokenKeeper(configuration, client: http, remember: remember)
    }

    /// The account's number.
    public var accountID: String { configuration.accountID }

    /// Sends a request of version 3 with a valid token; once more with a new one when the service refuses the first.
    ///
    /// - Parameters:
    ///   - path: Below `/api/v3/accounts/{account}/`, with its query.
    ///   - activity: What messages say was being done: `fetching report 49038`.
    ///   - sink: Makes the sink for the body of a successful response.
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: JSONValue? = nil, while activity: String,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let token = try await keeper.validToken()
        do {
            return try await attempt(method, path, body, token, activity, sink)
        } catch let error as IonError where error.status == 401 {
            let renewed = try await keeper.validToken(insteadOf: token)
            return try await attempt(method, path, body, renewed, activity, sink)
        }
    }

    private func attempt(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue?, _ token: Secret, _ activity: String,
        _ sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let url = "\(configuration.baseURL)/api/v3/accounts/\(configuration.accountID.percentEncoded)/\(path)"
        let content = body.map { (contentType: "application/json", bytes: Array($0.compactText.utf8)) }
        let request = HTTPRequest(method, url, authorization: .bearer(token), body: content)
        return try await exchange(request, while: activity, to: sink)
    }

    /// Sends a request; only a whole answer (200) is one, everything else is an error.
    func exchange(
        _ request: HTTPRequest, while activity: String,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let complaint = BodyCollector(limit: 64 << 10)
        do {
            let head = try await http.send(request) { head in head.status == 200 ? try sink(head) : complaint }
            // A part of the content (206) or an empty answer (204) is not what was asked for.
            guard head.status == 200 else {
                throw IonError(status: head.status, body: complaint.bytes, while: activity)
            }
            return head
        } catch let error as HTTPError {
            switch error.code {
            case .cancelled: throw CancellationError()
            case .sinkFailed: throw error.cause ?? error
            default: throw IonError(error, while: activity)
            }
        }
    }

    /// Sends a request and parses its answer.
    func value(_ path: String, while activity: String) async throws -> JSONValue {
        let collector = BodyCollector(limit: 16 << 20)
        _ = try await send(.get, path, while: activity) { _ in collector }
        do {
            return try JSONValue(parsing: collector.bytes)
        } catch {
            throw IonError(.unexpectedAnswer, "\(activity): the answer is not JSON: \(error)")
        }
    }
}
