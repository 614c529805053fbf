internal import Formats
internal import Records
internal import Synchronization

/// `/oauth/…`, and whether a request's token is good.
final class TokenEndpoints: Sendable {
    private static let scheme = "bearer "

    private let issuer: Mutex<TokenIssuer>

    /// Endpoints over an issuer.
    init(issuer: TokenIssuer) {
        self.issuer = Mutex(issuer)
    }

    /// Whether a value of the `Authorization` header carries a valid access token.
    func isValid(authorization: String?) -> Bool {
        guard let authorization, authorization.lowercased().hasPrefix(Self.scheme) else { return false }
        let token = Secret(String(authorization.dropFirst(Self.scheme.count)))
        return issuer.withLock { $0.remainingLifetimes(of: token, now: .now) } != nil
    }

    /// Ends all access tokens at once; refresh tokens stay good.
    func expireAll() {
        issuer.withLock { $0.expireAccessTokens() }
    }

    /// `POST /oauth/token`: a refresh token for a new pair.
    func refresh(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let form = try Self.form(request)
        guard form["grant_type"] == "refresh_token" else { return Self.error("unsupported grant type") }
        guard let token = form["refresh_token"] else { return Self.unknownToken }
        guard let pair = issuer.withLock({ $0.refresh(Secret(token), now: .now) }) else { return Self.unknownToken }
        return Response([
            "access_token": .string(pair.accessToken.revealed),
            "expires_in": .number(String(issuer.withLock { $0.accessTokenLifetime }.components.seconds)),
            "refresh_token": .string(pair.refreshToken.revealed),
            "token_type": "Bearer",
        ])
    }

    /// `POST /oauth/validateAccess`: how long a pair still lives.
    func validate(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let form = try Self.form(request)
        guard let token = form["access_token"],
            let lifetimes = issuer.withLock({ $0.remainingLifetimes(of: Secret(token), now: .now) })
        else { return Self.unknownToken }
        return Response([
            "access_expires_in": .number(String(lifetimes.access.components.seconds)),
            "refresh_expires_in": .number(String(lifetimes.refresh.components.seconds)),
        ])
    }

    /// The service's own words for a token that it does not know.
    private static var unknownToken: Response { error("cannot validate token: redis: nil") }

    private static func form(_ request: Request) throws(Refusal) -> FormFields {
        guard let form = FormFields(parsing: request.body) else {
            throw .invalidArgument("the form is not well encoded")
        }
        return form
    }

    private static func error(_ message: String) -> Response {
        Response(status: 400, ["error": .string(message)])
    }
}
