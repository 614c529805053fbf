internal import Synchronization

/// What all requests of a client go through: it bounds how many are under way and how many begin in a second.
///
/// A request that waits here holds no thread, can be cancelled at once, and its time limits have not begun.
final class RequestGate: Sendable {
    private struct Waiters {
        var state: GateState
        var continuations: [Int: CheckedContinuation<Bool, Never>] = [:]
        /// Those that were cancelled before they began to wait.
        var cancelled: Set<Int> = []
        var lastNumber = 0
    }

    private let waiters: Mutex<Waiters>

    private let sleep: @Sendable (Duration) async throws -> Void

    /// A gate that nobody has passed.
    ///
    /// - Parameter sleep: Waits for as long as the service has asked for; throws when the task is cancelled.
    init(_ limits: RequestLimits, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        waiters = Mutex(Waiters(state: GateState(capacity: limits.concurrency, interval: limits.interval)))
        self.sleep = sleep
    }

    /// Does some work in a place of its own, once it may begin.
    ///
    /// - Parameter hasWaited: Whether it has waited already for as long as the service has asked for until now.
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func pass<Result>(hasWaited: Bool, _ work: () async -> Result) async throws(CancellationError) -> Result {
        let number = makeNumber()
        guard await enter(number) else { throw CancellationError() }
        defer { leave(number) }
        do {
            try await waitToBegin(hasWaited: hasWaited)
        } catch {
            throw CancellationError()
        }
        return await work()
    }

    private func waitToBegin(hasWaited: Bool) async throws {
        var served = hasWaited ? waiters.withLock { $0.state.heldUntil } : nil
        while true {
            let now = ContinuousClock.now
            switch waiters.withLock({ $0.state.wait(now: now, served: served) }) {
            case .none: return
            case .forTurn(let time): try await Task.sleep(until: time, clock: .continuous)
            case .forPatience(let time):
                try await sleep(time - now)
                served = time
            }
        }
    }

    /// Lets no request begin for a time, because the service has asked for patience.
    func hold(for wait: Duration) {
        waiters.withLock { $0.state.hold(until: .now + wait) }
    }

    private func makeNumber() -> Int {
        waiters.withLock { waiters in
            waiters.lastNumber += 1
            return waiters.lastNumber
        }
    }

    /// Waits for a place; returns whether it has one, which it has not when it was cancelled.
    private func enter(_ number: Int) async -> Bool {
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = waiters.withLock { waiters in
                    if waiters.cancelled.remove(number) != nil { return false }
                    if waiters.state.enter(number: number) { return true }
                    waiters.continuations[number] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    private func cancel(_ number: Int) {
        let continuation = waiters.withLock { waiters -> CheckedContinuation<Bool, Never>? in
            if let continuation = waiters.continuations[number], waiters.state.giveUp(number: number) {
                waiters.continuations[number] = nil
                return continuation
            }
            waiters.cancelled.insert(number)
            return nil
        }
        continuation?.resume(returning: false)
    }

    private func leave(_ number: Int) {
        let next = waiters.withLock { waiters in
            waiters.cancelled.remove(number)
            return waiters.state.leave().flatMap { waiters.continuations.removeValue(forKey: $0) }
        }
        next?.resume(returning: true)
    }
}
