import Ledger
import Runner
import Streaming

/// Which ledger a command reads: that of a state directory, or that of its sandbox runs.
struct LedgerChoice: Sendable {
    /// The flags that choose it.
    static let flags = [
        Flag(name: "state", value: "DIR", summary: "where runs have their state (.crossfoot)"),
        Flag(name: "sandbox", value: nil, summary: "the ledger of runs with a sandbox of their own"),
    ]

    /// The directory with the ledger.
    let state: String

    /// The choice of a command line.
    init(_ arguments: Arguments) {
        state = (arguments.value("state") ?? ".crossfoot") + (arguments.has("sandbox") ? "/sandbox" : "")
    }

    /// Where to look as well, when this ledger has nothing: in that of sandbox runs, where there is one.
    var hint: String {
        guard Directory.exists("\(state)/sandbox/\(Ledger.fileName)") else { return "" }
        return " Runs with a sandbox of their own have another ledger: --sandbox shows it."
    }

    /// Does something with the ledger, on a thread that may block.
    ///
    /// - Throws: ``LedgerError`` with code `notFound` where there is none.
    func use<Result: Sendable>(_ work: @escaping @Sendable (Ledger) async throws -> Result) async throws -> Result {
        let workers = WorkerThreads(count: 1, name: "ledger")
        defer { workers.close() }
        return try await Interruption.watch { [state] in
            try await withTaskExecutorPreference(workers) { try await work(try Ledger(state: state, creates: false)) }
        }
    }

    /// Tells how a command failed. What a signal came too late to stop has not failed.
    static func fail(_ error: any Error, _ command: String) -> ExitCode {
        if let error = error as? Interruption, error.isWorkDone { return .clean }
        return CommandFailure.tell(error, of: command)
    }
}
