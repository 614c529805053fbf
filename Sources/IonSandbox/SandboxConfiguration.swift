package import Records
internal import Streaming

/// What a sandbox serves, and where.
package struct SandboxConfiguration: Sendable {
    /// The directory with `sandbox.json`, `reports/<id>.json`, `reports/<id>.csv`, `subscriptions.json`, and
    /// if there are invoices `invoices.json` and `invoices/<id>/`.
    package let fixtures: String
    /// The IPv4 address to listen on.
    package let address: String
    /// The port to listen on; 0 for any that is free.
    package let port: UInt16
    /// How many seconds an access token lives.
    package let accessTokenLifetime: Int

    /// The day that "last month" and its like are reckoned from.
    package let today: CivilDate
    /// How many subscriptions are made up, with their rows and invoices, in the place of the fixtures'; `nil` for those.
    package let scale: Int?
    /// What they follow from.
    package let seed: UInt64
    /// The faults that the sandbox has on demand.
    package let faults: [FaultRule]

    /// A configuration from its parts; unless told otherwise the sandbox is reachable from this machine only.
    package init(
        fixtures: String, address: String = "127.0.0.1", port: UInt16 = 0, accessTokenLifetime: Int = 7200,
        today: CivilDate = .byTheClock, scale: Int? = nil, seed: UInt64 = 2026, faults: [FaultRule] = []
    ) {
        self.fixtures = fixtures
        self.address = address
        self.port = port
        self.accessTokenLifetime = accessTokenLifetime
        self.today = today
        self.scale = scale
        self.seed = seed
        self.faults = faults
    }
}

extension SandboxConfiguration {
    /// The month that is made up: the one before today's.
    var syntheticMonth: SyntheticMonth? {
        scale.map { SyntheticMonth(count: $0, seed: seed, month: Month(containing: today).previous) }
    }
}

extension CivilDate {
    /// The day by the machine's clock, in UTC.
    package static var byTheClock: CivilDate { CivilDate(daysSinceEpoch: Int32(WallClock.secondsSinceEpoch / 86_400)) }
}
