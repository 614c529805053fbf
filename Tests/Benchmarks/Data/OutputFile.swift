internal import Streaming

/// A file that is written from the start, in large pieces, and has its name only once it is whole.
struct OutputFile: ~Copyable {
    /// What is appended next. Call ``flushIfFull()`` now and then.
    var buffer: [UInt8] = []
    private let path: String
    private let file: File
    private static let capacity = 1 << 20

    /// Opens a new file beside the path; one that was left over is replaced.
    init(_ path: String) throws {
        self.path = path
        try Directory.removeTree(path + ".partial")
        file = try File.create(path + ".partial")
        buffer.reserveCapacity(Self.capacity + 64 * 1024)
    }

    /// Hands what was appended on to the operating system when there is much of it.
    mutating func flushIfFull() throws {
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes the rest and gives the file its name.
    consuming func finish() throws {
        try flush()
        try Directory.rename(path + ".partial", to: path)
    }

    private mutating func flush() throws {
        try file.write(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
}
