internal import Formats
internal import HTTPTransport
public import Records

/// A connection to one account of StreamOne Ion.
///
/// Small answers come back as values. Large ones drain into a sink as they arrive, so their size does not matter.
public final class IonClient: Sendable {
    /// The service's address and the credentials.
    package let configuration: IonConfiguration
    private let http: HTTPClient
    let redactor: Redactor
    private let keeper: TokenKeeper

    /// A client for the account of a configuration. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - redactor: Is told every secret, old and new.
    ///   - note: Is told of requests, waits and renewals.
    public init(
        _ configuration: IonConfiguration, redactor: Redactor, note: @escaping @Sendable (IonNote) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.redactor = redactor
        configuration.remember(in: redactor)
        http = HTTPClient(configuration.http) { event in
            let isDetail = if case .finished = event { true } else { false }
            note(IonNote(text: redactor.redact(event.description), isDetail: isDetail))
        }
        keeper = TokenKeeper(configuration, client: http, redactor: redactor) {
            note(IonNote(text: $0, isDetail: true))
        }
    }

    /// The account's number.
    public var accountID: String { configuration.accountID }

    /// Sends a request of version 3 with a valid token; once more with a new one when the service refuses the first.
    ///
    /// - Parameters:
    ///   - path: Below `/api/v3/accounts/{account}/`, with its query.
    ///   - accept: The content types that the answer may have.
    ///   - activity: What messages say was being done: `fetching report 49038`.
    ///   - sink: Makes the sink for the body of a successful response.
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: JSONValue? = nil, accept: String = "application/json",
        while activity: String, to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let url = "\(configuration.baseURL)/api/v3/accounts/\(configuration.accountID.percentEncoded)/\(path)"
        let content = body.map { (contentType: "application/json", bytes: Array($0.compactText.utf8)) }
        // Also the POST that asks for a report's data only reads.
        var request = HTTPRequest(method, url, accept: accept, body: content, isRepeatable: true)
        let token = try await keeper.validToken()
        request.authorization = .bearer(token)
        do {
            return try await exchange(request, while: activity, to: sink)
        } catch let error as IonError where error.status == 401 {
            request.authorization = .bearer(try await keeper.validToken(insteadOf: token))
            return try await exchange(request, while: activity, to: sink)
        }
    }

    /// Sends a request as it is; all requests but those for tokens go through here.
    ///
    /// - Parameter sink: Makes the sink for the body of a response with status 200, anew for each attempt.
    /// - Throws: ``IonError`` for every other status, and for no complete response; what the sink throws;
    ///   `CancellationError`.
    func exchange(
        _ request: HTTPRequest, while activity: String,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let complaint = BodyCollector(limit: 64 << 10, cutsAtLimit: true)
        do {
            let head = try await http.send(request) { head in
                guard head.status == 200 else { return complaint.restarted() }
                try Self.requireData(head, request, activity)
                return try sink(head)
            }
            // A part of the content (206) or an empty answer (204) is not what was asked for.
            guard head.status == 200 else {
                throw IonError(head, body: complaint.bytes, while: activity, redactor: redactor)
            }
            return head
        } catch let error as HTTPError {
            switch error.code {
            case .cancelled: throw CancellationError()
            case .sinkFailed where !(error.cause is BodyTooLarge): throw error.cause ?? error
            default: throw IonError(error, while: activity)
            }
        }
    }

    /// Makes sure that an answer is data. A page for people, such as a proxy's or a sign-in's, often comes with status
    /// 200.
    private static func requireData(_ head: HTTPResponseHead, _ request: HTTPRequest, _ activity: String)
        throws(IonError)
    {
        // JSON and XML that break off are found out when they are read; rows of CSV look whole.
        guard head.isDelimited || !["*/*", "text/csv"].contains(where: request.accept.contains) else {
            throw IonError(
                .unexpectedAnswer,
                "\(activity): the service does not say where the content ends, so a part of it could not be told from the "
                    + "whole")
        }
        guard request.accept != "*/*", let type = head.mediaType else { return }
        let isData =
            type.hasSuffix("json") && request.accept.contains("json")
            || type.hasSuffix("xml") && !type.contains("html") && request.accept.contains("xml")
            || type == "text/csv" && request.accept.contains("csv")
            || ["text/plain", "application/octet-stream"].contains(type)
        guard !isData else { return }
        throw IonError(
            .unexpectedAnswer,
            "\(activity): the service answered with \(type.printable()) where \(request.accept) was asked for, perhaps "
                + "a page for people, of a proxy or a sign-in. Check that the base URL is that of StreamOne Ion.")
    }
}
