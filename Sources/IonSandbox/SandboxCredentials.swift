package import Records

/// What a client needs to know to talk to a sandbox, as the portal of the real service shows it once.
package struct SandboxCredentials: Sendable {
    /// The account whose resources are served.
    package let accountID: String
    /// An access token that has expired already, so that a client has to refresh before its first request.
    package let accessToken: Secret
    /// A refresh token that is good for one use.
    package let refreshToken: Secret
    /// The key of version 1, the user name of HTTP's Basic scheme.
    package let apiKey: Secret
    /// Its secret, the password.
    package let apiSecret: Secret
}
