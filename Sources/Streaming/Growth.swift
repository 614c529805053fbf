internal import Synchronization

/// A length that one party advances while tasks wait for it to pass a mark, without holding a thread.
package final class Growth: Sendable {
    private struct State {
        var length = 0
        var ending: Result<Void, any Error>?
        var lastTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelledTickets: Set<Int> = []
    }

    private let state = Mutex(State())

    /// A length of nought.
    package init() {}

    /// The length so far.
    package var length: Int { state.withLock { $0.length } }

    /// Whether the length will not grow any more, because all is there.
    package var isFinal: Bool {
        state.withLock { if case .success? = $0.ending { true } else { false } }
    }

    /// Makes the length greater and wakes whoever waits.
    package func advance(by count: Int) {
        wake { $0.length += count }
    }

    /// Says that the length is final, or that the rest will never come. Only the first ending counts.
    package func finish(throwing error: (any Error)? = nil) {
        wake { state in
            if state.ending == nil { state.ending = error.map { .failure($0) } ?? .success(()) }
        }
    }

    /// Waits until the length is greater than a mark, or final.
    ///
    /// - Returns: The length then; not greater than the mark only when it is final.
    /// - Throws: The error of the ending, once the mark is reached; `CancellationError` when the task is cancelled.
    package func length(beyond mark: Int) async throws -> Int {
        while true {
            try Task.checkCancellation()
            let (length, ending) = state.withLock { ($0.length, $0.ending) }
            if length > mark { return length }
            if let ending {
                try ending.get()
                return length
            }
            await wait(beyond: mark)
        }
    }

    /// Returns when the length is greater than a mark or final, or the task is cancelled.
    private func wait(beyond mark: Int) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let isOver = state.length > mark || state.ending != nil
                    if isOver || state.cancelledTickets.remove(ticket) != nil { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let stranded = state.withLock { state in
                let stranded = state.waiting.removeValue(forKey: ticket)
                if stranded == nil { state.cancelledTickets.insert(ticket) }
                return stranded
            }
            stranded?.resume()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            let woken = Array(state.waiting.values)
            state.waiting = [:]
            return woken
        }
        woken.forEach { $0.resume() }
    }
}
