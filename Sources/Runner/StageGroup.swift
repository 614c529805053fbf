import Pipelines
import Publication
import Reports
import Streaming

/// Runs all stages of a pipeline at once. Each begins to work as soon as something arrives for it.
///
/// The first stage that fails cancels the others, and its error is the one that is told.
struct StageGroup {
    let context: RunContext

    /// The stages' results, in the order of the file.
    func run() async throws -> [StageResult] {
        // Stages that compute share as many threads as they may use; those that wait for disks have their own.
        let computing = WorkerThreads(count: context.request.jobs, name: "computing")
        let blocking = WorkerThreads(count: max(2, context.pipeline.stages.count), name: "blocking")
        defer {
            computing.close()
            blocking.close()
        }
        return try await withThrowingTaskGroup { group in
            for (index, stage) in context.pipeline.stages.enumerated() {
                context.report(.began(stage: stage.name, verb: stage.verb))
                group.addTask(executorPreference: stage.computes ? computing : blocking) {
                    (index, try await run(stage))
                }
            }
            var results: [(index: Int, result: StageResult)] = []
            do {
                while let result = try await group.next() { results.append(result) }
            } catch {
                group.cancelAll()
                throw error
            }
            return results.sorted { $0.index < $1.index }.map(\.result)
        }
    }

    private func run(_ stage: Stage) async throws -> StageResult {
        do {
            let result = try await carryOut(stage)
            context.report(.finished(stage: stage.name, result: result.description))
            return result
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let failure = RunFailure(error, in: "stage \"\(stage.name)\"")
            // What broke its contract once is asked for again, not read again.
            if failure.exitCode == .badInput {
                context.recall.markUnusable(context.pipeline.sources(of: stage.name))
            }
            throw failure
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
