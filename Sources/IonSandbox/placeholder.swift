package import Records
package struct SandboxConfiguration: Sendable {
    package init(fixtures: String, port: UInt16 = 0, address: String = "127.0.0.1", accessTokenLifetime: Int = 7200) {}
}
package struct SandboxCredentials: Sendable { package let accountID: String; package let accessToken: Secret; package let refreshToken: Secret }
package struct SandboxError: Error {}
package final class Sandbox: Sendable {
    package static func start(_ configuration: SandboxConfiguration) throws(SandboxError) -> Sandbox { throw SandboxError() }
    package var port: UInt16 { 0 }
    package var baseURL: String { "" }
    package let credentials = SandboxCredentials(accountID: "", accessToken: Secret(""), refreshToken: Secret(""))
    package func stop() {}
}
