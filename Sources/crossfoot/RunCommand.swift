import Formats
import IonSandbox
import Records
import Reports
import Runner
import Streaming

/// `crossfoot run`: carries a pipeline out.
enum RunCommand {
    static let definition = CommandDefinition(
        name: "run",
        summary: "Runs a pipeline and publishes what it found.",
        operands: ["PIPELINE"],
        flags: [
            Flag(name: "param", value: "NAME=VALUE", summary: "a value for a parameter of the pipeline", repeats: true),
            Flag(name: "config", value: "FILE", summary: "the service's credentials (JSON, mode 0600)"),
            Flag(name: "sandbox", value: nil, summary: "use a service on this machine, with its own state and output"),
            Flag(name: "out", value: "DIR", summary: "where published sets go (out; out/sandbox with --sandbox)"),
            Flag(name: "state", value: "DIR", summary: "where fetched files and locks lie (.crossfoot)"),
            Flag(name: "as-of", value: "DATE", summary: "the day that counts as today (the clock's)"),
            Flag(name: "jobs", value: "N", summary: "how many threads compute (one a processor)"),
            Flag(
                name: "memory-limit", value: "SIZE",
                summary: "keep what is reconciled on disk beyond that, such as 64MB or 1GB (all in memory)"),
            Flag(
                name: "against", value: "DIR",
                summary: "an earlier set of the same period: a source that has changed since is a break (D5)"),
        ] + ResumeFlags.all + [
            Flag(
                name: "keep-going", value: nil,
                summary: "when a stage fails, go on with those that do not depend on it (all are stopped)", letter: "k"),
            Flag(name: "timeout", value: "TIME", summary: "stop the run when its stages take longer, such as 30m"),
            Flag(
                name: "allow-effects", value: nil,
                summary: "let the pipeline order invoices, once, where its conditions hold, and notify others"),
            Flag(name: "dry-run", value: nil, summary: "order nothing and tell nobody, only say what would be"),
            Flag(name: "verbose", value: nil, summary: "a line on standard error for each request to the service"),
            Flag(name: "json", value: nil, summary: "print the result as JSON"),
            Flag(
                name: "log-format", value: "FORMAT",
                summary: "what standard error gets: text, or json, an event a line (text)", known: ["text", "json"]),
            Flag(
                name: "metrics", value: "FILE", summary: "write what the run came to for Prometheus, also when it fails"
            ),
        ] + SandboxSession.contentFlags,
        examples: [
            ("crossfoot run pipelines/month-end.yaml --sandbox --param period=2026-10", "try a month on this machine"),
            ("crossfoot run pipelines/month-end.yaml --config ~/ion.json", "close last month"),
            ("crossfoot run pipelines/month-end.yaml --config ~/ion.json --resume", "go on where a run was stopped"),
            (
                "crossfoot run pipelines/local-files.yaml --param period=2026-10",
                "reconcile files that you have exported"
            ),
        ],
        notes: """
            Exit codes: 0 clean · 1 a stage failed, or an order is in doubt · 3 the books do not tie out · 4 some stages failed under --keep-going,
              nothing is published · 5 provisional, the period is not settled · 64 usage · 65 bad input ·
              69 service unavailable · 73 cannot publish · 75 another run is under way · 77 credentials refused ·
              78 pipeline or configuration invalid · 124 timeout · 130 interrupted · 143 terminated
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        let redactor = Redactor()
        let began = ContinuousClock.now
        var watcher: RunWatcher?
        var result: RunResult?
        var code: ExitCode
        do {
            var request = try request(arguments)
            try SandboxSession.requireSandbox(for: arguments)
            let events = try RunWatcher(arguments, redactor: redactor)
            watcher = events
            let sandbox = try sandbox(arguments, &request)
            defer { sandbox?.stop() }
            let signal = Interruption.Signal()
            request.stoppingCode = { signal.exitCode }
            let run = Run(request, redactor: redactor) { events.show($0) }
            let ended = try await Interruption.watch(for: signal) { try await run.run() }
            result = ended
            events.end()
            try print(ended, asJSON: arguments.has("json"), redactor)
            code = ended.exitCode
        } catch {
            watcher?.end()
            code = fail(error, redactor)
        }
        if let result { tell(GitHubJob(), result, redactor) }
        guard let path = arguments.value("metrics") else { return code }
        let metrics = RunMetrics(
            pipelinePath: arguments.operands[0], exitCode: code, duration: .now - began,
            endedAt: WallClock.secondsSinceEpoch, summary: result?.summary)
        return write(metrics, to: path) || code != .clean ? code : .cannotPublish
    }

    /// Tells the CI job around the run. What cannot be told there is no reason for another exit code.
    private static func tell(_ job: GitHubJob, _ result: RunResult, _ redactor: Redactor) {
        Terminal.error.writeMessage(redactor.redact(job.annotations(of: result)))
        do {
            try job.add(result.summary, redactor)
        } catch {
            Terminal.error.writeMessage("crossfoot run: the summary is not on the job's page: \(error)\n")
        }
    }

    private static func write(_ metrics: RunMetrics, to path: String) -> Bool {
        do {
            try File.replace(path, with: Array(metrics.text.utf8))
            return true
        } catch {
            Terminal.error.writeMessage("crossfoot run: the metrics cannot be written: \(error)\n")
            return false
        }
    }

    /// Starts a sandbox where one is asked for, and points the request at it.
    private static func sandbox(_ arguments: Arguments, _ request: inout RunRequest) throws -> SandboxSession? {
        guard arguments.has("sandbox") else { return nil }
        let session = try SandboxSession(arguments, stateDirectory: request.stateDirectory)
        request.stateDirectory = session.stateDirectory
        request.configurationPath = session.configurationPath
        request.serviceName = SandboxSession.name(arguments)
        request.sandboxSession = session.name
        if arguments.value("out") == nil { request.outputDirectory += "/sandbox" }
        return session
    }

    /// The run that a command line asks for, but for a sandbox.
    static func request(_ arguments: Arguments) throws -> RunRequest {
        var request = RunRequest(
            pipelinePath: arguments.operands[0],
            parameters: try parameters(arguments),
            configurationPath: arguments.value("config"),
            outputDirectory: arguments.value("out") ?? "out",
            stateDirectory: arguments.value("state") ?? ".crossfoot",
            asOf: try Machine.today(arguments),
            jobs: try arguments.number("jobs", in: 1...64) ?? Machine.processorCount,
            toolVersion: Crossfoot.version,
            memoryLimit: try arguments.bytes("memory-limit").map(MemoryLimit.init(bytes:)),
            isVerbose: arguments.has("verbose"))
        request.reuse = try ResumeFlags.policy(arguments)
        request.earlierSet = arguments.value("against")
        request.keepsGoing = arguments.has("keep-going")
        request.timeout = try arguments.seconds("timeout").map { .seconds($0) }
        if let limit = try arguments.bytes("store-limit") { request.storeLimit = limit }
        request.effects =
            arguments.has("dry-run") ? .rehearsed : arguments.has("allow-effects") ? .allowed : .withheld
        return request
    }

    /// The values that `--param` gives.
    static func parameters(_ arguments: Arguments) throws(UsageError) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        for text in arguments.all("param") { parameters.append(try parameter(text)) }
        return parameters
    }

    private static func parameter(_ text: String) throws(UsageError) -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw UsageError(message: "--param wants NAME=VALUE, not \"\(text)\"")
        }
        return (String(parts[0]), String(parts[1]))
    }

    /// - Throws: ``OutputFault``, unless the reader has just gone away.
    private static func print(_ result: RunResult, asJSON: Bool, _ redactor: Redactor) throws {
        let files = result.files.map { "  \(result.directory)/\($0)" }.joined(separator: "\n")
        let effects = result.effects.map { "\($0.stage): \($0)\n" }.joined()
        let ordered = effects.isEmpty ? "" : "\n\(effects)"
        let text = asJSON ? result.json.indentedText : "\(result.summary.text)\n\(ordered)\nPublished:\n\(files)\n"
        do {
            try Terminal.output.writeWhole(Array(redactor.redact(text).utf8))
        } catch {
            // A reader that has gone away does not want to know what is published.
            if error.reason != nil { throw error }
        }
    }

    private static func fail(_ error: any Error, _ redactor: Redactor) -> ExitCode {
        if let fault = error as? OutputFault {
            Terminal.error.write("crossfoot run: \(fault.reason ?? ""); the new set was published all the same\n")
            return .cannotPublish
        }
        let isPublished = (error as? Interruption)?.isWorkDone ?? false
        let state = isPublished ? "the new set was published already" : "what was published before is untouched"
        return CommandFailure.tell(error, of: "run", stopped: "stopped; \(state)", redactor: redactor)
    }
}
