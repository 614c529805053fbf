import Publication
import Streaming

/// The digests of a file, made of the very bytes that a stage reads of it.
struct SourceDigest: ~Copyable {
    private var digest = SHA256()
    /// Of the expanded content, where that is something else than the file.
    private var contentDigest: SHA256?
    private var byteCount = 0

    /// Takes what comes next of the file.
    mutating func update(_ bytes: Span<UInt8>) {
        digest.update(bytes)
        byteCount += bytes.count
    }

    /// Takes what comes next of the expanded content.
    mutating func update(expanded bytes: Span<UInt8>) {
        var running = contentDigest.take() ?? SHA256()
        running.update(bytes)
        contentDigest = consume running
    }

    /// What the manifest says of the file.
    mutating func finish(name: String) -> ManifestEntry {
        let sum = digest.finish()
        return ManifestEntry(
            name: name, bytes: byteCount, rows: nil, digest: sum, contentDigest: contentDigest?.finish() ?? sum)
    }
}
