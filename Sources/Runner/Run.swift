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
            let text = try pipelineText()
            let pipeline = try Pipeline.read(
                text, file: request.pipelinePath, arguments: request.parameters, today: request.asOf)
            let period = pipeline.period?.description ?? "all"
            // What is fetched is nobody else's business.
            try Directory.create(request.stateDirectory, mode: 0o700)
            let lock = try RunLock(state: request.stateDirectory, pipeline: pipeline.name, period: period)
            defer { withExtendedLifetime(lock) {} }
            // A configuration that cannot be read leaves no directory behind.
            let client = try client(for: pipeline)
            let directory = try RunDirectory(state: request.stateDirectory)
            let journal = await RunJournal(pipeline, period: period, request, redactor: redactor, report: report)
            let context = RunContext(
                request: request, pipeline: pipeline, directory: directory, wiring: Wiring(pipeline), client: client,
                redactor: redactor, report: journal.take)
            do {
                let result = try await run(context, period: period, pipelineText: text)
                await journal.end(result)
                return result
            } catch {
                await journal.end(error)
                throw error
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as StreamingError where error.code == .locked {
            throw RunFailure(.locked, "another run of this pipeline and period is under way: \(error)")
        } catch {
            throw RunFailure(error)
        }
    }

    private func pipelineText() throws -> [UInt8] {
        do {
            return try File.contents(of: request.pipelinePath, limit: 4 << 20)
        } catch {
            throw RunFailure(.invalidPipeline, "\(error)")
        }
    }

    private func client(for pipeline: Pipeline) throws -> IonClient? {
        guard pipeline.stages.contains(where: \.fetches) else { return nil }
        guard let path = request.configurationPath else {
            throw RunFailure(
                .invalidPipeline,
                "this pipeline fetches from the service; say where its credentials are with --config FILE, or try it "
                    + "with --sandbox")
        }
        return IonClient(try IonConfiguration.load(path), redactor: redactor) { [request, report] note in
            if request.isVerbose || !note.isDetail { report(.note(note.text)) }
        }
    }

    private func run(_ context: RunContext, period: String, pipelineText: [UInt8]) async throws -> RunResult {
        do {
            let results = try await StageGroup(context: context).run()
            let memory = try await RunMemory(results, context)
            let digest = SHA256.digest(of: pipelineText)
            let (result, manifest) = try publish(results, context, period: period, pipelineDigest: digest)
            remember(memory, pipelineText, ofSet: manifest.digest)
            try? context.directory.remove()
            return result
        } catch {
            // Rejects stay where the message says that they are; everything else of the run is of no more use.
            try? Directory.removeTree(context.directory.fetched)
            let kept = (try? Directory.names(in: context.directory.staging)) ?? []
            if !kept.contains(where: { $0.hasPrefix("rejects-") }) { try? context.directory.remove() }
            throw error
        }
    }

    private func publish(
        _ results: [StageResult], _ context: RunContext, period: String, pipelineDigest: String
    ) throws -> (RunResult, manifest: ManifestEntry) {
        let pipeline = context.pipeline
        let legs = results.compactMap { if case .leg(let leg, let evidence) = $0 { (leg, evidence) } else { nil } }
        let sources = results.compactMap {
            if case .source(let source, let rejects) = $0 { (source, rejects) } else { nil }
        }
        let summary = RunSummary(
            toolVersion: request.toolVersion, pipeline: pipeline.name, period: period, asOf: request.asOf,
            parameters: pipeline.parameters.map { ($0.name, $0.value.description) },
            sources: sources.map(\.0), legs: legs.map(\.0), gates: gates(pipeline, legs.map(\.0)))
        let assembly = OutputAssembly(
            context: context, summary: summary, evidence: legs.map(\.1), rejects: sources.flatMap(\.1))
        var outputs = results.compactMap { if case .output(let entry) = $0 { entry } else { nil } }
        outputs += try assembly.write()
        let inputs = results.compactMap { if case .inputs(let entries) = $0 { entries } else { nil } }
        let manifest = Manifest(
            toolVersion: request.toolVersion, pipeline: pipeline.name, pipelineDigest: pipelineDigest,
            inputs: inputs.flatMap(\.self), outputs: outputs)
        let manifestEntry = try assembly.writeManifest(manifest)
        outputs.append(manifestEntry)
        try Task.checkCancellation()  // The last moment at which an interruption leaves the published set alone.
        let publisher = Publisher(out: request.outputDirectory, pipeline: pipeline.name, period: period)
        try publisher.publish(context.directory, outputs: outputs)
        let files = outputs.map(\.name).sorted()
        let effects = results.compactMap { if case .effect(let report) = $0 { report } else { nil } }
        let result = RunResult(
            summary: summary, directory: publisher.target, files: files, manifestDigest: manifestEntry.digest,
            effects: effects)
        return (result, manifestEntry)
    }

    /// Keeps what explaining needs. The set is in place by now, and stays good without it.
    private func remember(_ memory: RunMemory, _ pipelineText: [UInt8], ofSet digest: String) {
        do {
            try memory.keep(in: Store(state: request.stateDirectory), pipelineText, ofSet: digest)
        } catch {
            report(.note("the set is published, but its rows cannot be explained later: \(error)"))
        }
    }

    /// A leg that no gate names may have no break at all.
    private func gates(_ pipeline: Pipeline, _ legs: [RunSummary.Leg]) -> [RunSummary.GateResult] {
        let ungated = legs.map(\.name).filter { name in !pipeline.gates.contains { $0.stages.contains(name) } }
        let gates = pipeline.gates + (ungated.isEmpty ? [] : [Gate(limit: 0, stages: ungated)])
        return gates.map { gate in
            let count = legs.filter { gate.stages.contains($0.name) }.reduce(0) { $0 + $1.result.breakCount }
            return RunSummary.GateResult(legs: gate.stages, limit: gate.limit, count: count)
        }
    }
}

extension Stage {
    /// Whether the stage needs the service.
    fileprivate var fetches: Bool {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .generate: true
        case .read, .parse, .reconcile, .tie, .agreements, .write: false
        }
    }
}
