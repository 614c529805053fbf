import Pipelines
import Reconciliation
import Records
import Streaming

/// The connections between stages.
struct Wiring: Sendable {
    /// What fetch and read stages hand on, by stage; under the name of a stage that is fanned out what all of its legs do.
    private var files: [String: GrowingList<SourceFile>]
    /// What parse stages hand on while they read, by parse stage, a channel for each stage that takes it.
    private let channels: [String: [String: BoundedChannel<RecordBatch>]]
    /// What is read anew for a stage that could not take it along, by the stage and the input.
    private let replays: [String: [String: BoundedChannel<RecordBatch>]]
    /// How rows of parse stages' files are found again, by stage, one element a file.
    private let finders: [String: GrowingList<RowFinder?>]
    /// The parse stages whose reading the digests of local files are made of, by the stage that has the file.
    private let hashers: [String: String]

    /// How many batches may wait between two stages.
    private static let capacity = 8

    /// The connections of some of a pipeline's stages.
    ///
    /// - Parameters:
    ///   - running: The stages that are about to run.
    ///   - earlier: The connections of those that ran before; what they have handed on stays.
    init(_ pipeline: Pipeline, running: Set<String>, after earlier: Wiring? = nil) {
        let dependencies = StageDependencies(pipeline)
        let stages = pipeline.stages.filter { running.contains($0.name) }
        let parses = Dictionary(uniqueKeysWithValues: stages.filter(\.parses).map { ($0.name, $0) })
        let allParses = Set(pipeline.stages.lazy.filter(\.parses).map(\.name))
        var files = earlier?.files ?? [:]
        var hashers: [String: String] = [:]
        for stage in stages where stage.bringsIn {
            files[stage.name] = GrowingList()
            if let leg = stage.leg, files[leg.stage] == nil { files[leg.stage] = GrowingList() }
        }
        for parse in stages where parse.parses && parse.isUnconditional && !pipeline.lacksItems(parse) {
            for input in parse.inputs.flatMap({ pipeline.stages(behind: $0) })
            where running.contains(input.name) && hashers[input.name] == nil {
                hashers[input.name] = parse.name
            }
        }
        var channels: [String: [String: BoundedChannel<RecordBatch>]] = [:]
        var replays: [String: [String: BoundedChannel<RecordBatch>]] = [:]
        for stage in stages {
            for input in stage.recordInputs where allParses.contains(input.stage) {
                let channel = BoundedChannel<RecordBatch>(capacity: Self.capacity)
                if let parse = parses[input.stage], dependencies.takesAlong(stage, from: parse) {
                    channels[input.stage, default: [:]][input.key] = channel
                } else {
                    replays[stage.name, default: [:]][input.key] = channel
                }
            }
        }
        self.files = files
        self.channels = channels
        self.replays = replays
        self.hashers = hashers
        finders = (earlier?.finders ?? [:]).merging(parses.map { ($0.key, GrowingList()) }) { $1 }
    }

    /// The files of a fetch or read stage; of one that is fanned out, those of all legs, in the order of the legs.
    func files(of stage: String) -> GrowingList<SourceFile> {
        guard let list = files[stage] else { preconditionFailure("the plan was checked: \(stage) has files") }
        return list
    }

    /// The same connections, but with a list that nobody reads in the place of a stage's own.
    func withholding(filesOf stage: String) -> Wiring {
        var wiring = self
        wiring.files[stage] = GrowingList()
        return wiring
    }

    /// The channels into which a parse stage sends its batches.
    func outputs(of stage: String) -> [BoundedChannel<RecordBatch>] {
        (channels[stage] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }

    /// How rows of a parse stage's files are found again; `nil` for a file that has to be read from its start.
    func finders(of stage: String) -> GrowingList<RowFinder?> {
        guard let list = finders[stage] else { preconditionFailure("the plan was checked: \(stage) reads records") }
        return list
    }

    /// Says that a stage has come to its end without having done its work: those behind it get nothing more, and those
    /// before it wait for it no longer.
    ///
    /// - Parameter origin: The stage whose failure it all began with.
    func end(_ stage: Stage, failed origin: String) {
        let failure = InputFailure(stage: origin)
        if let list = files[stage.name] {
            list.finish(throwing: failure)
            for source in list.elementsNow { source.file.finish(throwing: failure) }
        }
        finders[stage.name]?.finish(throwing: failure)
        for channel in (channels[stage.name] ?? [:]).values { channel.finish(throwing: failure) }
        for input in stage.recordInputs { channels[input.stage]?[input.key]?.abandon() }
        if case .parse(let task) = stage.task {
            for source in files[task.input]?.elementsNow ?? [] { source.entries?.finish(throwing: failure) }
        }
    }

    /// The channel from a parse stage to one of its takers.
    func channel(_ input: RecordInput) -> BoundedChannel<RecordBatch> {
        guard let channel = channels[input.stage]?[input.key] ?? replays[input.taker]?[input.key] else {
            preconditionFailure("the plan was checked: \(input.stage) has records")
        }
        return channel
    }

    /// The channel of an input that is read anew; `nil` for one that the parse stage sends to while it reads.
    func replay(_ input: RecordInput) -> BoundedChannel<RecordBatch>? { replays[input.taker]?[input.key] }

    /// Whether an input comes through a channel that the parse stage fills while it reads.
    func isTakenAlong(_ input: RecordInput) -> Bool { channels[input.stage]?[input.key] != nil }

    /// The parse stage whose reading the digests of a local file are made of; `nil` where none is sure to read it.
    func hasher(of stage: String) -> String? { hashers[stage] }
}

/// One of the streams of records that a stage takes.
struct RecordInput: Sendable {
    /// The parse stage.
    let stage: String
    /// The stage that takes them.
    let taker: String
    /// Tells the takers of one parse stage apart.
    let key: String
}

extension Stage {
    /// The streams of records that the stage takes.
    var recordInputs: [RecordInput] {
        switch task {
        case .reconcile(let task):
            [input(task.charges, "charges"), input(task.entitlements, "entitlements")]
                + (task.earlier.map { [input($0, "earlier")] } ?? []) + task.aliases.map(input)
                + [task.priceInput(of: name)].compactMap(\.self)
        case .tie(let task): [input(task.stated, "stated"), input(task.explaining, "explaining")]
        case .agreements(let task):
            [input(task.entitlements, "entitlements"), input(task.agreements, "agreements")]
                + task.aliases.map(input)
        case .carry(let task): task.decisions.map { [input($0, "decisions")] } ?? []
        case .write(let task): [RecordInput(stage: task.input, taker: name, key: name)]
        default: []
        }
    }

    private func input(_ stage: String, _ side: String) -> RecordInput {
        RecordInput(stage: stage, taker: name, key: "\(name).\(side)")
    }

    private func input(_ aliases: AliasInput) -> RecordInput {
        input(aliases.stage, "aliases.\(aliases.key.rawValue)")
    }

    /// Whether the stage reads records.
    var parses: Bool { if case .parse = task { true } else { false } }

    /// Whether the stage runs whenever there is something for it.
    var isUnconditional: Bool { condition == nil && needs.isEmpty }
}

extension Pipeline {
    /// Whether a stage belongs to one that is fanned out over items that there are not: those that would have told them did
    /// not run.
    func lacksItems(_ stage: Stage) -> Bool {
        guard let leg = stage.leg else { return false }
        return fanOuts.contains { $0.stage == leg.stage && $0.legs == nil }
    }
}
