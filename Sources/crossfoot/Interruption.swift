import Dispatch
import Glibc
import Runner
import Streaming
import Synchronization

/// A signal that asks the program to stop.
struct Interruption: Error {
    /// How the program is to end.
    let exitCode: ExitCode
    /// Whether the work was done all the same: the signal came too late to stop it.
    let isWorkDone: Bool

    /// How long stopping may take, in seconds; what has not ended by then is ended.
    private static let grace: UInt32 = 20

    /// The signal that came, as the exit code that it asks for; `nil` until one comes.
    final class Signal: Sendable {
        private let code = Mutex<ExitCode?>(nil)

        /// How the program is to end.
        var exitCode: ExitCode? { code.withLock(\.self) }

        /// Takes a signal; says whether it is the first.
        fileprivate func receive(_ next: ExitCode) -> Bool {
            code.withLock { code in
                defer { code = next }
                return code == nil
            }
        }
    }

    /// Does some work that SIGINT and SIGTERM cancel; a second signal ends the program at once, and so does work that
    /// does not stop.
    ///
    /// - Parameter received: Where the work can see which signal came.
    /// - Throws: ``Interruption`` when a signal came; otherwise what the work throws.
    static func watch<Result: Sendable>(
        for received: Signal = Signal(), _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task { try await work() }
        let sources = [(SIGINT, ExitCode.interrupted), (SIGTERM, ExitCode.terminated)].map { number, code in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                guard received.receive(code) else { _exit(code.rawValue) }
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
        guard let code = received.exitCode else { return try result.get() }
        if case .success = result { throw Interruption(exitCode: code, isWorkDone: true) }
        throw Interruption(exitCode: code, isWorkDone: false)
    }

    /// Ends the program at the next signal, and some seconds from now at the latest. It has a thread of its own for that,
    /// which takes signals also where the program was started with them blocked: nothing that the program waits for can
    /// hold it up.
    private static func endLater(with code: ExitCode) {
        signal(SIGINT) { _ in _exit(ExitCode.interrupted.rawValue) }
        signal(SIGTERM) { _ in _exit(ExitCode.terminated.rawValue) }
        DedicatedThread.start(name: "stopping") {
            var signals = sigset_t()
            unsafe sigemptyset(&signals)
            unsafe sigaddset(&signals, SIGINT)
            unsafe sigaddset(&signals, SIGTERM)
            unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            sleep(grace)
            _exit(code.rawValue)
        }
    }
}
