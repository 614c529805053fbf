import Synchronization

/// An engine that several tasks fill, batch by batch.
///
/// A task that finds another at it waits for its turn and not for the lock: its thread is free meanwhile, for reading what
/// the engine is filled with.
final class SharedEngine<Engine: Sendable>: Sendable {
    private struct State {
        var engine: Engine?
        var isTaken = false
        /// Tasks that wait for their turn, the next one first.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ engine: Engine) {
        state = Mutex(State(engine: engine))
    }

    /// Changes the engine. When that fails the stage does, and the engine is gone.
    func fill(_ change: (inout Engine) throws -> Void) async throws {
        await waitForTurn()
        defer { endTurn() }
        try apply(change)
    }

    /// In a function of its own, at whose end no copy of the engine is left: the next to change it shares it with nobody.
    private func apply(_ change: (inout Engine) throws -> Void) throws {
        // Taken out while it is changed, so that it is changed in place.
        guard var filled = state.withLock({ $0.engine.take() }) else { return }
        try change(&filled)
        state.withLock { $0.engine = filled }
    }

    /// The filled engine; to be called once.
    func take() -> Engine {
        guard let filled = state.withLock({ $0.engine.take() }) else { preconditionFailure("an engine is taken once") }
        return filled
    }

    // MARK: - Turns

    private func waitForTurn() async {
        await withCheckedContinuation { continuation in
            let isNext = state.withLock { state in
                if state.isTaken { state.waiting.append(continuation) }
                defer { state.isTaken = true }
                return !state.isTaken
            }
            if isNext { continuation.resume() }
        }
    }

    private func endTurn() {
        let next = state.withLock { state in
            if state.waiting.isEmpty { state.isTaken = false }
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        next?.resume()
    }
}
