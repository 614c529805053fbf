/// How a stage came to its end.
enum StageEnd: Sendable {
    /// It did what it was there for.
    case done(StageResult)
    /// Something went wrong in it.
    case failed(RunFailure)
    /// It was stopped because another stage has failed, or the run was.
    case cancelled
    /// It could not go on, for a reason that is not its own.
    case skipped(String)
}

/// Tells a stage that one before it has failed, so that what it waits for never comes.
struct InputFailure: Error, CustomStringConvertible {
    /// The stage that has failed.
    let stage: String

    var description: String { "stage \"\(stage)\" failed, on which it depends" }
}

/// How all stages of a run came to their ends.
struct StageEnds: Sendable {
    private let names: [String]
    private var ends: [String: StageEnd] = [:]
    /// The first failure that was no consequence of another.
    private var root: RunFailure?

    /// The ends of stages that still run.
    init(_ names: [String]) {
        self.names = names
    }

    /// Takes the end of a stage, in the order in which they come.
    mutating func take(_ end: StageEnd, of stage: String) {
        ends[stage] = end
        if case .failed(let failure) = end, root == nil { root = failure }
    }

    /// The results of all stages, by stage.
    ///
    /// - Throws: ``StagesFailed`` when one has none.
    func results() throws -> [String: StageResult] {
        if let root { throw StagesFailed(root: root, ends: names.map { ($0, ends[$0] ?? .cancelled) }) }
        return ends.compactMapValues { if case .done(let result) = $0 { result } else { nil } }
    }
}

/// Stages that have failed, with the ends of all others.
struct StagesFailed: Error {
    /// The first failure that was no consequence of another.
    let root: RunFailure
    /// The stages, in the order of the file.
    let ends: [(stage: String, end: StageEnd)]

    /// What is told of a run that kept going: every stage that did not do what it was there for, and the root cause last.
    var ofRunThatKeptGoing: RunFailure {
        let lines = ends.compactMap { stage, end -> String? in
            switch end {
            case .done: nil
            case .failed(let failure): "  \(stage): failed: \(failure.message(without: "stage \"\(stage)\""))"
            case .cancelled: "  \(stage): cancelled"
            case .skipped(let reason): "  \(stage): skipped: \(reason)"
            }
        }
        let message = "\(counts). Nothing was published.\n\(lines.joined(separator: "\n"))\nRoot cause: \(root.message)"
        return RunFailure(isPartial ? .partial : root.exitCode, message)
    }

    /// Whether something was done that is worth more than its inputs.
    private var isPartial: Bool {
        ends.contains { _, end in
            switch end {
            case .done(.leg), .done(.output): true
            default: false
            }
        }
    }

    private var counts: String {
        var (failed, cancelled, skipped) = (0, 0, 0)
        for (_, end) in ends {
            switch end {
            case .failed: failed += 1
            case .cancelled: cancelled += 1
            case .skipped: skipped += 1
            case .done: break
            }
        }
        let words = [(failed, "failed"), (cancelled, "cancelled"), (skipped, "skipped")]
        let parts = words.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "of \(ends.count) stages \(parts.joined(separator: ", "))"
    }
}
