import Pipelines
import Publication
import Reports
import Streaming

/// Runs all stages of a pipeline at once. Each begins to work as soon as something arrives for it.
///
/// The first stage that fails cancels the others; or, when the run keeps going, only those go without an end that depend on
/// it. Either way its error is the one that is told last.
struct StageGroup {
    let context: RunContext

    /// The stages' results, in the order of the file.
    ///
    /// - Throws: ``StagesFailed``; `CancellationError` when the run was cancelled.
    func run() async throws -> [StageResult] {
        // Stages that compute share as many threads as they may use; those that wait for disks have their own.
        let computing = WorkerThreads(count: context.request.jobs, name: "computing")
        let blocking = WorkerThreads(count: max(2, context.pipeline.stages.count), name: "blocking")
        defer {
            computing.close()
            blocking.close()
        }
        let ends = try await withThrowingTaskGroup { group in
            for (index, stage) in context.pipeline.stages.enumerated() {
                context.report(.began(stage: stage.name, verb: stage.verb))
                group.addTask(executorPreference: stage.computes ? computing : blocking) {
                    (index, await end(of: stage))
                }
            }
            var ends = StageEnds(context.pipeline.stages.map(\.name))
            for try await (index, end) in group {
                if case .failed = end, !context.request.keepsGoing { group.cancelAll() }
                ends.take(end, of: index)
            }
            return ends
        }
        try Task.checkCancellation()
        return try ends.results()
    }

    /// Carries a stage out; whatever comes of it is told.
    private func end(of stage: Stage) async -> StageEnd {
        do {
            let result = try await limited(stage)
            context.report(.finished(stage: stage.name, result: result.description))
            return .done(result)
        } catch is CancellationError {
            context.report(.cancelled(stage: stage.name))
            return .cancelled
        } catch let failure as InputFailure {
            context.wiring.end(stage, failed: failure.stage)
            context.report(.skipped(stage: stage.name, reason: failure.description))
            return .skipped(failure.description)
        } catch {
            context.wiring.end(stage, failed: stage.name)
            let failure = failure(error, of: stage)
            context.report(.failed(stage: stage.name, message: failure.message(without: stage.place)))
            return .failed(failure)
        }
    }

    private func failure(_ error: any Error, of stage: Stage) -> RunFailure {
        let failure = RunFailure(error, in: stage.place)
        // What broke its contract once is asked for again, not read again.
        if failure.exitCode == .badInput {
            context.recall.markUnusable(context.pipeline.sources(of: stage.name))
        }
        return failure
    }

    /// Carries a stage out within the time that it has.
    private func limited(_ stage: Stage) async throws -> StageResult {
        guard let timeout = stage.timeout else { return try await carryOut(stage) }
        return try await TimeLimit(timeout, clock: context.request.clock).run {
            try await carryOut(stage)
        } orThrow: {
            RunFailure(
                .timedOut,
                "\(stage.place) took longer than \(TimeLimit.text(timeout)), its timeout, and was stopped. "
                    + TimeLimit.advice)
        }
    }

    private func carryOut(_ stage: Stage) async throws -> StageResult {
        switch stage.task {
        case .fetch(let task): try await FetchStage(name: stage.name, call: task.call, context: context).run()
        case .fetchReport(let task): try await FetchReportStage(name: stage.name, task: task, context: context).run()
        case .fetchBillingReport(let query):
            try await FetchBillingReportStage(name: stage.name, query: query, context: context).run()
        case .fetchInvoiceFiles(let task):
            try await FetchInvoiceFilesStage(name: stage.name, task: task, context: context).run()
        case .read(let task): try await ReadStage(name: stage.name, task: task, context: context).run()
        case .parse(let task): try await ParseStage(name: stage.name, task: task, context: context).run()
        case .reconcile(let task): try await ReconcileStage(stage: stage, task: task, context: context).run()
        case .tie(let task): try await TieStage(stage: stage, task: task, context: context).run()
        case .agreements(let task): try await AgreementStage(stage: stage, task: task, context: context).run()
        case .write(let task): try await WriteStage(stage: stage, task: task, context: context).run()
        }
    }
}

extension Stage {
    /// Whether the stage spends its time computing rather than waiting for the network or a disk.
    fileprivate var computes: Bool {
        switch task {
        case .parse, .reconcile, .tie, .agreements: true
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read, .write: false
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
            guard sources.insert(name).inserted, let stage = self.stage(name) else { continue }
            waiting += stage.inputs
        }
        return sources
    }
}

extension Stage {
    /// The stages whose records or files the stage takes.
    var inputs: [String] {
        switch task {
        case .parse(let task): [task.input]
        case .write(let task): [task.input]
        case .fetchInvoiceFiles(let task): if case .stage(let name) = task.selection { [name] } else { [] }
        default: recordInputs.map(\.stage)
        }
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
        case .output(let entry): entry.rows.map { "\($0) records" } ?? "\(entry.bytes) bytes"
        }
    }
}
