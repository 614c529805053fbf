import Pipelines
import Publication
import Streaming

/// What a run will have to know of its inputs when its outcomes are to be explained.
struct RunMemory {
    private let pipelinePath: String
    private let inputs: [StoredRun.Input]

    /// What the stages have fetched and read.
    ///
    /// - Parameter results: A result for each stage, in the order of the pipeline.
    init(_ results: [StageResult], _ context: RunContext) async throws {
        pipelinePath = context.request.pipelinePath
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
            StoredRun(pipelinePath: pipelinePath, pipelineDigest: pipelineDigest, inputs: inputs), ofSet: digest)
    }
}

extension Stage {
    /// Where the file lies that the stage reads, from the root on; `nil` for other stages.
    fileprivate var localPath: String? {
        guard case .read(let task) = self.task else { return nil }
        return Directory.resolved(task.path)
    }
}
