internal import Formats
internal import Records
package import Streaming

/// What was fetched, by the SHA-256 of its content, and of each published set what is needed to read its rows again.
///
/// Content is stored once, whoever fetched it. A set is found by the digest of its `manifest.json`.
package struct Store: Sendable {
    private let directory: String

    /// The store of a state directory; nothing is made before something is kept.
    package init(state: String) {
        directory = "\(state)/store"
    }

    /// Where the content of a digest lies, or would.
    package func path(of digest: String) -> String { "\(shelf(of: digest))/\(digest)" }

    private func shelf(of digest: String) -> String { "\(directory)/\(digest.prefix(2))" }

    private func path(ofSet digest: String) -> String { "\(directory)/sets/\(digest).json" }

    /// Moves a complete file in, which lies on the same file system and on its disk already.
    package func take(_ path: String, digest: String) throws(StreamingError) {
        try Directory.create(shelf(of: digest))
        try Directory.rename(path, to: self.path(of: digest))
        try Directory.synchronize(shelf(of: digest))
    }

    /// Keeps some bytes, unless they are there already; returns their digest.
    package func keep(_ bytes: [UInt8]) throws(StreamingError) -> String {
        let digest = SHA256.digest(of: bytes)
        guard !Directory.exists(path(of: digest)) else { return digest }
        try Directory.create(shelf(of: digest))
        try File.replace(path(of: digest), with: bytes, mode: 0o600)
        return digest
    }

    /// The bytes of a digest; `nil` when the store does not have them, or has others under its name.
    package func bytes(of digest: String) -> [UInt8]? {
        guard let bytes = try? File.contents(of: path(of: digest)), SHA256.digest(of: bytes) == digest else {
            return nil
        }
        return bytes
    }

    /// Remembers how to read the inputs of a published set again.
    ///
    /// - Parameter digest: The SHA-256 of the set's `manifest.json`.
    package func remember(_ run: StoredRun, ofSet digest: String) throws(StreamingError) {
        try Directory.create("\(directory)/sets")
        try File.replace(path(ofSet: digest), with: Array(run.json.indentedText.utf8), mode: 0o600)
    }

    /// How to read the inputs of a published set again; `nil` when the store does not know the set.
    ///
    /// - Throws: `StreamingError` when what it knows cannot be read.
    package func run(ofSet digest: String) throws(StreamingError) -> StoredRun? {
        let path = path(ofSet: digest)
        guard Directory.exists(path) else { return nil }
        let text = try File.contents(of: path)
        guard let value = try? JSONValue(parsing: text), let run = StoredRun(value) else {
            throw StreamingError(code: .corrupt, message: "\(path) is not what a run has written")
        }
        return run
    }
}
