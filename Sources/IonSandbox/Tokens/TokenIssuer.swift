internal import Records
internal import Streaming

/// Issues tokens and knows which are good. Time comes in from outside.
///
/// As at the service, a refresh token is good for one use: whoever presents it gets a new pair, and the old one is
/// dead, whether the answer arrives or not. An access token lives on until it expires.
struct TokenIssuer: Sendable {
    /// Two tokens that were issued together.
    struct Pair: Sendable {
        /// Opens the account until it expires.
        let accessToken: Secret
        /// Buys the next pair, once.
        let refreshToken: Secret
    }

    private struct Access {
        let expiry: ContinuousClock.Instant
        let refreshExpiry: ContinuousClock.Instant
    }

    private static let refreshTokenLifetime = Duration.seconds(32 * 24 * 3600)
    private static let tokenLength = 48

    /// How long an access token lives.
    let accessTokenLifetime: Duration
    private var accesses: [Secret: Access] = [:]
    private var refreshExpiries: [Secret: ContinuousClock.Instant] = [:]

    /// An issuer that has issued nothing yet.
    init(accessTokenLifetime: Duration) {
        self.accessTokenLifetime = accessTokenLifetime
    }

    /// A first pair, whose access token has expired already.
    mutating func issueExpired(now: ContinuousClock.Instant) -> Pair {
        issue(accessExpiry: now, now: now)
    }

    /// A new pair for a refresh token, which dies; `nil` when the token is unknown, used or expired.
    mutating func refresh(_ token: Secret, now: ContinuousClock.Instant) -> Pair? {
        guard let expiry = refreshExpiries.removeValue(forKey: token), now < expiry else { return nil }
        return issue(accessExpiry: now + accessTokenLifetime, now: now)
    }

    /// Forgets all access tokens.
    mutating func expireAccessTokens() {
        accesses.removeAll()
    }

    /// How long an access token and the refresh token issued with it still live; `nil` when it is not valid.
    func remainingLifetimes(of token: Secret, now: ContinuousClock.Instant) -> (access: Duration, refresh: Duration)? {
        guard let access = accesses[token], now < access.expiry else { return nil }
        return (now.duration(to: access.expiry), now.duration(to: access.refreshExpiry))
    }

    private mutating func issue(accessExpiry: ContinuousClock.Instant, now: ContinuousClock.Instant) -> Pair {
        let pair = Pair(
            accessToken: Secret(RandomToken.make(length: Self.tokenLength)),
            refreshToken: Secret(RandomToken.make(length: Self.tokenLength)))
        let refreshExpiry = now + Self.refreshTokenLifetime
        accesses = accesses.filter { now < $0.value.expiry }
        accesses[pair.accessToken] = Access(expiry: accessExpiry, refreshExpiry: refreshExpiry)
        refreshExpiries[pair.refreshToken] = refreshExpiry
        return pair
    }
}
