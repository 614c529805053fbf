import Pipelines
import Publication
import Streaming

/// Takes a local file: it is handed on at once, and hashed for the manifest meanwhile.
struct ReadStage {
    let name: String
    let task: ReadFiles
    let context: RunContext

    func run() async throws -> StageResult {
        let file = try GrowingFile(complete: try File.open(task.path))
        let source = SourceFile(name: task.path, file: file, contentType: nil, isReport: false)
        context.wiring.files(of: name).append(source)
        context.wiring.files(of: name).finish()
        var digest = SHA256()
        var contentDigest = SHA256()
        var buffer = [UInt8](repeating: 0, count: SourceBytes.chunkSize)
        var offset = 0
        while case let count = try await file.read(into: &buffer, at: offset), count > 0 {
            digest.update(buffer.span.extracting(first: count))
            offset += count
        }
        try await SourceBytes.forEach(source) { bytes, _ in contentDigest.update(bytes) }
        return .inputs([
            ManifestEntry(
                name: task.path, bytes: offset, rows: nil, digest: digest.finish(),
                contentDigest: contentDigest.finish())
        ])
    }
}
