import Pipelines
import Publication
import Streaming

/// Tries a stage that fetches until it succeeds, fails for good, or has been tried as often as it may be.
///
/// What a try fetches is withheld from the stages behind it until all of it is there. They cannot take back what they have
/// read, and so a failed try must not have shown them anything.
struct StageTries {
    private let stage: Stage
    private let retry: StageRetry
    private let context: RunContext

    init(_ stage: Stage, _ retry: StageRetry, in context: RunContext) {
        self.stage = stage
        self.retry = retry
        self.context = context
    }

    /// The result of the first try that succeeds; what it has fetched is handed on by then.
    ///
    /// - Parameter work: A try. What it hands on and writes goes where the context that it is given says.
    /// - Throws: What a try failed with that cannot pass; ``RunFailure`` with the number of tries when there were several.
    func run(_ work: (RunContext) async throws -> StageResult) async throws -> StageResult {
        var number = 1
        while true {
            let attempt = try apart()
            do {
                let result = try await work(attempt)
                handOn(attempt.wiring.files(of: stage.name).elementsNow)
                return result
            } catch let error where isOwn(error) {
                let failure = RunFailure(error, in: stage.place)
                guard failure.mayPass, let wait = retry.wait(afterTries: number, asked: failure.askedWait)
                else {
                    throw told(failure, number)
                }
                try Directory.removeTree(attempt.directory.fetched)
                number += 1
                tell(failure, next: number, wait)
                try await context.request.clock.sleep(for: wait)
            }
        }
    }

    /// A context in which a try neither reaches the stages behind it nor finds files of one before it.
    private func apart() throws -> RunContext {
        var attempt = context
        attempt.wiring = context.wiring.withholding(filesOf: stage.name)
        attempt.directory = try context.directory.fetching(apart: "\(stage.fileStem).try")
        return attempt
    }

    private func handOn(_ sources: [SourceFile]) {
        let files = context.wiring.files(of: stage.name)
        sources.forEach(files.append)
        files.finish()
    }

    /// Whether an error is the stage's own: not that of a stage before it, nor the end of the run.
    private func isOwn(_ error: any Error) -> Bool {
        !(error is CancellationError || error is InputFailure || Task.isCancelled)
    }

    private func tell(_ failure: RunFailure, next: Int, _ wait: Duration) {
        let cause =
            failure.exitCode == .timedOut
            ? "it took longer than its timeout" : failure.message(without: stage.place)
        context.report(.retrying(stage: stage.name, next: next, limit: retry.tries, wait: wait, cause: cause))
    }

    /// A failure with the number of tries that there were, where there was more than one.
    private func told(_ failure: RunFailure, _ number: Int) -> RunFailure {
        guard number > 1 else { return failure }
        let stop = failure.message.hasSuffix(".") ? "" : "."
        return RunFailure(failure.exitCode, "\(failure.message)\(stop) The stage was tried \(number) times.")
    }
}
