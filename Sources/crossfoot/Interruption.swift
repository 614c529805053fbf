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

    /// How long stopping may take, in seconds; what has not ended by then is ended.
    private static let grace = 20

    /// Does some work that SIGINT and SIGTERM cancel; a second signal ends the program at once, and so does work that
    /// does not stop.
    ///
    /// - Throws: ``Interruption`` when a signal came; otherwise what the work throws.
    static func watch<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let task = Task { try await work() }
        let received = Mutex<ExitCode?>(nil)
        let sources = [(SIGINT, ExitCode.interrupted), (SIGTERM, ExitCode.terminated)].map { number, code in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                let isFirst = received.withLock { seen in
                    defer { seen = code }
                    return seen == nil
                }
                guard isFirst else { _exit(code.rawValue) }
                task.cancel()
                endLater(with: code)
                // Last, because a reader that has stopped reading may keep it waiting.
                Terminal.error.write("\nstopping; once more to stop at once\n")
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

    /// Lets the kernel end the program at the next signal, and some seconds from now at the latest. Nothing that the
    /// program does, or that keeps it from doing anything, can hold that up.
    private static func endLater(with code: ExitCode) {
        signal(SIGINT) { _ in _exit(ExitCode.interrupted.rawValue) }
        signal(SIGTERM) { _ in _exit(ExitCode.terminated.rawValue) }
        let end: @convention(c) (CInt) -> Void =
            code == .interrupted
            ? { _ in _exit(ExitCode.interrupted.rawValue) } : { _ in _exit(ExitCode.terminated.rawValue) }
        signal(SIGALRM, end)
        alarm(UInt32(grace))
    }
}
