package import Streaming

/// What the manifest says of a file.
package struct ManifestEntry: Sendable, Hashable {
    /// The file's name among those of the set, or what an input is called.
    package let name: String
    /// How many bytes it has, as it lies there.
    package let bytes: Int
    /// How many records it holds, where it holds records.
    package let rows: Int?
    /// The SHA-256 of the file as it lies there.
    package let digest: String
    /// The SHA-256 of its decompressed content.
    package let contentDigest: String

    /// An entry from its parts.
    package init(name: String, bytes: Int, rows: Int?, digest: String, contentDigest: String) {
        self.name = name
        self.bytes = bytes
        self.rows = rows
        self.digest = digest
        self.contentDigest = contentDigest
    }
}

/// A file that is being written for publication: hashed, compressed when its name ends with `.gz`, hashed again.
///
/// Writing blocks. One task at a time may use it.
package final class OutputFile {
    /// The level at which files are compressed where nobody says another.
    package static let usualLevel = 6

    /// The file's name among those of the set.
    package let name: String
    private let file: File
    private var gzip: GzipWriter?
    private var contentDigest = SHA256()
    private var digest = SHA256()
    private var byteCount = 0

    /// Creates a file in the directory of a staged set.
    ///
    /// - Parameters:
    ///   - level: How hard a compressed file is compressed, from 1 (fast) to 9 (small).
    ///   - threads: How many threads compress it; the file's bytes do not depend on it.
    package init(
        name: String, in directory: RunDirectory, level: Int = usualLevel, threads: Int = 1
    ) throws(StreamingError) {
        self.name = name
        file = try File.create("\(directory.staging)/\(name)")
        gzip = name.hasSuffix(".gz") ? GzipWriter(level: level, threads: threads) : nil
    }

    /// Adds content.
    package func write(_ bytes: Span<UInt8>) throws(StreamingError) {
        contentDigest.update(bytes)
        if gzip != nil {
            try gzip?.write(bytes) { piece throws(StreamingError) in try put(piece) }
        } else {
            try put(bytes)
        }
    }

    /// Adds content that lies in an array.
    package func write(_ bytes: [UInt8]) throws(StreamingError) {
        try write(bytes.span)
    }

    /// Ends the file and waits until it lies on the disk.
    ///
    /// - Parameter rows: How many records were written, where they were records.
    package func finish(rows: Int?) throws(StreamingError) -> ManifestEntry {
        try gzip?.finish { piece throws(StreamingError) in try put(piece) }
        try file.synchronize()
        return ManifestEntry(
            name: name, bytes: byteCount, rows: rows, digest: digest.finish(), contentDigest: contentDigest.finish())
    }

    private func put(_ bytes: Span<UInt8>) throws(StreamingError) {
        digest.update(bytes)
        byteCount += bytes.count
        try file.write(bytes)
    }
}
