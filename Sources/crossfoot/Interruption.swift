import Dispatch
import Glibc
import Runner
import Synchronization

/// A signal that asks the program to stop.
struct Interruption: Error {
    /// How the program is to end.
    let exitCode: ExitCode
    /// Whether the work was done all the same: the signal came too late to stop it.
    let isWorkDone: Bool

    /// Does some work that SIGINT and SIGTERM cancel; a second signal ends the program at once.
    ///
    /// - Throws: ``Interruption`` when a signal came; otherwise what the work throws.
    static func watch<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let task = Task { try await work() }
        let received = Mutex<ExitCode?>(nil)
        let sources = [(SIGINT, ExitCode.interrupted), (SIGTERM, ExitCode.terminated)].map { number, code in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                let isSecond = received.withLock { seen in
                    defer { seen = code }
                    return seen != nil
                }
                if isSecond { _exit(code.rawValue) }
                Terminal.error.write("\nstopping; once more to stop at once\n")
                task.cancel()
            }
            source.resume()
            return source
        }
        signal(SIGPIPE, SIG_IGN)
        let result = await task.result
        sources.forEach { $0.cancel() }
        guard let code = received.withLock({ $0 }) else { return try result.get() }
        if case .success = result { throw Interruption(exitCode: code, isWorkDone: true) }
        throw Interruption(exitCode: code, isWorkDone: false)
    }
}
