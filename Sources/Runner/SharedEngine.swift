import Synchronization

/// An engine that several tasks fill, batch by batch.
final class SharedEngine<Engine: Sendable>: Sendable {
    private let engine: Mutex<Engine?>

    init(_ engine: Engine) {
        self.engine = Mutex(engine)
    }

    /// Changes the engine. When that fails the stage does, and the engine is gone.
    func fill(_ change: (inout Engine) throws -> Void) throws {
        try engine.withLock { held in
            // Taken out while it is changed, so that it is changed in place.
            guard var filled = held.take() else { return }
            try change(&filled)
            held = filled
        }
    }

    /// The filled engine; to be called once.
    func take() -> Engine {
        guard let filled = engine.withLock({ $0.take() }) else { preconditionFailure("an engine is taken once") }
        return filled
    }
}
