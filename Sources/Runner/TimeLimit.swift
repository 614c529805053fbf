/// How long some work may take.
struct TimeLimit: Sendable {
    /// What becomes of a run that took too long.
    static let advice = "Nothing was published; what was fetched whole is kept for --resume"

    private let limit: Duration
    private let clock: any Clock<Duration>

    init(_ limit: Duration, clock: any Clock<Duration>) {
        self.limit = limit
        self.clock = clock
    }

    /// Does some work, and cancels it when the time is up. Work that computes notices at its next batch.
    ///
    /// - Throws: What the work throws, or what is made for a time that is up.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result,
        orThrow failure: @escaping @Sendable () -> RunFailure
    ) async throws -> Result {
        try await withThrowingTaskGroup { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            // Not where the work runs, which may have no thread to spare.
            group.addTask(executorPreference: globalConcurrentExecutor) {
                try await clock.sleep(for: limit)
                throw failure()
            }
            guard let result = try await group.next() else { preconditionFailure("two tasks were added") }
            return result
        }
    }

    /// A time in the largest unit that divides it: `30 min`.
    static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        guard duration == .seconds(seconds) else { return "\(duration)" }
        if seconds % 3600 == 0, seconds > 0 { return "\(seconds / 3600) h" }
        return seconds % 60 == 0 && seconds > 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}
