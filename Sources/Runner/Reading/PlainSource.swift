import Publication
import Streaming

/// The content of a file that is complete and not compressed, as it is being read.
struct PlainSource: ~Copyable, SegmentedText {
    private let source: SourceFile
    private var offset = 0
    private var digest: SourceDigest?

    /// The content from its start on.
    ///
    /// - Parameter isHashed: Whether digests are made of what is read.
    init(_ source: SourceFile, isHashed: Bool) {
        self.source = source
        digest = isHashed ? SourceDigest() : nil
    }

    mutating func read(into buffer: inout [UInt8], at place: Int) throws(StreamingError) -> Int {
        let count = try source.file.readNow(into: &buffer, from: place, at: offset)
        offset += count
        digest?.update(buffer.span.extracting(place..<place + count))
        return count
    }

    /// What the manifest says of the file, once all of it was read; `nil` where it was not hashed.
    mutating func entry() -> ManifestEntry? { digest?.finish(name: source.name) }
}
