/// The API as a whole: who may come in, and who answers what.
struct IonService: Sendable {
    private static let accountPath = ["api", "v3", "accounts"]

    private let accountID: String
    private let tokens: TokenEndpoints
    private let router: Router

    /// The API over fixtures.
    init(fixtures: Fixtures, tokens: TokenEndpoints) {
        let reports = ReportEndpoints(reports: fixtures.reports)
        let subscriptions = SubscriptionEndpoints(index: fixtures.subscriptions)
        let account = "/api/v3/accounts/{account}"
        accountID = fixtures.accountID
        self.tokens = tokens
        router = Router([
            Route("POST", "/oauth/token", tokens.refresh),
            Route("POST", "/oauth/validateAccess", tokens.validate),
            Route("GET", account + "/reports", reports.list),
            Route("GET", account + "/reports/{report}", reports.describe),
            Route("POST", account + "/reports/{report}/reportDataCsv", reports.data),
            Route("GET", account + "/subscriptions", subscriptions.page),
        ])
    }

    /// The response to any request, also to one that makes no sense.
    func answer(to request: Request) -> Response {
        do throws(Refusal) {
            try admit(request)
            return try router.answer(to: request)
        } catch {
            return error.response
        }
    }

    /// Lets pass what asks for no account, and what asks for the right one with a valid token.
    private func admit(_ request: Request) throws(Refusal) {
        guard request.path.starts(with: Self.accountPath) else { return }
        guard tokens.isValid(authorization: request.authorization) else { throw .unauthenticated }
        guard request.path.count == Self.accountPath.count || request.path[Self.accountPath.count] == accountID else {
            throw .permissionDenied
        }
    }
}
