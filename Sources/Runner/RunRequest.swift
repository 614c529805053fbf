package import Records

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
    /// Whether the run may change anything at the service.
    package var effects = EffectPolicy.withheld
    /// What tells a sandbox of the run's own from all others; `nil` where the service is another.
    package var sandboxSession: String?

    /// A request from its parts.
    package init(
        pipelinePath: String, parameters: [(name: String, value: String)], configurationPath: String?,
        outputDirectory: String, stateDirectory: String, asOf: CivilDate, jobs: Int, toolVersion: String,
        memoryLimit: MemoryLimit? = nil, isVerbose: Bool = false
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
    }
}

/// What happens during a run, for whoever watches.
package enum RunEvent: Sendable {
    /// A stage began; `verb` says what it does.
    case began(stage: String, verb: String)
    /// A stage went on: bytes or records so far.
    case progressed(stage: String, amount: Int, unit: Unit)
    /// A stage is done; `result` says what came of it.
    case finished(stage: String, result: String)
    /// Something beside the stages, in a line: a wait for the service, or a request in a run that is verbose.
    case note(String)

    /// What a stage's progress is counted in.
    package enum Unit: String, Sendable {
        case bytes
        case records
    }
}
