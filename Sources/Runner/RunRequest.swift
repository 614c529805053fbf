package import Pipelines
package import Records
import Streaming

/// What is to be run, and how.
package struct RunRequest: Sendable {
    /// The pipeline file.
    package var pipelinePath: String
    /// Values for the pipeline's parameters.
    package var parameters: [(name: String, value: String)]
    /// The configuration with the service's address and credentials; needed only by stages that fetch.
    package var configurationPath: String?
    /// Where published sets go.
    package var outputDirectory: String
    /// Where the store, the locks and unfinished runs lie.
    package var stateDirectory: String
    /// What counts as today.
    package var asOf: CivilDate
    /// How many threads compute.
    package var jobs: Int
    /// How much memory reconciling may take; `nil` for as much as it needs.
    package var memoryLimit: MemoryLimit?
    /// The program's version.
    package var toolVersion: String
    /// Whether every request to the service is told.
    package var isVerbose: Bool
    /// The directory of a published set of the same period whose sources are held against those of this run.
    package var earlierSet: String?
    /// What of earlier runs is used again.
    package var reuse = ReusePolicy()
    /// Whether stages go on that do not depend on one that has failed.
    package var keepsGoing = false
    /// How long all stages together may take; `nil` for as long as they need.
    package var timeout: Duration?
    /// Measures how long stages take.
    package var clock: any Clock<Duration> = ContinuousClock()
    /// How many bytes of fetched content may stay in the store after the run.
    package var storeLimit = 10_000_000_000
    /// What the service is known by where its address and keys change with every run, as a sandbox's do.
    package var serviceName: String?
    /// Says the seconds since 1970.
    package var secondsSinceEpoch: @Sendable () -> Int = { WallClock.secondsSinceEpoch }
    /// Says with what exit code the program will end because it was asked to stop; `nil` where nobody asked.
    package var stoppingCode: @Sendable () -> ExitCode? = { nil }
    /// Whether the run may change anything beyond this machine.
    package var effects = EffectPolicy.withheld
    /// What tells a sandbox of the run's own from all others; `nil` where the service is another.
    package var sandboxSession: String?
    /// By fetch and read stage, the local file that stands for what it would bring in; `nil` where nothing does.
    ///
    /// A run on what is given is a test: it touches no network and asks no environment variables.
    package var given: [String: String]?

    /// What the pipeline file is read with.
    package var surroundings: Surroundings {
        Surroundings(
            arguments: parameters, today: asOf,
            environment: { [isTest = given != nil] in isTest ? nil : Environment.value($0) },
            contents: { try File.contents(of: $0, limit: 4 << 20) })
    }

    /// The bytes of the pipeline file.
    ///
    /// - Throws: ``RunFailure`` when it cannot be read.
    func pipelineText() throws(RunFailure) -> [UInt8] {
        do {
            return try File.contents(of: pipelinePath, limit: 4 << 20)
        } catch {
            throw RunFailure(.invalidPipeline, "\(error)")
        }
    }

    /// The pipeline, with its values filled in.
    ///
    /// - Throws: ``RunFailure``, and `PipelineError` with every fault that was found.
    package func readPipeline() throws -> Pipeline {
        try Pipeline.read(try pipelineText(), file: pipelinePath, in: surroundings)
    }

    /// A request from its parts.
    package init(
        pipelinePath: String, parameters: [(name: String, value: String)], configurationPath: String?,
        outputDirectory: String, stateDirectory: String, asOf: CivilDate, jobs: Int, toolVersion: String,
        memoryLimit: MemoryLimit? = nil, isVerbose: Bool = false, given: [String: String]? = nil
    ) {
        self.pipelinePath = pipelinePath
        self.parameters = parameters
        self.configurationPath = configurationPath
        self.outputDirectory = outputDirectory
        self.stateDirectory = stateDirectory
        self.asOf = asOf
        self.jobs = jobs
        self.memoryLimit = memoryLimit
        self.toolVersion = toolVersion
        self.isVerbose = isVerbose
        self.given = given
    }
}

/// What happens during a run, for whoever watches.
package enum RunEvent: Sendable {
    /// A stage began; `verb` says what it does.
    case began(stage: String, verb: String)
    /// A stage went on: bytes or records so far, and how much of its input that is, from 0 to 1, where that is known.
    case progressed(stage: String, amount: Int, unit: Unit, share: Double? = nil)
    /// A try of a stage has failed for a reason that may pass, and there is another after a wait: `next`, from 2, of `limit`.
    case retrying(stage: String, next: Int, limit: Int, wait: Duration, cause: String)
    /// A stage is done; `result` says what came of it.
    case finished(stage: String, result: String)
    /// A stage failed; the message does not repeat the stage's name.
    case failed(stage: String, message: String)
    /// A stage was stopped because another has failed, or the run was.
    case cancelled(stage: String)
    /// A stage did nothing, or nothing to the end, for a reason that is not its own.
    case skipped(stage: String, reason: String)
    /// Something beside the stages, in a line: a wait for the service, or a request in a run that is verbose.
    case note(String)

    /// How much of a whole has been gone through, from 0 to 1.
    static func share(of done: Int, in whole: Int) -> Double { min(1, Double(done) / Double(max(1, whole))) }

    /// What a stage's progress is counted in.
    package enum Unit: String, Sendable {
        case bytes
        case records
    }
}
