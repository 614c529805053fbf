internal import Streaming

/// The content of a set's file from its start, piece by piece, expanded where its name says that it is gzipped.
struct SetContent: ~Copyable {
    private let file: File
    private var gzip: GzipReader?
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    /// How many bytes of the buffer there are, and how many of them were expanded.
    private var filled = 0
    private var taken = 0

    /// - Throws: `StreamingError` when there is no such file.
    init(_ name: String, in directory: String) throws(StreamingError) {
        file = try File.open("\(directory)/\(name)")
        gzip = name.hasSuffix(".gz") ? GzipReader() : nil
    }

    /// Reads the next piece, which may be empty.
    ///
    /// - Returns: Whether there was one; `false` at the end.
    /// - Throws: `StreamingError` when the file cannot be read, or its gzip data is damaged.
    mutating func next(_ piece: inout [UInt8]) throws(StreamingError) -> Bool {
        if taken == filled {
            filled = try file.readNext(into: &buffer)
            taken = 0
            guard filled > 0 else {
                try gzip?.finish()
                return false
            }
        }
        let source = buffer
        let rest = source.span.extracting(taken..<filled)
        if let count = try gzip?.read(rest, into: &piece) {
            taken += count
        } else {
            piece.removeAll(keepingCapacity: true)
            piece.append(contentsOf: source[taken..<filled])
            taken = filled
        }
        return true
    }
}
