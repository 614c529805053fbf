package import Pipelines
import Publication
import Records
package import StreamOneIon
import Streaming

/// What a run would fetch and what it would use again, told from what lies on this machine: nobody is asked, and nothing
/// is changed.
package struct FetchPlan: Sendable {
    /// A stage that fetches, and what is done about it.
    package struct Entry: Sendable, Hashable {
        /// The stage's name.
        package let stage: String
        /// Whether it fetches. Bodies are only looked for: whether they are damaged shows when they are read.
        package let decision: FetchDecision
    }

    /// The stages that fetch, in the order of the file.
    package let entries: [Entry]

    /// The plan of a pipeline that was read from a text.
    ///
    /// - Parameter configuration: Where and as whom the run would ask; `nil` for a sandbox.
    package init(
        of pipeline: Pipeline, text: [UInt8], _ request: RunRequest, with configuration: IonConfiguration?
    ) {
        let kept = KeptFetches(
            state: request.stateDirectory, pipeline: pipeline.name, period: pipeline.period?.description ?? "all")
        let earlier = kept.fetchesByStage()
        // Where there is no salt yet, nothing is kept that could be found with it.
        let salt = Store(state: request.stateDirectory).knownSalt ?? ""
        let keys = FetchKeys(request, salt: salt, pipelineText: text)
        entries = pipeline.stages.filter(\.fetches).map { stage in
            guard let (identity, version) = stage.request(with: configuration) else {
                return Entry(stage: stage.name, decision: .fetch(request.reuse.reasonWithoutKey(stage.name)))
            }
            let key = keys.key(identity, version: version)
            let decision = request.reuse.decision(
                stage: stage.name, key: key, use: keys.use, kept: kept.fetch(key),
                others: { earlier[stage.name] ?? [] }, now: request.secondsSinceEpoch(), hasContent: kept.hasContent)
            return Entry(stage: stage.name, decision: decision)
        }
    }
}

extension ReusePolicy {
    /// Why a stage fetches whose request is not known before the run.
    fileprivate func reasonWithoutKey(_ stage: String) -> FetchDecision.Reason {
        !isResuming ? .notResuming : forces(stage) ? .forced : .unknownUntilRun
    }
}

extension Stage {
    /// What tells the stage's request from others, and the version of what fetches it; `nil` where the request depends on
    /// something that is fetched before.
    fileprivate func request(
        with configuration: IonConfiguration?
    ) -> (identity: RequestIdentity, version: String)? {
        switch task {
        case .fetch(let task): (RequestIdentity(of: task.call, with: configuration), FetchStage.version)
        case .fetchReport(let task):
            (RequestIdentity(ofReport: task.reportID, task.query, with: configuration), FetchReportStage.version)
        case .fetchBillingReport(let query):
            (RequestIdentity(of: query, with: configuration), FetchBillingReportStage.version)
        case .fetchInvoiceFiles(let task):
            if case .invoice(let id) = task.selection {
                (
                    RequestIdentity(ofFilesOfInvoice: id, named: task.namePattern?.text, with: configuration),
                    FetchInvoiceFilesStage.version
                )
            } else {
                nil
            }
        case .read, .parse, .reconcile, .tie, .agreements, .carry, .write, .generate, .notify: nil
        }
    }
}
