import Formats
import Publication
import Records

/// Writes rejects as CSV.
enum RejectFile {
    /// The header line.
    static let headings = ["file", "row", "line", "byte", "column", "reason", "text"]

    /// Writes a file of rejects into a run's directory; returns its path.
    static func write(_ rejects: [Reject], name: String, in context: RunContext) throws -> String {
        _ = try entry(rejects, name: name, in: context)
        return "\(context.directory.staging)/\(name)"
    }

    /// Writes a file of rejects; returns what the manifest says of it.
    static func entry(_ rejects: [Reject], name: String, in context: RunContext) throws -> ManifestEntry {
        let file = try context.outputFile(name)
        var writer = CSVWriter()
        writer.row(headings)
        for reject in rejects { writer.row(fields(reject).map(context.redactor.redact)) }
        try file.write(writer.bytes)
        return try file.finish(rows: rejects.count)
    }

    /// The fields of a line.
    static func fields(_ reject: Reject) -> [String] {
        [
            reject.file, String(reject.position.row), String(reject.position.line), String(reject.position.byteOffset),
            reject.column ?? "", reject.reason, reject.rawText,
        ]
    }
}
