/// What a sandbox serves, and where.
package struct SandboxConfiguration: Sendable {
    /// The directory with `sandbox.json`, `reports/<id>.json`, `reports/<id>.csv` and `subscriptions.json`.
    package let fixtures: String
    /// The IPv4 address to listen on.
    package let address: String
    /// The port to listen on; 0 for any that is free.
    package let port: UInt16
    /// How many seconds an access token lives.
    package let accessTokenLifetime: Int

    /// A configuration from its parts; unless told otherwise the sandbox is reachable from this machine only.
    package init(
        fixtures: String, address: String = "127.0.0.1", port: UInt16 = 0, accessTokenLifetime: Int = 7200
    ) {
        self.fixtures = fixtures
        self.address = address
        self.port = port
        self.accessTokenLifetime = accessTokenLifetime
    }
}
