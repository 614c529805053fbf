import Pipelines
import Publication
import Streaming

/// Takes a local file: it is handed on at once. Its digests are those of the bytes that the first stage behind reads as
/// records; where there is none, they are made here.
struct ReadStage {
    let name: String
    let task: ReadFiles
    let context: RunContext

    func run() async throws -> StageResult {
        let file = try GrowingFile(complete: try File.open(task.path))
        let entries = GrowingList<ManifestEntry>()
        let hasher = context.wiring.hasher(of: name)
        let source = SourceFile(
            name: task.path, file: file, contentType: nil, isReport: false, entries: entries, hasher: hasher,
            version: try file.version())
        context.wiring.files(of: name).append(source)
        context.wiring.files(of: name).finish()
        let entry =
            if hasher != nil {
                try await entries.element(at: 0)
            } else {
                try await SourceBytes.forEach(source, isHashed: true) { _, _ in }
            }
        guard let entry else { preconditionFailure("a file that was read has digests") }
        return .inputs([entry])
    }
}
