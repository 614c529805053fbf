import Pipelines

/// Carries the stages of a pipeline out: all at once, or, where it depends on records what a stage is fanned out over, first
/// those that have these records, and then the rest.
struct RunPhases {
    private var context: RunContext
    /// The items that were found.
    private var items: [FanOut.Items: [String]] = [:]
    private let text: [UInt8]
    private var results: [String: StageResult] = [:]
    /// Items that there are not, because the stage that has them was skipped.
    private var missing: Set<FanOut.Items> = []

    /// What came of all stages.
    struct Outcome: Sendable {
        /// The stages' results, in the order of the file.
        let results: [StageResult]
        /// What they shared in the end.
        let context: RunContext
        /// The items that were found.
        let items: [FanOut.Items: [String]]
    }

    /// Carries the stages out.
    ///
    /// - Parameter text: The pipeline file, to be read again when the items are known.
    static func outcome(of context: RunContext, text: [UInt8]) async throws -> Outcome {
        var phases = RunPhases(context, pipelineText: text)
        let results = try await phases.run()
        return Outcome(results: results, context: phases.context, items: phases.items)
    }

    private init(_ context: RunContext, pipelineText text: [UInt8]) {
        self.context = context
        self.text = text
    }

    /// The stages' results, in the order of the file.
    private mutating func run() async throws -> [StageResult] {
        while case let wanted = findableItems(), !wanted.isEmpty { try await find(wanted) }
        try await run(Set(context.pipeline.stages.map(\.name)))
        return context.pipeline.stages.compactMap { results[$0.name] }
    }

    /// Runs stages, as far as they did not run already.
    private mutating func run(_ names: Set<String>) async throws {
        let stages = context.pipeline.stages.filter { names.contains($0.name) && results[$0.name] == nil }
        context.wiring = Wiring(context.pipeline, running: Set(stages.map(\.name)), after: context.wiring)
        results.merge(try await StageGroup(stages, in: context).run()) { $1 }
    }

    // MARK: - Items

    /// The items that are unknown, and depend on no others that are.
    private func findableItems() -> [FanOut.Items] {
        let unknown = context.pipeline.unknownItems.filter { !missing.contains($0) }
        return unknown.filter { items in
            guard case .column(_, let stage) = items else { return false }
            return !context.pipeline.closure(of: stage).contains { name in
                context.pipeline.stages(behind: name).contains { other in
                    context.pipeline.itemsOf(other).map(unknown.contains) ?? false
                }
            }
        }
    }

    private mutating func find(_ wanted: [FanOut.Items]) async throws {
        let collectors = wanted.compactMap { items in ItemCollector(items).map { (items, $0) } }
        context.collectors = collectors.map(\.1)
        try await run(Set(collectors.flatMap { context.pipeline.closure(of: $0.1.stage) }))
        context.collectors = []
        for (wanted, collector) in collectors {
            if case .skipped? = results[collector.stage] {
                missing.insert(wanted)
            } else {
                items[wanted] = try collector.items()
            }
        }
        try readAgain()
    }

    /// Reads the pipeline as it was read before, with the items.
    private mutating func readAgain() throws {
        var surroundings = context.request.surroundings
        let fragments = Dictionary(
            context.pipeline.fragments.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        surroundings.contents = { [given = surroundings.contents] in try fragments[$0] ?? given($0) }
        surroundings.items = items
        context.pipeline = try Pipeline.read(text, file: context.request.pipelinePath, in: surroundings)
        context.order = StageOrder(context.pipeline, after: context.order)
    }
}

extension Pipeline {
    /// A stage, and all that must have run for it to run, by their own names.
    fileprivate func closure(of name: String) -> Set<String> {
        var closure: Set<String> = []
        var waiting = [name]
        while let name = waiting.popLast() {
            for stage in stages(behind: name) where closure.insert(stage.name).inserted { waiting += stage.upstream }
        }
        return closure
    }

    /// The items that a leg runs for; `nil` for a stage that is no leg.
    fileprivate func itemsOf(_ stage: Stage) -> FanOut.Items? {
        var fanOut = fanOuts.first { $0.stage == stage.leg?.stage }
        while case .along(let other)? = fanOut?.items { fanOut = fanOuts.first { $0.stage == other } }
        return fanOut?.items
    }
}
