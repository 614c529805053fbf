import Pipelines
import Reconciliation
import Records
import Streaming

/// The connections between stages.
struct Wiring: Sendable {
    /// What fetch and read stages hand on, by stage.
    private let files: [String: GrowingList<SourceFile>]
    /// What parse stages hand on, by parse stage, a channel for each stage that takes it.
    private let channels: [String: [String: BoundedChannel<RecordBatch>]]
    /// How rows of parse stages' files are found again, by stage, one element a file.
    private let finders: [String: GrowingList<RowFinder?>]

    /// How many batches may wait between two stages.
    private static let capacity = 8

    init(_ pipeline: Pipeline) {
        var files: [String: GrowingList<SourceFile>] = [:]
        var channels: [String: [String: BoundedChannel<RecordBatch>]] = [:]
        var finders: [String: GrowingList<RowFinder?>] = [:]
        for stage in pipeline.stages {
            switch stage.task {
            case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read:
                files[stage.name] = GrowingList()
            case .parse:
                channels[stage.name] = [:]
                finders[stage.name] = GrowingList()
            default: break
            }
        }
        for stage in pipeline.stages {
            for input in stage.recordInputs where channels[input.stage] != nil {
                channels[input.stage]?[input.key] = BoundedChannel(capacity: Self.capacity)
            }
        }
        self.files = files
        self.channels = channels
        self.finders = finders
    }

    /// The files of a fetch or read stage.
    func files(of stage: String) -> GrowingList<SourceFile> {
        guard let list = files[stage] else { preconditionFailure("the plan was checked: \(stage) has files") }
        return list
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

    /// The channel from a parse stage to one of its takers.
    func channel(_ input: RecordInput) -> BoundedChannel<RecordBatch> {
        guard let channel = channels[input.stage]?[input.key] else {
            preconditionFailure("the plan was checked: \(input.stage) has records")
        }
        return channel
    }
}

/// One of the streams of records that a stage takes.
struct RecordInput: Sendable {
    /// The parse stage.
    let stage: String
    /// Tells the takers of one parse stage apart.
    let key: String
}

extension Stage {
    /// The streams of records that the stage takes.
    var recordInputs: [RecordInput] {
        switch task {
        case .reconcile(let task):
            [
                RecordInput(stage: task.charges, key: name + ".charges"),
                RecordInput(stage: task.entitlements, key: name + ".entitlements"),
            ] + (task.earlier.map { [RecordInput(stage: $0, key: name + ".earlier")] } ?? [])
                + task.aliases.map { RecordInput(stage: $0.stage, key: name + ".aliases.\($0.key.rawValue)") }
        case .tie(let task):
            [
                RecordInput(stage: task.stated, key: name + ".stated"),
                RecordInput(stage: task.explaining, key: name + ".explaining"),
            ]
        case .agreements(let task):
            [
                RecordInput(stage: task.entitlements, key: name + ".entitlements"),
                RecordInput(stage: task.agreements, key: name + ".agreements"),
            ] + task.aliases.map { RecordInput(stage: $0.stage, key: name + ".aliases.\($0.key.rawValue)") }
        case .write(let task): [RecordInput(stage: task.input, key: name)]
        default: []
        }
    }
}
