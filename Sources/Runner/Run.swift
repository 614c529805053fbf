import HTTPTransport
import Pipelines
import Publication
package import Records
import Reports
import StreamOneIon
import Streaming

/// Carries a pipeline out: all stages at once in one task group, then the files that were made are published.
package struct Run: Sendable {
    private let request: RunRequest
    private let redactor: Redactor
    private let report: @Sendable (RunEvent) -> Void

    /// A run of a request.
    ///
    /// - Parameters:
    ///   - redactor: Is told the secrets of the configuration; all output passes through it.
    ///   - report: Is told what happens; called from many threads.
    package init(_ request: RunRequest, redactor: Redactor, report: @escaping @Sendable (RunEvent) -> Void) {
        self.request = request
        self.redactor = redactor
        self.report = report
    }

    /// Runs the pipeline and publishes its files.
    ///
    /// - Throws: ``RunFailure``; what was published before is then untouched. `CancellationError` when the task was
    ///   cancelled.
    package func run() async throws -> RunResult {
        do {
            let text = try request.pipelineText()
            let pipeline = try Pipeline.read(text, file: request.pipelinePath, in: request.surroundings)
            let period = pipeline.period?.description ?? "all"
            try request.reuse.requireStages(of: pipeline)
            let configuration = try configuration(for: pipeline)
            let notifier = try Notifier(
                pipeline, request, redactor: redactor, settings: configuration?.http ?? HTTPSettings())
            do {
                let result = try await run(pipeline, text, period: period, configuration)
                return await tell(notifier, of: result, pipeline)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                let failure = Self.failure(error)
                let reports = await notifier.tellOfFailure(RunEnding(failure, of: pipeline, period: period))
                for report in reports { self.report(.note(report.description)) }
                throw failure
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RunFailure(error)
        }
    }

    private static func failure(_ error: any Error) -> RunFailure {
        guard let error = error as? StreamingError, error.code == .locked else { return RunFailure(error) }
        return RunFailure(.locked, "another run of this pipeline and period is under way: \(error)")
    }

    private func run(
        _ pipeline: Pipeline, _ text: [UInt8], period: String, _ configuration: IonConfiguration?
    ) async throws -> RunResult {
        // What is fetched is nobody else's business.
        try Directory.create(request.stateDirectory, mode: 0o700)
        let lock = try RunLock(state: request.stateDirectory, pipeline: pipeline.name, period: period)
        let storeLock = try StoreLock(sharing: request.stateDirectory)
        defer { withExtendedLifetime((lock, storeLock)) {} }
        try removeLeftovers()
        let comparison = try request.earlierSet.map { directory throws(RunFailure) in
            try SourceComparison(with: directory, pipeline: pipeline.name, period: period)
        }
        let client = try client(for: pipeline, configuration)
        let recall = try FetchRecall(request, pipeline: pipeline.name, period: period, pipelineText: text)
        let directory = try RunDirectory(state: request.stateDirectory)
        let journal = await RunJournal(pipeline, period: period, request, redactor: redactor, report: report)
        let context = RunContext(
            request: request, pipeline: pipeline, directory: directory, wiring: Wiring(pipeline, running: []),
            order: StageOrder(pipeline), client: client, recall: recall, comparison: comparison, redactor: redactor,
            report: journal.take)
        do {
            let result = try await run(context, storeLock, period: period, pipelineText: text)
            await journal.end(result)
            return result
        } catch {
            await journal.end(error)
            throw error
        }
    }

    /// Lets those know who are to know. The set is published by then, and stays so.
    private func tell(_ notifier: Notifier, of result: RunResult, _ pipeline: Pipeline) async -> RunResult {
        var result = result
        let skipped = Set(result.summary.skipped.map(\.stage))
        result.notifications = await notifier.tell(RunEnding(result, of: pipeline), exceptFor: skipped)
        for notification in result.notifications { report(.note(notification.description)) }
        return result
    }

    /// How the service is reached, as far as the pipeline reaches anything: no faster than the pipeline's own limits say.
    private func configuration(for pipeline: Pipeline) throws -> IonConfiguration? {
        guard pipeline.stages.contains(where: \.reachesOut), let path = request.configurationPath else { return nil }
        var configuration = try IonConfiguration.load(path)
        configuration.http.limits.lower(to: pipeline.limits)
        return configuration
    }

    private func client(for pipeline: Pipeline, _ configuration: IonConfiguration?) throws -> IonClient? {
        guard request.given == nil, pipeline.stages.contains(where: \.fetches) else { return nil }
        guard let configuration else {
            throw RunFailure(
                .invalidPipeline,
                "this pipeline fetches from the service; say where its credentials are with --config FILE, or try it "
                    + "with --sandbox")
        }
        return IonClient(configuration, redactor: redactor) { [request, report] note in
            if request.isVerbose || !note.isDetail { report(.note(note.text)) }
        }
    }

    /// Removes what runs have left behind that were killed; rejects that a message has named stay.
    private func removeLeftovers() throws {
        for leftover in try RunDirectory.leftovers(state: request.stateDirectory) where !leftover.isKept {
            try Directory.removeTree(leftover.path)
        }
    }

    private func run(
        _ context: RunContext, _ storeLock: StoreLock, period: String, pipelineText: [UInt8]
    ) async throws -> RunResult {
        do {
            let outcome = try await carryOut(context, text: pipelineText)
            let (results, context) = (outcome.results, outcome.context)
            let memory = try await RunMemory(results, context, items: outcome.items)
            let digest = SHA256.digest(of: pipelineText)
            let (result, manifest) = try await publish(
                RunFindings(results, of: context.pipeline), context, period: period, pipelineDigest: digest)
            remember(memory, pipelineText, ofSet: manifest.digest)
            try? context.directory.remove()
            limitStore(storeLock, protecting: manifest.digest)
            return result
        } catch {
            // Rejects stay where the message says that they are; everything else of the run is of no more use.
            try? Directory.removeTree(context.directory.fetched)
            let kept = (try? Directory.names(in: context.directory.staging)) ?? []
            if !kept.contains(where: { $0.hasPrefix(RunDirectory.rejectsPrefix) }) { try? context.directory.remove() }
            throw error
        }
    }

    /// Carries the stages out, within the time that the run has.
    private func carryOut(_ context: RunContext, text: [UInt8]) async throws -> RunPhases.Outcome {
        do {
            guard let timeout = request.timeout else { return try await RunPhases.outcome(of: context, text: text) }
            return try await TimeLimit(timeout, clock: request.clock).run {
                try await RunPhases.outcome(of: context, text: text)
            } orThrow: {
                RunFailure(
                    .timedOut,
                    "the run took longer than \(TimeLimit.text(timeout)) (--timeout) and was stopped. \(TimeLimit.advice)"
                )
            }
        } catch let failed as StagesFailed {
            throw request.keepsGoing ? failed.ofRunThatKeptGoing : failed.root
        }
    }

    private func publish(
        _ findings: RunFindings, _ context: RunContext, period: String, pipelineDigest: String
    ) async throws -> (RunResult, manifest: ManifestEntry) {
        let pipeline = context.pipeline.name
        let summary = findings.summary(of: request, period: period, against: context.comparison)
        let assembly = OutputAssembly(
            context: context, summary: summary, evidence: findings.legs.map(\.evidence), rejects: findings.rejects)
        var outputs = findings.outputs + (try await assembly.write())
        let manifest = try assembly.writeManifest(
            Manifest(
                toolVersion: request.toolVersion, pipeline: pipeline, pipelineDigest: pipelineDigest,
                inputs: findings.inputs, outputs: outputs))
        outputs.append(manifest)
        try Task.checkCancellation()  // The last moment at which an interruption leaves the published set alone.
        let publisher = Publisher(out: request.outputDirectory, pipeline: pipeline, period: period)
        try publisher.publish(context.directory, outputs: outputs)
        let result = RunResult(
            summary: summary, directory: publisher.target, files: outputs.map(\.name).sorted(),
            manifestDigest: manifest.digest, effects: findings.effects)
        return (result, manifest)
    }

    /// Keeps what explaining needs. The set is in place by now, and stays good without it.
    private func remember(_ memory: RunMemory, _ pipelineText: [UInt8], ofSet digest: String) {
        do {
            try memory.keep(in: Store(state: request.stateDirectory), pipelineText, ofSet: digest)
        } catch {
            report(.note("the set is published, but its rows cannot be explained later: \(error)"))
        }
    }

    /// Makes the store as small as it is to be, the oldest first. What the new set needs stays.
    private func limitStore(_ lock: StoreLock, protecting set: String) {
        let cleaning = StoreCleaning(
            state: request.stateDirectory, limits: StoreCleaning.Limits(size: request.storeLimit), protectedSet: set)
        do {
            // Whoever else uses the store now may need what this run would remove; the next run looks again.
            guard try cleaning.isNeeded(), try lock.takeAlone() else { return }
            let outcome = try cleaning.run()
            report(.note("the store: \(outcome.words(isDryRun: false))"))
        } catch {
            report(.note("the set is published, but the store may be over its limit: \(error)"))
        }
    }
}

extension Stage {
    /// Whether the stage needs the service.
    var fetches: Bool {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles: true
        case .generate: true
        case .read, .parse, .reconcile, .tie, .agreements, .carry, .write, .notify: false
        }
    }

    /// Whether the stage needs anything beyond this machine.
    fileprivate var reachesOut: Bool {
        if case .notify = task { return true }
        return fetches
    }
}

extension RequestLimits {
    /// Makes the limits those of a pipeline, where these are lower.
    fileprivate mutating func lower(to limits: PipelineLimits) {
        if let count = limits.requestsInFlight { concurrency = min(concurrency, count) }
        if let rate = limits.requestsPerSecond {
            let apart = Duration.microseconds(1_000_000 / rate)
            interval = max(interval ?? apart, apart)
        }
    }
}
