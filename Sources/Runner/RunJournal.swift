import Ledger
import Pipelines
import Reconciliation
import Records
import Reports
import Streaming
import Synchronization

/// Writes a run into the ledger: that it began, and when it ends what it found and how long its stages took.
///
/// A run whose history cannot be kept goes on: it says so, and its result is what counts.
final class RunJournal: Sendable {
    private struct State {
        var run: RunRecord
        var began: [String: ContinuousClock.Instant] = [:]
        /// The number of the present try, by the stages that were tried again.
        var tries: [String: Int] = [:]
    }

    private let state: Mutex<State>
    private let entry: (ledger: Ledger, id: Int)?
    private let redactor: Redactor
    private let stoppingCode: @Sendable () -> ExitCode?
    private let report: @Sendable (RunEvent) -> Void

    /// Begins the entry of a run.
    init(
        _ pipeline: Pipeline, period: String, _ request: RunRequest, redactor: Redactor,
        report: @escaping @Sendable (RunEvent) -> Void
    ) async {
        let parameters = pipeline.parameters.map {
            RunRecord.Parameter(name: $0.name, value: redactor.redact($0.value.description))
        }
        let run = RunRecord(
            pipeline: pipeline.name, period: period, toolVersion: request.toolVersion, startedAt: .now,
            parameters: parameters)
        state = Mutex(State(run: run))
        self.redactor = redactor
        self.stoppingCode = request.stoppingCode
        self.report = report
        let stateDirectory = request.stateDirectory
        do {
            entry = try await Self.blocking {
                let ledger = try Ledger(state: stateDirectory)
                return (ledger, try ledger.begin(run))
            }
        } catch {
            entry = nil
            report(.note("this run will not be in the history: \(error)"))
        }
    }

    /// Takes an event of the run and hands it on.
    func take(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .began(let stage, let verb):
                state.began[stage] = .now
                state.run.stages.append(RunRecord.Stage(name: stage, verb: redactor.redact(verb)))
            case .progressed(let stage, let amount, let unit, _):
                guard let place = state.run.stages.firstIndex(where: { $0.name == stage }) else { return }
                state.run.stages[place].amount = amount
                state.run.stages[place].unit = unit == .records ? "records" : "bytes"
            case .finished(let stage, let result):
                end(stage, state.tries[stage].map { "\(result) (try \($0))" } ?? result, &state)
            case .failed(let stage, let message): end(stage, "failed: \(message)", &state)
            case .cancelled(let stage): end(stage, "cancelled", &state)
            case .skipped(let stage, let reason): end(stage, "skipped: \(reason)", &state)
            case .retrying(let stage, let next, _, _, _): state.tries[stage] = next
            case .note: break
            }
        }
        report(event)
    }

    private func end(_ stage: String, _ result: String, _ state: inout State) {
        guard let place = state.run.stages.firstIndex(where: { $0.name == stage }) else { return }
        let (seconds, attoseconds) = (state.began[stage].map { .now - $0 } ?? .zero).components
        state.run.stages[place].milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        state.run.stages[place].result = redactor.redact(result)
    }

    /// Writes how a run has ended that published its set.
    func end(_ result: RunResult) async {
        await end { run in
            run.exitCode = Int(result.exitCode.rawValue)
            run.message = result.summary.verdict
            run.directory = result.directory
            run.manifestDigest = result.manifestDigest
            run.sources = result.summary.sources.map {
                RunRecord.Source(stage: $0.stage, records: $0.records, rejected: $0.rejected)
            }
            run.legs = result.summary.legs.map(RunRecord.Leg.init)
        }
    }

    /// Writes how a run has ended that came to nothing.
    func end(_ error: any Error) async {
        let failure = error is CancellationError ? nil : RunFailure(error)
        let code = failure?.exitCode ?? stoppingCode()
        await end { run in
            run.exitCode = code.map { Int($0.rawValue) }
            run.message = failure?.message ?? "stopped"
        }
    }

    private func end(_ fill: (inout RunRecord) -> Void) async {
        guard let entry else { return }
        var run = state.withLock(\.run)
        run.endedAt = .now
        fill(&run)
        run.message = run.message.map(redactor.redact)
        do {
            try await Self.blocking { [run] in try entry.ledger.end(entry.id, run) }
        } catch {
            report(.note("this run will have no end in the history: \(error)"))
        }
    }

    /// Does what blocks on a thread of its own.
    private static func blocking<Result: Sendable>(_ work: @Sendable () throws -> Result) async throws -> Result {
        let workers = WorkerThreads(count: 1, name: "ledger")
        defer { workers.close() }
        return try await withTaskExecutorPreference(workers) { try work() }
    }
}

extension RunRecord.Leg {
    /// A leg's figures.
    fileprivate init(_ leg: RunSummary.Leg) {
        let (billed, expected) = (leg.result.charged, leg.result.entitled)
        let currencies = Set(billed.currencies + expected.currencies).sorted()
        self.init(
            name: leg.name, breaks: leg.result.breakCount,
            outcomes: leg.result.totals.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                Outcome(code: $0.key.rawValue, isBreak: $0.key.isBreak, count: $0.value.count)
            },
            totals: currencies.map {
                Total(currency: $0.description, billed: billed[$0], expected: expected[$0])
            })
    }
}
