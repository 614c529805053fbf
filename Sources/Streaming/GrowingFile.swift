/// A file that one party writes while others read it from the start.
///
/// What comes over the network drains into one of these, so a sender is never kept waiting by those who read:
/// the disk is the buffer. Readers that have caught up wait for growth without holding a thread.
package final class GrowingFile: Sendable {
    private let file: File
    private let growth = Growth()

    /// A file that is written from now on; `file` is empty and open for writing.
    package init(_ file: File) {
        self.file = file
    }

    /// A file that is complete already.
    package init(complete file: File) throws(StreamingError) {
        self.file = file
        let attributes = try file.attributes()
        guard attributes.isRegular else {
            let message = "\(file.path) is a directory, a pipe or a device; give the path of a file"
            throw StreamingError(code: .corrupt, message: message)
        }
        growth.advance(by: attributes.size)
        growth.finish()
    }

    /// The path under which the file was created.
    package var path: String { file.path }

    /// How many bytes have been written so far.
    package var length: Int { growth.length }

    /// Adds bytes at the end and wakes the readers. Blocks while the disk is busy. One party only may write.
    package func append(_ bytes: Span<UInt8>) throws(StreamingError) {
        try file.write(bytes)
        growth.advance(by: bytes.count)
    }

    /// Whether the file holds these bytes from an offset on. Blocks; reads at most 64 KiB at once.
    package func holds(_ bytes: Span<UInt8>, at offset: Int) throws(StreamingError) -> Bool {
        var buffer = [UInt8](repeating: 0, count: min(bytes.count, 64 << 10))
        var compared = 0
        while compared < bytes.count {
            let count = min(try file.read(into: &buffer, at: offset + compared), bytes.count - compared)
            if count == 0 { return false }
            for index in 0..<count where buffer[index] != bytes[compared + index] { return false }
            compared += count
        }
        return true
    }

    /// Waits until the bytes lie on the disk.
    package func synchronize() throws(StreamingError) {
        try file.synchronize()
    }

    /// Says that the file is complete, or that the rest will never come.
    package func finish(throwing error: (any Error)? = nil) {
        growth.finish(throwing: error)
    }

    /// Reads from an offset into the buffer, which keeps its size; waits for growth where the file ends so far.
    ///
    /// - Returns: How many bytes came; 0 after the last byte of a complete file.
    /// - Throws: The error that the writer ended with; `CancellationError` when the task is cancelled.
    package func read(into buffer: inout [UInt8], at offset: Int) async throws -> Int {
        guard try await growth.length(beyond: offset) > offset else { return 0 }
        return try file.read(into: &buffer, at: offset)
    }

    /// Reads what is there now from an offset on, without waiting for growth; returns how many bytes came.
    ///
    /// - Parameter place: Where in the buffer, which keeps its size, the first byte goes.
    package func readNow(
        into buffer: inout [UInt8], from place: Int = 0, at offset: Int
    ) throws(StreamingError) -> Int {
        try file.read(into: &buffer, from: place, at: offset)
    }

    /// Whether all bytes are there.
    package var isComplete: Bool { growth.isFinal }

    /// What the file is at this moment.
    package func version() throws(StreamingError) -> FileVersion { try file.version() }

    /// Waits until the file is complete.
    ///
    /// - Throws: As ``read(into:at:)``.
    package func waitUntilComplete() async throws {
        var length = 0
        while true {
            let longer = try await growth.length(beyond: length)
            if longer == length { return }
            length = longer
        }
    }
}
