internal import Records

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
    ///
    /// - Parameter today: What "last month" and its like are reckoned from.
    init(fixtures: Fixtures, tokens: TokenEndpoints, basic: BasicCredentials, today: CivilDate) {
        files = SignedFiles(directory: fixtures.invoiceFiles, lifetime: fixtures.signedURLLifetime)
        accountID = fixtures.accountID
        self.tokens = tokens
        self.basic = basic
        router = Router(
            [
                Route("POST", "/oauth/token", tokens.refresh), Route("POST", "/oauth/validateAccess", tokens.validate),
                Route("GET", "/files/{invoice}/{name}", files.file),
            ] + Self.currentRoutes(fixtures, today) + Self.legacyRoutes(fixtures, files, today))
    }

    private static func currentRoutes(_ fixtures: Fixtures, _ today: CivilDate) -> [Route] {
        let account = "/api/v3/accounts/{account}"
        let reports = ReportEndpoints(reports: fixtures.reports, today: today)
        let subscriptions = SubscriptionEndpoints(
            source: fixtures.subscriptions, customers: fixtures.legacyCustomers, today: today)
        let customers = CustomerEndpoints(customers: fixtures.customers)
        let products = ProductEndpoints(products: fixtures.products)
        let orders = OrderEndpoints(orders: fixtures.orders, accountID: fixtures.accountID)
        return [
            Route("GET", account + "/reports", reports.list),
            Route("GET", account + "/reports/{report}", reports.describe),
            Route("POST", account + "/reports/{report}/reportDataCsv", reports.data),
            Route("POST", account + "/reports/{report}/reportDataCsvStream", reports.stream),
            Route("GET", account + "/subscriptions", subscriptions.page),
            Route("GET", account + "/customers/{customer}/subscriptions/{id}", subscriptions.detail),
            Route("GET", account + "/customers", customers.page),
            Route("GET", account + "/customers/{customer}", customers.customer),
            Route("GET", account + "/products", products.page),
            Route("GET", account + "/products/{product}", products.product),
            Route("GET", account + "/orders", orders.page),
            Route("GET", account + "/customers/{customer}/orders", orders.customerPage),
            Route("GET", account + "/customers/{customer}/orders/{order}", orders.order),
        ]
    }

    private static func legacyRoutes(_ fixtures: Fixtures, _ files: SignedFiles, _ today: CivilDate) -> [Route] {
        let generated = GeneratedInvoices()
        let invoices = InvoiceEndpoints(index: fixtures.invoices, files: files, generated: generated)
        let customers = LegacyCustomerEndpoints(fixtures.legacyCustomers)
        let generation = GenerationEndpoint(
            reports: fixtures.billingReports, generated: generated, customerIDs: customers.ids, today: today)
        return [
            Route("GET", "/api/v1/invoices", invoices.page),
            Route("GET", "/api/v1/invoices/myinvoices", invoices.page),
            Route("POST", "/api/v1/invoices/generate", generation.generate),
            Route("GET", "/api/v1/invoices/{invoice}/detailed", invoices.detailed),
            Route("GET", "/api/v1/customers", customers.page),
            Route("GET", "/api/v1/customers/{customer}", customers.customer),
            Route("GET", "/api/v1/reports/billing/{provider}", fixtures.billingReports.report),
        ]
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
