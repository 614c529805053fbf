package import Records
package import Streaming

/// How a client reaches servers.
package struct HTTPSettings: Sendable {
    /// How long a request may wait.
    package var timeouts = HTTPTimeouts()
    /// How often a request is tried.
    package var retry = RetryPolicy()
    /// A file with the certificates of the authorities to trust (PEM), in place of the system's.
    package var certificateFile: String?
    /// The address of a proxy: `http`, `https`, `socks5` or `socks5h`. It may hold a user and a password. Without one,
    /// the environment's `https_proxy` and its like are used. What is on this machine is never reached through one.
    package var proxy: Secret?
    /// How many requests may be under way at once and begin in a second.
    package var limits = RequestLimits()
    /// How far a compressed body may expand.
    package var expansion = ExpansionLimit()

    /// The usual settings.
    package init() {}
}

/// How long a request may wait; each attempt anew.
package struct HTTPTimeouts: Sendable, Hashable {
    /// For a connection, in seconds.
    package var connect = 15
    /// For the next byte of a response, in seconds.
    package var idle = 120
    /// For the last byte of a response, in seconds; 0 for as long as it takes. The default, an hour, is enough for a
    /// gigabyte over a slow line, and ends a body that trickles for ever.
    package var total = 3600

    /// The usual waits.
    package init() {}
}

/// How many requests a client may have under way at once and begin in a second; all of them share it.
package struct RequestLimits: Sendable, Hashable {
    /// How many may be under way.
    package var concurrency = 8
    /// How far apart they begin; `nil` for as close as they come.
    package var interval: Duration?

    /// The usual limits: eight at once.
    package init() {}
}
