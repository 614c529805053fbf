import Records
import Runner

/// What a command says when it comes to nothing, and how the program then ends.
enum CommandFailure {
    /// Tells it on standard error. What only one command can meet, that command tells itself.
    ///
    /// - Parameters:
    ///   - command: The command's name, with its group.
    ///   - stopped: What is told where a signal has stopped it.
    ///   - redactor: Passes over what may have come from the service or its credentials.
    static func tell(
        _ error: any Error, of command: String, stopped: String = "stopped", redactor: Redactor = Redactor()
    ) -> ExitCode {
        switch error {
        case let error as UsageError:
            write("\(error.message)\nTry: crossfoot help \(command)", of: command, redactor)
            return .usage
        case let error as Interruption:
            write(stopped, of: command, redactor)
            return error.exitCode
        case let error as OutputFault:
            if let reason = error.reason { write(reason, of: command, redactor) }
            return .cannotPublish
        default:
            let failure = RunFailure(error)
            write(failure.message, of: command, redactor)
            return failure.exitCode
        }
    }

    private static func write(_ words: String, of command: String, _ redactor: Redactor) {
        Terminal.error.writeMessage(redactor.redact("crossfoot \(command): \(words)\n"))
    }
}
