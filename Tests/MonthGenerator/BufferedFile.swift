internal import Streaming

/// A file that is written from the start, in large pieces.
struct BufferedFile: ~Copyable {
    private let file: File
    private var buffer: [UInt8] = []
    private static let capacity = 1 << 20

    /// Opens a new file; one of the same name is replaced.
    init(_ path: String) throws {
        try Directory.removeTree(path)
        file = try File.create(path)
        buffer.reserveCapacity(Self.capacity)
    }

    /// Appends bytes.
    mutating func append(_ bytes: [UInt8]) throws {
        if buffer.count + bytes.count > Self.capacity { try flush() }
        buffer.append(contentsOf: bytes)
    }

    /// Appends text.
    mutating func append(_ text: String) throws {
        try append(Array(text.utf8))
    }

    /// Hands everything on to the operating system.
    mutating func flush() throws {
        try file.write(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
}
