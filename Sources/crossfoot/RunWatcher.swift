import Records
import Runner

/// Shows what a run does, in the form that was asked for.
enum RunWatcher: Sendable {
    case printer(ProgressPrinter)
    case log(EventLog)

    /// - Throws: ``UsageError`` for a form that there is not.
    init(_ arguments: Arguments, redactor: Redactor) throws(UsageError) {
        switch arguments.value("log-format") {
        case nil, "text": self = .printer(ProgressPrinter(redactor: redactor))
        case "json": self = .log(EventLog(redactor: redactor))
        case let other?:
            throw UsageError(message: "--log-format must be one of text, json, not \"\(other)\"")
        }
    }

    /// Takes an event of the run.
    func show(_ event: RunEvent) {
        switch self {
        case .printer(let printer): printer.show(event)
        case .log(let log): log.write(event)
        }
    }

    /// Takes away what does not stay.
    func end() {
        if case .printer(let printer) = self { printer.end() }
    }
}
