internal import Records
internal import Streaming

/// The Ion API on loopback, from fixtures and over real sockets: for trying pipelines out, and for tests.
///
/// It is as strict as the service: refresh tokens die with their first use, access tokens expire, and whoever asks
/// for the wrong account is refused. It keeps its tokens in memory and writes nothing.
package final class Sandbox: Sendable {
    /// What a client needs to know; every start has new ones.
    package let credentials: SandboxCredentials
    /// The port on which the sandbox listens.
    package let port: UInt16
    private let address: String
    private let server: HTTPServer

    private init(credentials: SandboxCredentials, address: String, server: HTTPServer) {
        self.credentials = credentials
        self.address = address
        self.port = server.port
        self.server = server
    }

    deinit {
        stop()
    }

    /// Reads the fixtures, binds, and serves from threads of its own. Blocks until the fixtures are indexed.
    ///
    /// - Throws: ``SandboxError`` when a fixture is missing or broken, or the address cannot be listened on.
    package static func start(_ configuration: SandboxConfiguration) throws(SandboxError) -> Sandbox {
        let fixtures = try Fixtures(directory: configuration.fixtures, month: configuration.syntheticMonth)
        var issuer = TokenIssuer(accessTokenLifetime: .seconds(configuration.accessTokenLifetime))
        let pair = issuer.issueExpired(now: .now)
        let credentials = SandboxCredentials(
            accountID: fixtures.accountID, accessToken: pair.accessToken, refreshToken: pair.refreshToken,
            apiKey: Secret(RandomToken.make(length: 24)), apiSecret: Secret(RandomToken.make(length: 48)))
        let tokens = TokenEndpoints(issuer: issuer)
        let service = IonService(
            fixtures: fixtures, tokens: tokens,
            basic: BasicCredentials(key: credentials.apiKey, secret: credentials.apiSecret),
            today: configuration.today)
        let faults = FaultPlan(configuration.faults)
        let orders = OrderCount()
        let server = try HTTPServer(address: configuration.address, port: configuration.port) { request in
            orders.answer(to: request)
                ?? faults.answer(to: request, expireTokens: tokens.expireAll, by: service.answer(to:))
        }
        let sandbox = Sandbox(credentials: credentials, address: configuration.address, server: server)
        service.files.serve(at: sandbox.baseURL)
        return sandbox
    }

    /// Where clients find the API: `http://127.0.0.1:8080`, without a slash at the end.
    package var baseURL: String { "http://\(address):\(port)" }

    /// Ends all connections and threads, and waits for them. A second call does nothing.
    package func stop() {
        server.stop()
    }
}
