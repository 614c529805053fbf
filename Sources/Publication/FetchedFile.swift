internal import Records
package import Streaming
internal import Synchronization

/// A body that drains to the disk as it arrives, is hashed on the way, and ends in the store.
///
/// Readers follow the file from the first byte on. When it is complete it gets the name of its content: the same
/// bytes are stored once, and a name can be trusted.
package final class FetchedFile: Sendable {
    /// The bytes, readable while they arrive.
    package let file: GrowingFile
    private let digest = Mutex(SHA256())

    /// A file that is written from now on.
    package init(in directory: RunDirectory, name: String) throws(StreamingError) {
        file = GrowingFile(try File.create("\(directory.fetched)/\(name)"))
    }

    /// Adds bytes; blocks while the disk is busy.
    package func append(_ bytes: Span<UInt8>) throws(StreamingError) {
        digest.withLock { $0.update(bytes) }
        try file.append(bytes)
    }

    /// Says that all bytes have come, and moves the file into the store.
    ///
    /// - Parameter state: The state directory.
    /// - Returns: The SHA-256 of the bytes.
    package func finish(state: String) throws(StreamingError) -> String {
        let hash = digest.withLock { $0.finish() }
        try file.synchronize()
        try Store(state: state).take(file.path, digest: hash)
        file.finish()
        return hash
    }
}
