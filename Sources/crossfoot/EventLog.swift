import Formats
import Records
import Runner
import Streaming

/// Writes what a run does as JSON Lines to standard error, for log collectors.
struct EventLog: Sendable {
    private let redactor: Redactor

    /// - Parameter redactor: Passes over every line.
    init(redactor: Redactor) {
        self.redactor = redactor
    }

    /// Writes an event; how far a stage has come is not one.
    func write(_ event: RunEvent) {
        switch event {
        case .began(let stage, let verb): write("began", stage, "verb", verb)
        case .progressed: break
        case .retrying(let stage, let next, let limit, let wait, let cause):
            write(
                "retrying", stage, "cause", cause,
                [
                    "try": .number(String(next)), "tries": .number(String(limit)),
                    "wait_seconds": .number(String(wait.components.seconds)),
                ])
        case .finished(let stage, let result): write("finished", stage, "result", result)
        case .failed(let stage, let message): write("failed", stage, "message", message)
        case .cancelled(let stage): write("cancelled", stage, nil, "")
        case .skipped(let stage, let reason): write("skipped", stage, "reason", reason)
        case .note(let text): write("note", nil, "message", text)
        }
    }

    private func write(
        _ event: String, _ stage: String?, _ name: String?, _ text: String,
        _ more: KeyValuePairs<String, JSONValue> = [:]
    ) {
        var line: JSONValue = ["time": .number(String(WallClock.secondsSinceEpoch)), "event": .string(event)]
        if let stage { line["stage"] = .string(stage) }
        for (name, value) in more { line[name] = value }
        if let name { line[name] = .string(redactor.redact(text)) }
        Terminal.error.write(line.compactText + "\n")
    }
}
