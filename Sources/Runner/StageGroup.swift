import Pipelines
import Publication
import Reports
import Streaming

/// Runs stages of a pipeline at once. Each begins to work as soon as something arrives for it, unless it waits for others.
///
/// The first stage that fails cancels the others; or, when the run keeps going, only those go without an end that depend on
/// it. Either way its error is the one that is told last.
struct StageGroup {
    private(set) var context: RunContext
    /// The stages that run, in the order of the file.
    let stages: [Stage]
    private let dependencies: StageDependencies

    /// A group of some of the pipeline's stages.
    init(_ stages: [Stage], in context: RunContext) {
        self.context = context
        self.stages = stages
        dependencies = StageDependencies(context.pipeline)
    }

    private typealias Ends = [(stage: String, end: StageEnd)]

    /// The stages' results, by stage.
    ///
    /// - Throws: ``StagesFailed``; `CancellationError` when the run was cancelled.
    func run() async throws -> [String: StageResult] {
        let strands = strands()
        // Stages that compute share as many threads as they may use; those that wait for disks have their own.
        let computing = WorkerThreads(count: context.request.jobs, name: "computing")
        let blocking = WorkerThreads(
            count: max(2, strands.reduce(0) { $0 + min($1.count, context.pipeline.limits.legs) }), name: "blocking")
        defer {
            computing.close()
            blocking.close()
        }
        let ends = try await withThrowingTaskGroup(of: Ends.self) { group in
            for strand in strands {
                strand.forEach(announce)
                group.addTask(executorPreference: strand[0].computes ? computing : blocking) { await run(strand) }
            }
            for name in fannedOutSources() { group.addTask { try await handOnAll(of: name) } }
            var ends = StageEnds(stages.map(\.name))
            for try await some in group {
                for (stage, end) in some { ends.take(end, of: stage) }
                if stopsAll(some) { group.cancelAll() }
            }
            return ends
        }
        try Task.checkCancellation()
        return try ends.results()
    }

    /// Whether no other stage is to go on.
    private func stopsAll(_ ends: Ends) -> Bool {
        !context.request.keepsGoing && ends.contains { if case .failed = $0.end { true } else { false } }
    }

    // MARK: - Legs

    /// The stages one by one, the legs of each that is fanned out together.
    private func strands() -> [[Stage]] {
        var strands: [[Stage]] = []
        var places: [String: Int] = [:]
        for stage in stages {
            if let leg = stage.leg, let place = places[leg.stage] {
                strands[place].append(stage)
            } else {
                if let leg = stage.leg { places[leg.stage] = strands.count }
                strands.append([stage])
            }
        }
        return strands
    }

    /// Runs a stage, or legs: as many at once as the pipeline allows, beginning in their order.
    private func run(_ strand: [Stage]) async -> Ends {
        guard strand.count > 1 else { return [(strand[0].name, await end(of: strand[0]))] }
        return await withTaskGroup(of: Ends.self) { group in
            var rest = strand[...]
            var ends: Ends = []
            for leg in rest.prefix(context.pipeline.limits.legs) {
                group.addTask { [(leg.name, await end(of: leg))] }
                rest.removeFirst()
            }
            for await some in group {
                ends += some
                if stopsAll(some) {
                    rest = []
                    group.cancelAll()
                }
                if let leg = rest.popFirst() { group.addTask { [(leg.name, await end(of: leg))] } }
            }
            return ends
        }
    }

