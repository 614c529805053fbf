package import Pipelines
import Publication
package import Records
package import StreamOneIon

/// What a run would do, as far as that can be told before it: nobody is asked and nothing is changed.
package struct RunPlan: Sendable {
    /// Whether something happens.
    package enum Prospect: Sendable, Hashable {
        /// It does, unless something fails.
        case certain
        /// That depends on what only the run will show.
        case unknown(until: String)
        /// It does not.
        case skipped(because: String)
    }

    /// A stage, or a leg of one.
    package struct Step: Sendable {
        /// The stage.
        package let stage: String
        /// What it does.
        package let verb: String
        /// Whether it runs.
        package let prospect: Prospect
        /// What is to be known besides: for what the stage is fanned out, what it needs, how long it may take.
        package let notes: [String]
        /// What it asks of the service, and of other hosts.
        package let requests: [String]
        /// Whether it changes something outside this machine.
        package let hasEffect: Bool
    }

    /// What decides the exit code.
    package struct GatePlan: Sendable {
        /// What must hold.
        package let demand: String
        /// Whether it is known to.
        package let prospect: Prospect
    }

    /// The pipeline, with its values.
    package let pipeline: Pipeline
    /// The month that would be closed, or `all`.
    package let period: String
    /// What counts as today.
    package let asOf: CivilDate
    /// The stages, each behind those that it takes its data from or waits for.
    package let steps: [Step]
    /// What decides between exit codes 0 and 3.
    package let gates: [GatePlan]
    /// The directory of the set that would be published, as a whole or not at all.
    package let directory: String
    /// The files of the set, sorted; `false` for those of stages that may not run.
    package let files: [(name: String, isCertain: Bool)]

    /// Whether a run could not begin, because it asks the service and is not told where that is.
    package let lacksConfiguration: Bool

    /// The plan of a run.
    ///
    /// - Parameters:
    ///   - configuration: Where the service lies, where that is known.
    ///   - isSandboxed: Whether the run would have a sandbox for its service.
    /// - Throws: `PipelineError` and ``RunFailure``, where the run would end so before it does anything.
    package init(
        of request: RunRequest, with configuration: IonConfiguration?, isSandboxed: Bool
    ) throws {
        let text = try request.pipelineText()
        pipeline = try Pipeline.read(text, file: request.pipelinePath, in: request.surroundings)
        try request.reuse.requireStages(of: pipeline)
        period = pipeline.period?.description ?? "all"
        asOf = request.asOf
        directory = "\(request.outputDirectory)/\(pipeline.name)/\(period)"
        lacksConfiguration = configuration == nil && !isSandboxed && pipeline.stages.contains(where: \.fetches)
        let fetches = FetchPlan(of: pipeline, text: text, request, with: configuration)
        let decisions = Dictionary(
            fetches.entries.map { ($0.stage, $0.decision) }, uniquingKeysWith: { first, _ in first })
        let prospects = StageProspects(pipeline)
        steps = prospects.order.map { [pipeline] stage in
            Self.step(stage, prospects[stage.name], decisions[stage.name], pipeline, configuration, request)
        }
        gates = (pipeline.gates + [pipeline.usualGate].compactMap(\.self)).map { gate in
            GatePlan(demand: gate.summary, prospect: prospects.prospect(of: gate))
        }
        files = Self.files(pipeline, prospects, request)
    }

    private static func step(
        _ stage: Stage, _ prospect: Prospect, _ decision: FetchDecision?, _ pipeline: Pipeline,
        _ configuration: IonConfiguration?, _ request: RunRequest
    ) -> Step {
        var notes = prospect.isPossible ? Self.notes(on: stage, pipeline, request) : []
        var requests = prospect.isPossible ? stage.requests(with: configuration) : []
        switch decision {
        case .reuse(let kept) where prospect.isPossible:
            notes.append("uses again what was fetched \(InstantText.minutes(kept.fetchedAt))")
            requests = []
        case .fetch(let reason) where prospect.isPossible && reason != .notResuming: notes.append("fetched: \(reason)")
        case .reuse, .fetch, nil: break
        }
        return Step(
            stage: stage.name, verb: stage.verb, prospect: prospect, notes: notes, requests: requests,
            hasEffect: stage.hasEffect)
    }

    private static func notes(on stage: Stage, _ pipeline: Pipeline, _ request: RunRequest) -> [String] {
        var notes: [String] = []
        if case .carry(let task) = stage.task, task.directory(below: request.outputDirectory, of: pipeline) == nil {
            notes.append(task.absence)
        }
        if let fanOut = pipeline.fanOuts.first(where: { $0.stage == stage.baseName }), fanOut.legs == nil {
            notes.append("legs unknown until run: one \(fanOut.summary)")
        }
        if !stage.needs.isEmpty { notes.append("needs \(stage.needs.joined(separator: ", "))") }
        if let condition = stage.condition { notes.append("when \(condition.expression)") }
        if let timeout = stage.timeout, timeout != pipeline.defaults.timeout {
            notes.append("for at most \(TimeLimit.text(timeout))")
        }
        if let retry = stage.retry, retry != pipeline.defaults.retry { notes.append("tried again \(retry.summary)") }
        return notes
    }

    /// What is published by every run, and what write stages add.
    private static func files(
        _ pipeline: Pipeline, _ prospects: StageProspects, _ request: RunRequest
    ) -> [(name: String, isCertain: Bool)] {
        var files = ["junit.xml", "manifest.json", "rejects.csv.gz", "summary.json", "summary.md"].map { ($0, true) }
        let legs = pipeline.stages.filter(\.isLeg).map { prospects[$0.name] }
        let carrying = pipeline.stages.filter { stage in
            guard case .carry(let task) = stage.task else { return false }
            return task.directory(below: request.outputDirectory, of: pipeline) != nil
        }.map { prospects[$0.name] }
        if (legs + carrying).contains(where: \.isPossible) {
            let isCertain = (legs + carrying).contains(.certain)
            files += ["breaks.csv.gz", "matches.csv.gz", "open-items.jsonl.gz"].map { ($0, isCertain) }
        }
        files += carrying.filter(\.isPossible).map { (OpenItemReader.clearedItems, $0 == .certain) }
        for stage in pipeline.stages {
            guard case .write(let task) = stage.task, prospects[stage.name].isPossible else { continue }
            files.append((task.fileName, prospects[stage.name] == .certain))
        }
        return files.sorted { $0.0 < $1.0 }.map { (name: $0.0, isCertain: $0.1) }
    }
}

extension RunPlan.Prospect {
    /// Whether it may happen.
    var isPossible: Bool { if case .skipped = self { false } else { true } }
}

extension Gate {
    /// What must hold, in words.
    fileprivate var summary: String {
        switch demand {
        case .breaks(let limit, let stages):
            "no more than \(limit) \(limit == 1 ? "break" : "breaks") in \(stages.joined(separator: ", "))"
        case .condition(let condition, let reason):
            "\(condition.expression)" + (reason.map { " (\($0))" } ?? "")
        }
    }
}
