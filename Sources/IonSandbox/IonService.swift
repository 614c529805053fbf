/// The API as a whole: who may come in, and who answers what.
struct IonService: Sendable {
    private static let accountPath = ["api", "v3", "accounts"]
    private static let firstVersionPath = ["api", "v1"]

    private let accountID: String
    /// The detailed files of invoices.
    let files: SignedFiles
    private let tokens: TokenEndpoints
    private let basic: BasicCredentials
    private let router: Router

    /// The API over fixtures.
    init(fixtures: Fixtures, tokens: TokenEndpoints, basic: BasicCredentials) {
        let files = SignedFiles(directory: fixtures.invoiceFiles, lifetime: fixtures.signedURLLifetime)
        let invoices = InvoiceEndpoints(index: fixtures.invoices, files: files)
        let reports = ReportEndpoints(reports: fixtures.reports)
        let subscriptions = SubscriptionEndpoints(index: fixtures.subscriptions)
        let account = "/api/v3/accounts/{account}"
        accountID = fixtures.accountID
        self.tokens = tokens
        self.basic = basic
        self.files = files
        router = Router([
            Route("POST", "/oauth/token", tokens.refresh),
            Route("POST", "/oauth/validateAccess", tokens.validate),
            Route("GET", account + "/reports", reports.list),
            Route("GET", account + "/reports/{report}", reports.describe),
            Route("POST", account + "/reports/{report}/reportDataCsv", reports.data),
            Route("GET", account + "/subscriptions", subscriptions.page),
            Route("GET", "/api/v1/invoices", invoices.page),
            Route("GET", "/api/v1/invoices/myinvoices", invoices.page),
            Route("GET", "/api/v1/invoices/{invoice}/detailed", invoices.detailed),
            Route("GET", "/files/{invoice}/{name}", files.file),
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

    /// Lets pass what asks for no account, and what asks for the right one with a valid token, or in version 1 with
    /// the key.
    private func admit(_ request: Request) throws(Refusal) {
        if request.path.starts(with: Self.firstVersionPath) {
            guard basic.areValid(authorization: request.authorization) else { throw .wrongKey }
        }
        guard request.path.starts(with: Self.accountPath) else { return }
        guard tokens.isValid(authorization: request.authorization) else { throw .unauthenticated }
        guard request.path.count == Self.accountPath.count || request.path[Self.accountPath.count] == accountID else {
            throw .permissionDenied
        }
    }
}
