import Synchronization
import Testing

@testable import Runner

/// A clock whose time passes when a test says so.
final class ManualClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let start = ContinuousClock.now
    private let sleepers = Mutex<[CheckedContinuation<Void, any Error>]>([])
    private let isOver = Mutex(false)

    var now: Instant { start }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if isOver.withLock(\.self) || Task.isCancelled { return continuation.resume(with: ending) }
                sleepers.withLock { $0.append(continuation) }
                if isOver.withLock(\.self) || Task.isCancelled { wake() }
            }
        } onCancel: {
            wake()
        }
    }

    private var ending: Result<Void, any Error> { Task.isCancelled ? .failure(CancellationError()) : .success(()) }

    private func wake() {
        let woken = sleepers.withLock { sleepers in
            defer { sleepers = [] }
            return sleepers
        }
        for sleeper in woken {
            sleeper.resume(with: isOver.withLock(\.self) ? .success(()) : .failure(CancellationError()))
        }
    }

    /// Lets all time pass.
    func pass() {
        isOver.withLock { $0 = true }
        wake()
    }
}

@Suite("How long a stage may take")
struct TimeLimitTests {
    private static let failure = RunFailure(.timedOut, "too long")

    @Test("Work that ends in time is not disturbed")
    func inTime() async throws {
        let limit = TimeLimit(.seconds(1), clock: ManualClock())
        #expect(
            try await limit.run {
                7
            } orThrow: {
                Self.failure
            } == 7)
        await #expect(throws: RunFailure.self) {
            _ = try await limit.run { () throws -> Int in
                throw RunFailure(.badInput, "its own")
            } orThrow: {
                Self.failure
            }
        }
    }

    @Test("Work that does not end is cancelled, and the time is what is told")
    func tooLong() async throws {
        let clock = ManualClock()
        let wasCancelled = Mutex(false)
        let error = await #expect(throws: RunFailure.self) {
            try await TimeLimit(.seconds(1), clock: clock).run {
                clock.pass()
                let (stream, _) = AsyncStream.makeStream(of: Int.self)
                // Ends when the task is cancelled, and else never.
                for await _ in stream {}
                wasCancelled.withLock { $0 = Task.isCancelled }
            } orThrow: {
                Self.failure
            }
        }
        #expect(error?.exitCode == .timedOut)
        let isCancelled = wasCancelled.withLock { $0 }
        #expect(isCancelled)
    }

    @Test(
        "Times are told in the unit that fits", arguments: [(1800, "30 min"), (90, "90 s"), (7200, "2 h"), (0, "0 s")])
    func texts(seconds: Int, text: String) {
        #expect(TimeLimit.text(.seconds(seconds)) == text)
    }
}
