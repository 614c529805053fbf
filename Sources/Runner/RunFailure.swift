import Formats
import Ledger
import Pipelines
import Publication
import Records
import StreamOneIon
import Streaming

/// A run that came to nothing, with the exit code that says why.
package struct RunFailure: Error, Sendable, CustomStringConvertible {
    /// How the program is to end.
    package let exitCode: ExitCode
    /// What failed, where, and what to do next.
    package let message: String
    /// Whether the same may succeed a while later, so that a stage may be tried again.
    let mayPass: Bool
    /// How long the service asks to wait before the next request, where it does.
    let askedWait: Duration?

    /// A failure from its parts.
    package init(_ exitCode: ExitCode, _ message: String) {
        self.init(exitCode, message, mayPass: exitCode == .unavailable || exitCode == .timedOut)
    }

    private init(_ exitCode: ExitCode, _ message: String, mayPass: Bool, askedWait: Duration? = nil) {
        self.exitCode = exitCode
        self.message = message
        self.mayPass = mayPass
        self.askedWait = askedWait
    }

    package var description: String { message }

    /// The message for a place where it is known where it happened.
    func message(without place: String) -> String {
        message.hasPrefix("\(place): ") ? String(message.dropFirst(place.count + 2)) : message
    }
}

extension RunFailure {
    /// The failure that an error of a lower floor stands for.
    ///
    /// - Parameter place: Where it happened: `stage "charges"`.
    package init(_ error: any Error, in place: String? = nil) {
        if let failure = error as? RunFailure {
            let isPlaced = place.map(failure.message.hasPrefix) ?? true
            let placed = isPlaced ? failure.message : "\(place ?? ""): \(failure.message)"
            self.init(failure.exitCode, placed, mayPass: failure.mayPass, askedWait: failure.askedWait)
            return
        }
        let message = place.map { "\($0): \(error)" } ?? "\(error)"
        self.init(
            Self.exitCode(for: error), message + Self.advice(for: error),
            mayPass: (error as? IonError)?.mayPass ?? false, askedWait: (error as? IonError)?.askedWait)
    }

    private static func advice(for error: any Error) -> String {
        let isFull = (error as? StreamingError)?.code == .noSpace || (error as? IonError)?.code == .noSpace
        guard isFull else { return "" }
        return ". Make room there, or choose another --state or --out, and run again; what was published before is "
            + "untouched"
    }

    private static func exitCode(for error: any Error) -> ExitCode {
        switch error {
        case is PipelineError, is UngivenInput: .invalidPipeline
        case let error as IonError: exitCode(for: error.code)
        case is FormatError, is ExactDecimal.Overflow: .badInput
        case is PublicationError: .cannotPublish
        case let error as StreamingError: exitCode(for: error.code)
        case let error as LedgerError: exitCode(for: error.code)
        default: .stageFailed
        }
    }

    private static func exitCode(for code: IonError.Code) -> ExitCode {
        switch code {
        case .invalidConfiguration: .invalidPipeline
        case .refused, .tokenLost: .refused
        case .noSpace: .cannotPublish
        case .notFound, .badRequest: .stageFailed
        case .unavailable: .unavailable
        case .unknownColumn, .unexpectedAnswer: .badInput
        }
    }

    private static func exitCode(for code: LedgerError.Code) -> ExitCode {
        switch code {
        case .noSpace: .cannotPublish
        case .busy: .locked
        case .notFound, .newer, .corrupt, .unsuitablePlace, .system, .unknownEntry, .wrongState: .stageFailed
        }
    }

    private static func exitCode(for code: StreamingError.Code) -> ExitCode {
        switch code {
        case .notFound, .corrupt: .badInput
        case .noSpace: .cannotPublish
        case .locked: .locked
        case .system: .stageFailed
        }
    }
}
