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
            if case .leg(let leg, _) = result {
                let verdict = context.wiring.verdict(of: stage.name)
                verdict.append(LegVerdict(breaks: leg.result.breakCount, settlesOn: leg.settlesOn))
                verdict.finish()
            }
            context.report(.finished(stage: stage.name, result: result.description))
            return result
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RunFailure(error, in: "stage \"\(stage.name)\"")
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
        case .generate(let task): try await GenerateStage(name: stage.name, task: task, context: context).run()
        }
    }
}

extension Stage {
    /// Whether the stage spends its time computing rather than waiting for the network or a disk.
    fileprivate var computes: Bool {
        switch task {
        case .parse, .reconcile, .tie, .agreements: true
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read, .write, .generate: false
        }
    }
}

extension StageResult: CustomStringConvertible {
    /// What came of the stage, in a few words.
    var description: String {
        switch self {
        case .inputs(let entries): "\(entries.reduce(0) { $0 + $1.bytes }) bytes"
        case .source(let source, _): "\(source.records) records"
        case .leg(let leg, _): "\(leg.result.breakCount) breaks"
        case .effect(let report): report.description
        case .output(let entry): entry.rows.map { "\($0) records" } ?? "\(entry.bytes) bytes"
        }
    }
}
