import Streaming

/// A file or standard input, plain or gzipped, that is read outside of any pipeline.
package struct RecordFile: Sendable {
    /// How many bytes are read at once.
    static let chunkSize = 256 << 10

    /// What messages call it.
    package let name: String
    private let file: File

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `StreamingError`.
    package init(_ path: String) throws {
        file = try path == "-" ? File.standardInput() : File.open(path)
        name = file.path
    }

    /// The content from the start on, expanded where it is gzipped. To be read once.
    func content() throws -> RecordFileContent {
        try RecordFileContent(file, name: name)
    }
}
