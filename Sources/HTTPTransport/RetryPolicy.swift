internal import Streaming

/// How often a request is tried, and how long is waited in between.
///
/// The waits have "full jitter": many clients that failed together come back apart.
package struct RetryPolicy: Sendable {
    /// How many attempts are made at most, the first included.
    package var attempts = 5
    /// The longest wait after the first attempt; it doubles with each.
    package var base = Duration.seconds(1)
    /// What the longest wait does not grow beyond.
    package var cap = Duration.seconds(30)
    /// How long the service may ask to wait; where it asks for more, no further attempt is made.
    package var patience = Duration.seconds(120)
    /// A random number from 0 through the one given.
    package var random: @Sendable (Int) -> Int = { Int.random(in: 0...$0) }
    /// Waits; throws at once when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// The seconds since 1970, for a `Retry-After` that is a date in a response without one of its own.
    package var now: @Sendable () -> Int = { WallClock.secondsSinceEpoch }

    /// Five attempts; waits of up to 1, 2, 4 and 8 seconds.
    package init() {}

    /// How long to wait when some attempts have failed.
    ///
    /// - Parameters:
    ///   - count: How many attempts there were, from 1.
    ///   - asked: The least wait that the service asks for, if it does.
    /// - Returns: `nil` when there is to be no further attempt.
    package func wait(afterAttempts count: Int, asked: Duration?) -> Duration? {
        guard count < attempts else { return nil }
        if let asked, asked > patience { return nil }
        let ceiling = min(cap, base * (1 << min(count - 1, 30)))
        let jitter = Duration.milliseconds(random(max(0, ceiling.wholeMilliseconds)))
        return max(asked ?? .zero, jitter)
    }

    /// Whether a status may be gone at the next attempt.
    package static func isTransient(status: Int) -> Bool { [429, 500, 502, 503, 504].contains(status) }

    /// Whether a failure may be gone at the next attempt.
    package static func isTransient(_ code: HTTPError.Code) -> Bool {
        switch code {
        case .unreachable, .interrupted, .timeout: true
        case .untrusted, .invalidAddress, .invalidSettings, .badResponse, .expansionLimit, .sinkFailed, .cancelled:
            false
        }
    }

    /// The wait that a `Retry-After` asks for: so many seconds, or until a date; `nil` when it is neither.
    ///
    /// - Parameters:
    ///   - date: The response's own `Date`: with it, a clock that goes wrong here does not matter.
    ///   - now: The seconds since 1970 by the clock here.
    package static func askedWait(_ retryAfter: String, date: String?, now: Int) -> Duration? {
        if !retryAfter.isEmpty, retryAfter.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            // A number that does not fit is longer than anybody waits.
            return .seconds(min(Int(retryAfter) ?? .max, 1 << 40))
        }
        guard let until = HTTPDate.seconds(retryAfter, now: now) else { return nil }
        let start = date.flatMap { HTTPDate.seconds($0, now: now) } ?? now
        return .seconds(max(0, until - start))
    }
}

extension Duration {
    /// The duration in milliseconds, without what is left over.
    package var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = Int(seconds).multipliedReportingOverflow(by: 1000)
        return isTooLong ? .max : product + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// The duration in seconds, with a digit behind the point where it needs one: `2 s`, `0.4 s`.
    package var inSeconds: String {
        let tenths = (wholeMilliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
