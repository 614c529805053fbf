import Pipelines
import Publication
import Streaming

/// What a run will have to know of its inputs when its outcomes are to be explained.
struct RunMemory {
    private let pipelinePath: String
    private let inputs: [StoredRun.Input]
    private let fragments: [Pipeline.Fragment]
    private let items: [StoredRun.Items]

    /// What the stages have fetched and read.
    ///
    /// - Parameters:
    ///   - results: A result for each stage, in the order of the pipeline.
    ///   - items: What stages were fanned out over, where that was found in records.
    init(_ results: [StageResult], _ context: RunContext, items: [FanOut.Items: [String]]) async throws {
        pipelinePath = context.request.pipelinePath
        fragments = context.pipeline.fragments
        self.items = items.compactMap { items, values in
            guard case .column(let column, let stage) = items else { return nil }
            return StoredRun.Items(stage: stage, column: column, values: values)
        }
        var inputs: [StoredRun.Input] = []
        for (stage, result) in zip(context.pipeline.stages, results) {
            guard case .inputs(let entries, _) = result else { continue }
            let files = try await context.wiring.files(of: stage.name).complete()
            for entry in entries {
                let file = files.first { $0.name == entry.name }
                inputs.append(
                    StoredRun.Input(
                        stage: stage.name, name: entry.name, contentType: file?.contentType,
                        isReport: file?.isReport ?? false, digest: entry.digest, bytes: entry.bytes,
                        path: stage.localPath))
            }
        }
        self.inputs = inputs
    }

    /// Keeps it beside what was fetched, with the pipeline's text, under the digest of the set's manifest.
    func keep(in store: Store, _ pipelineText: [UInt8], ofSet digest: String) throws(StreamingError) {
        let pipelineDigest = try store.keep(pipelineText)
        try store.remember(
            StoredRun(
                pipelinePath: pipelinePath, pipelineDigest: pipelineDigest, inputs: inputs,
                fragments: try fragments.map { (fragment) throws(StreamingError) in
                    StoredRun.Fragment(path: fragment.path, digest: try store.keep(fragment.text))
                }, items: items), ofSet: digest)
    }
}

extension Stage {
    /// Where the file lies that the stage reads, from the root on; `nil` for other stages.
    fileprivate var localPath: String? {
        guard case .read(let task) = self.task else { return nil }
        return Directory.resolved(task.path)
    }
}
