import Records
import Runner
import Synchronization

/// Shows what a run does: one live line on a terminal, a line for each stage elsewhere.
final class ProgressPrinter: Sendable {
    private struct State {
        var running: [StageProgress] = []
        var lastDrawn = ContinuousClock.now
        var isLineDrawn = false
    }

    private let terminal = Terminal.error
    private let redactor: Redactor
    private let isLive: Bool
    private let state = Mutex(State())

    /// How long a live line stays before it is drawn anew.
    private static let interval = Duration.milliseconds(100)

    /// A printer that draws a live line when standard error is a terminal.
    ///
    /// - Parameter redactor: Passes over every line.
    init(redactor: Redactor) {
        self.redactor = redactor
        isLive = terminal.isInteractive
    }

    /// Takes an event of the run.
    func show(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .began(let stage, let verb):
                state.running.append(StageProgress(stage: stage))
                if !isLive { writeLine("\(stage): \(verb)") }
            case .progressed(let stage, let amount, let unit, let share):
                guard let index = state.running.firstIndex(where: { $0.stage == stage }) else { return }
                state.running[index].take(amount, unit, share: share)
            case .retrying(let stage, let next, let limit, let wait, let cause):
                if let place = state.running.firstIndex(where: { $0.stage == stage }) {
                    state.running[place] = StageProgress(stage: stage)
                }
                erase(&state)
                writeLine("\(stage): waiting \(wait.components.seconds) s, then try \(next) of \(limit): \(cause)")
            case .finished(let stage, let result): end(stage, result, &state)
            case .failed(let stage, let message): end(stage, "failed: \(message)", &state)
            case .cancelled(let stage): end(stage, "cancelled", &state)
            case .skipped(let stage, let reason): end(stage, "skipped: \(reason)", &state)
            case .note(let text):
                erase(&state)
                writeLine(text)
            }
            if isLive { draw(&state) }
        }
    }

    private func end(_ stage: String, _ words: String, _ state: inout State) {
        state.running.removeAll { $0.stage == stage }
        erase(&state)
        writeLine("\(stage): \(words)")
    }

    /// Takes the live line away.
    func end() {
        state.withLock { erase(&$0) }
    }

    private func writeLine(_ text: String) {
        terminal.write(redactor.redact(text).printable() + "\n")
    }

    private func draw(_ state: inout State) {
        let now = ContinuousClock.now
        guard !state.isLineDrawn || now - state.lastDrawn > Self.interval else { return }
        erase(&state)
        guard !state.running.isEmpty else { return }
        let line = state.running.map { $0.text(at: now) }.joined(separator: " · ")
        terminal.write(String(redactor.redact(line).printable().prefix(terminal.width - 1)))
        state.isLineDrawn = true
        state.lastDrawn = now
    }

    private func erase(_ state: inout State) {
        guard state.isLineDrawn else { return }
        terminal.write("\r\u{1B}[K")
        state.isLineDrawn = false
    }
}
