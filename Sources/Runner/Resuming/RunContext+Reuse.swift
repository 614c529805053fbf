import Publication
import StreamOneIon
import Streaming

extension RunContext {
    /// What an earlier run has fetched, when it is used again; `nil` when it has to be fetched, which is told with the
    /// reason where something could have been used again.
    func reused(_ fetch: PendingFetch) -> KeptFetch? {
        switch fetch.decision() {
        case .reuse(let kept): return kept
        case .fetch(.notResuming): return nil
        case .fetch(let reason):
            report(.note("\(fetch.stage): fetched anew: \(reason)"))
            return nil
        }
    }

    /// Hands a body on that an earlier run has fetched, as if it came now.
    ///
    /// - Parameter name: What evidence and the manifest call it.
    func handOn(
        _ body: KeptFetch.Body, as name: String, of stage: String, isReport: Bool = false
    ) throws -> ManifestEntry {
        if body.isRead {
            let file = try GrowingFile(complete: try File.open(stored(body.digest)))
            wiring.files(of: stage).append(
                SourceFile(name: name, file: file, contentType: body.contentType, isReport: isReport))
        }
        return ManifestEntry(
            name: name, bytes: body.bytes, rows: nil, digest: body.digest, contentDigest: body.digest)
    }
}

extension ManifestEntry {
    /// What a later run needs to use the body again.
    ///
    /// - Parameter name: What tells it from the others of its fetch, whatever the stage is called.
    func kept(as name: String, contentType: String?, isRead: Bool = true) -> KeptFetch.Body {
        KeptFetch.Body(name: name, contentType: contentType, digest: digest, bytes: bytes, isRead: isRead)
    }
}
