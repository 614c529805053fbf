/// How often a stage that fetches is tried again after a failure that may pass, and how long is waited before it.
package struct StageRetry: Sendable, Hashable {
    /// How many tries there may be after the first.
    package let times: Int
    /// The wait after the first try; it doubles with each, up to ``longestWait``.
    package let wait: Duration

    /// How many tries there may be after the first; with 0, a stage is not tried again whatever `defaults` say.
    package static let bounds = 0...10
    /// The wait after the first try where the pipeline names none.
    package static let usualWait = Duration.seconds(30)
    /// What no wait goes beyond, written or doubled.
    package static let longestWait = Duration.seconds(15 * 60)

    /// How many tries there may be in all.
    package var tries: Int { times + 1 }

    /// How often, and the first wait.
    package init(times: Int, wait: Duration = usualWait) {
        self.times = times
        self.wait = wait
    }

    /// How long to wait after some tries have failed; `nil` when there is to be no further one.
    ///
    /// - Parameters:
    ///   - count: How many have, from 1.
    ///   - asked: How long the service asks to wait. Where that is longer than any wait may be, there is no further try.
    package func wait(afterTries count: Int, asked: Duration? = nil) -> Duration? {
        guard count <= times, asked ?? .zero <= Self.longestWait else { return nil }
        return max(asked ?? .zero, min(Self.longestWait, wait * (1 << (count - 1))))
    }
}
