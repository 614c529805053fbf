import Formats
package import Records
import Streaming

/// Writes rejects into a CSV file of its own, as they come.
package struct RejectWriter: Sendable {
    /// Where the file is.
    package let path: String
    /// How many there are so far.
    package private(set) var count = 0
    private let file: File
    private var writer = CSVWriter()

    /// Creates the file; one that is there already is left alone.
    ///
    /// - Throws: ``RunFailure`` when there is one already, or it cannot be created.
    package init(path: String) throws {
        guard !Directory.exists(path) else {
            throw RunFailure(.cannotPublish, "\(path) exists already; remove it, or choose another file for rejects")
        }
        self.path = path
        do {
            file = try File.create(path)
        } catch {
            throw RunFailure(.cannotPublish, "\(error)")
        }
        writer.row(RejectFile.headings)
    }

    /// Writes some more.
    package mutating func write(_ rejects: [Reject]) throws {
        count += rejects.count
        for reject in rejects { writer.row(RejectFile.fields(reject)) }
        try flush()
    }

    /// Writes what is left and waits until it lies on the disk.
    package mutating func finish() throws {
        try flush()
        try file.synchronize()
    }

    private mutating func flush() throws(StreamingError) {
        try file.write(writer.bytes.span)
        writer.removeAll()
    }
}
