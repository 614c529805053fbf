package import Streaming
internal import Synchronization

/// A sink that holds a body of any size in a file without a name, which goes away with it.
package final class SpooledBody: BodySink {
    private let file: File
    private let length = Mutex(0)

    /// An empty body, in the directory for temporary files.
    package init() throws(StreamingError) {
        let directory = Environment.value("TMPDIR") ?? "/tmp"
        let path = "\(directory)/crossfoot-\(RandomToken.make(length: 16))"
        file = try File.create(path, mode: 0o600)
        try Directory.removeFile(path)
    }

    /// The sink, empty again: for an attempt that begins anew.
    package func restarted() throws -> SpooledBody {
        try length.withLock { length in
            try file.truncate()
            length = 0
        }
        return self
    }

    package func receive(_ bytes: Span<UInt8>) throws {
        try file.write(bytes)
        length.withLock { $0 += bytes.count }
    }

    /// Writes the body to a file, in one step: an older one of the name is there, or the new one whole.
    ///
    /// - Returns: How many bytes it has.
    package func copy(to path: String) throws(StreamingError) -> Int {
        let partial = "\(path).\(RandomToken.make(length: 8)).part"
        let target = try File.create(partial)
        do throws(StreamingError) {
            var offset = 0
            while case let chunk = try bytes(at: offset, count: 256 << 10), !chunk.isEmpty {
                try target.write(chunk.span)
                offset += chunk.count
            }
            try target.synchronize()
            try Directory.rename(partial, to: path)
            return offset
        } catch {
            try? Directory.removeFile(partial)
            throw error
        }
    }

    /// Some bytes of the body; fewer at its end.
    ///
    /// - Parameter offset: Where they begin, from 0.
    package func bytes(at offset: Int, count: Int) throws(StreamingError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let taken = try file.read(into: &buffer, at: offset)
        return Array(buffer.prefix(taken))
    }
}
