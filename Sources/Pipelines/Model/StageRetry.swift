/// How often a stage that fetches is tried again after a failure that may pass, and how long is waited before it.
package struct StageRetry: Sendable, Hashable {
    /// How many tries there may be after the first.
    package let times: Int
    /// The wait after the first try; it doubles with each, up to ``longestWait``.
    package let wait: Duration

    /// How many tries there may be after the first.
    package static let bounds = 1...10
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
    /// - Parameter count: How many have, from 1.
    package func wait(afterTries count: Int) -> Duration? {
        guard count <= times else { return nil }
        return min(Self.longestWait, wait * (1 << (count - 1)))
    }
}