    /// The stages of which all legs bring in files.
    private func fannedOutSources() -> [String] {
        var names: [String] = []
        for stage in stages where stage.bringsIn {
            if let name = stage.leg?.stage, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Hands on the files of all legs of a stage, one leg behind the other: what is made of them does not depend on which
    /// leg was first.
    private func handOnAll(of name: String) async throws -> Ends {
        let all = context.wiring.files(of: name)
        do {
            for leg in context.order.stages(behind: name) {
                let files = context.wiring.files(of: leg)
                var index = 0
                while let file = try await files.element(at: index) {
                    all.append(file)
                    index += 1
                }
            }
            all.finish()
        } catch let failure as InputFailure {
            all.finish(throwing: failure)
        }
        return []
    }

    // MARK: - One stage

    /// Carries a stage out; whatever comes of it is told.
    private func end(of stage: Stage) async -> StageEnd {
        do {
            if let reason = try await reasonToSkip(stage) { return .done(try await skip(stage, reason)) }
            context.order.begin(stage.name)
            if !isAnnounced(stage) { context.report(.began(stage: stage.name, verb: stage.verb)) }
            let result = try await tried(stage)
            context.order.end(stage.name, result)
            context.report(.finished(stage: stage.name, result: result.description))
            return .done(result)
        } catch is CancellationError {
            context.report(.cancelled(stage: stage.name))
            return .cancelled
        } catch let failure as InputFailure {
            tell(stage, failed: failure.stage)
            context.report(.skipped(stage: stage.name, reason: failure.description))
            return .skipped(failure.description)
        } catch {
            tell(stage, failed: stage.name)
            let failure = failure(error, of: stage)
            context.report(.failed(stage: stage.name, message: failure.message(without: stage.place)))
            return .failed(failure)
        }
    }

    /// Lets those who wait for a stage know that nothing comes of it.
    private func tell(_ stage: Stage, failed origin: String) {
        context.wiring.end(stage, failed: origin)
        context.order.fail(stage.name, InputFailure(stage: origin))
    }

    private func failure(_ error: any Error, of stage: Stage) -> RunFailure {
        let failure = RunFailure(error, in: stage.place)
        // What broke its contract once is asked for again, not read again.
        if failure.exitCode == .badInput {
            context.recall.markUnusable(context.pipeline.sources(of: stage.name))
        }
        return failure
    }

    /// Carries a stage out, as often as it may be tried. What is given in a test fails the same way again.
    private func tried(_ stage: Stage) async throws -> StageResult {
        guard let retry = stage.retry, context.request.given == nil else { return try await limited(stage) }
        return try await StageTries(stage, retry, in: context).run { context in
            var group = self
            group.context = context
            return try await group.limited(stage)
        }
    }

    /// Carries a stage out within the time that it has.
    private func limited(_ stage: Stage) async throws -> StageResult {
        guard let timeout = stage.timeout else { return try await carryOutWithRecords(stage) }
        return try await TimeLimit(timeout, clock: context.request.clock).run {
            try await carryOutWithRecords(stage)
        } orThrow: {
            RunFailure(
                .timedOut,
                "\(stage.place) took longer than \(TimeLimit.text(timeout)), its timeout, and was stopped. "
                    + TimeLimit.advice)
        }
    }

    /// Tells at once of a stage that does not wait; of the others it is told when they begin.
    private func announce(_ stage: Stage) {
        if isAnnounced(stage) { context.report(.began(stage: stage.name, verb: stage.verb)) }
    }

    private func isAnnounced(_ stage: Stage) -> Bool { stage.leg == nil && dependencies.isCertain(stage.name) }

    private func reasonToSkip(_ stage: Stage) async throws -> String? {
        if case .generate(let task) = stage.task {
            try GenerateStage(stage: stage, task: task, context: context).requireNoDoubt()
            // What is ordered stays ordered; so all else that may fail comes first.
            try await context.order.waitForAll(of: context.pipeline.stagesBeforeEffects)
        }
        if context.pipeline.lacksItems(stage) { return "its items would have come from a stage that was skipped" }
        return try await context.order.reasonToSkip(stage)
    }

    /// Lets those behind a stage know that nothing comes, and those before it that nobody waits for them.
    private func skip(_ stage: Stage, _ reason: String) async throws -> StageResult {
        context.order.skip(stage.name)
        if stage.bringsIn { context.wiring.files(of: stage.name).finish() }
        if stage.parses {
            context.wiring.finders(of: stage.name).finish()
            for output in context.wiring.outputs(of: stage.name) { output.finish() }
        }
        context.report(.skipped(stage: stage.name, reason: reason))
        try await withThrowingTaskGroup { group in
            for input in stage.recordInputs where context.wiring.isTakenAlong(input) {
                group.addTask { try await context.drain(input) { _ in } }
            }
            try await group.waitForAll()
        }
        return .skipped(reason: reason)
    }

    /// Runs a stage, and reads the records anew that it could not take along while others took them.
    private func carryOutWithRecords(_ stage: Stage) async throws -> StageResult {
        let replays = stage.recordInputs.compactMap { input in
            context.wiring.replay(input).map { (stage: input.stage, channel: $0) }
        }
        if replays.isEmpty { return try await carryOut(stage) }
        return try await withThrowingTaskGroup(of: StageResult?.self) { group in
            for (name, channel) in replays {
                guard let parse = context.pipeline.stage(name), case .parse(let task) = parse.task else { continue }
                group.addTask {
                    try await ParseStage(stage: parse, task: task, context: context).replay(to: channel)
                    return nil
                }
            }
            group.addTask { try await carryOut(stage) }
            var result: StageResult?
            while let ended = try await group.next() { result = ended ?? result }
            guard let result else { preconditionFailure("a stage that has ended has a result") }
            return result
        }
    }

    private func carryOut(_ stage: Stage) async throws -> StageResult {
        if let given = context.request.given, stage.bringsIn {
            return try await GivenStage(stage: stage, given: given, context: context).run()
        }
        return switch stage.task {
        case .fetch(let task): try await FetchStage(stage: stage, call: task.call, context: context).run()
        case .fetchReport(let task): try await FetchReportStage(stage: stage, task: task, context: context).run()
        case .fetchBillingReport(let query):
            try await FetchBillingReportStage(stage: stage, query: query, context: context).run()
        case .fetchInvoiceFiles(let task):
            try await FetchInvoiceFilesStage(stage: stage, task: task, context: context).run()
        case .read(let task): try await ReadStage(name: stage.name, task: task, context: context).run()
        case .parse(let task): try await ParseStage(stage: stage, task: task, context: context).run()
        case .reconcile(let task): try await ReconcileStage(stage: stage, task: task, context: context).run()
        case .tie(let task): try await TieStage(stage: stage, task: task, context: context).run()
        case .agreements(let task): try await AgreementStage(stage: stage, task: task, context: context).run()
        case .carry(let task): try await CarryStage(stage: stage, task: task, context: context).run()
        case .write(let task): try await WriteStage(stage: stage, task: task, context: context).run()
        case .notify: .notification
        case .generate(let task): try await GenerateStage(stage: stage, task: task, context: context).run()
        }
    }
}

extension Stage {
    /// Whether the stage spends its time computing rather than waiting for the network or a disk.
    fileprivate var computes: Bool {
        switch task {
        case .parse, .reconcile, .tie, .agreements: true
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read, .carry, .write, .generate, .notify:
            false
        }
    }
}

extension Stage {
    /// Where messages say that something happened.
    var place: String { "stage \"\(name)\"" }
}

extension Pipeline {
    /// The stage itself and all whose records or files reach it.
    func sources(of stage: String) -> Set<String> {
        var sources: Set<String> = []
        var waiting = [stage]
        while let name = waiting.popLast() {
            for stage in stages(behind: name) where sources.insert(stage.name).inserted { waiting += stage.inputs }
        }
        return sources
    }
}

extension StageResult: CustomStringConvertible {
    /// What came of the stage, in a few words.
    var description: String {
        switch self {
        case .inputs(let entries, let reused):
            "\(entries.reduce(0) { $0 + $1.bytes }) bytes\(reused.map { ", \($0)" } ?? "")"
        case .source(let source, _): "\(source.records) records"
        case .leg(let leg, _): "\(leg.result.breakCount) breaks"
        case .carried(let items): items.description
        case .effect(let report): report.description
        case .output(let entry): entry.rows.map { "\($0) records" } ?? "\(entry.bytes) bytes"
        case .notification: "waits for the run's end"
        case .skipped(let reason): "skipped: \(reason)"
        }
    }
}
