internal import Formats
internal import Records
package import Streaming

/// What was fetched, by the SHA-256 of its content, and of each published set what is needed to read its rows again.
///
/// Content is stored once, whoever fetched it. A set is found by the digest of its `manifest.json`.
package struct Store: Sendable {
    /// Where the store lies.
    let directory: String

    /// The store of a state directory; nothing is made before something is kept.
    package init(state: String) {
        directory = "\(state)/store"
    }

    /// Where the content of a digest lies, or would.
    package func path(of digest: String) -> String { "\(shelf(of: digest))/\(digest)" }

    private func shelf(of digest: String) -> String { "\(directory)/\(digest.prefix(2))" }

    /// Where it is kept what was fetched whole, a directory a pipeline.
    var fetches: String { "\(directory)/fetched" }

    /// Where it is remembered how to read the inputs of published sets again.
    var sets: String { "\(directory)/sets" }

    private func path(ofSet digest: String) -> String { "\(sets)/\(digest).json" }

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

    /// Whether the content of a digest is there and is what its name says; reads all of it.
    package func holds(_ digest: String) -> Bool {
        guard let file = try? File.open(path(of: digest)) else { return false }
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while let count = try? file.readNext(into: &buffer) {
            if count == 0 { return hash.finish() == digest }
            hash.update(buffer.span.extracting(first: count))
        }
        return false
    }

    /// Text that nobody outside this store knows, to hash with what must not be guessed from its digest.
    ///
    /// - Throws: `StreamingError` when it cannot be made.
    package func salt() throws(StreamingError) -> String {
        if let known = knownSalt { return known }
        try Directory.create(directory)
        let salt = RandomToken.make(length: Self.saltLength)
        try File.replace(saltPath, with: Array(salt.utf8), mode: 0o600)
        return salt
    }

    /// The ``salt()`` where there is one.
    package var knownSalt: String? {
        guard let bytes = try? File.contents(of: saltPath), bytes.count == Self.saltLength else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let saltLength = 32
    private var saltPath: String { "\(directory)/salt" }

    /// Remembers how to read the inputs of a published set again.
    ///
    /// - Parameter digest: The SHA-256 of the set's `manifest.json`.
    package func remember(_ run: StoredRun, ofSet digest: String) throws(StreamingError) {
        try Directory.create(sets)
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
