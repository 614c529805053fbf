import StreamOneIon

/// How records are written to standard output.
enum OutputFormat: String, CaseIterable, Sendable {
    /// One JSON object a line.
    case jsonl
    /// One JSON array.
    case json
    /// CSV with a header line.
    case csv
    /// Columns of text, for people.
    case table
}

/// What of the records is written, and how.
struct OutputChoice: Sendable {
    /// How; `nil` when nobody has said.
    let chosenFormat: OutputFormat?
    /// The fields that were chosen; `nil` for all.
    let selection: [FieldPath]?
    /// The fields that a table shows when nobody chooses; empty for those of the first records.
    let tableColumns: [FieldPath]

    init(_ arguments: Arguments, _ operation: Operation) throws(UsageError) {
        if let text = arguments.value("output") {
            guard let format = OutputFormat(rawValue: text) else {
                let known = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError(message: "--output must be one of \(known), not \"\(text)\"")
            }
            chosenFormat = format
        } else {
            chosenFormat = nil
        }
        selection = try arguments.value("select").map { (text) throws(UsageError) in try Self.fields(text) }
        tableColumns = operation.columns.map { FieldPath(text: $0, steps: $0.split(separator: ".").map(String.init)) }
    }

    /// How: as chosen, a table for people, else an object a line.
    var format: OutputFormat { chosenFormat ?? (Terminal.output.isInteractive ? .table : .jsonl) }

    private static func fields(_ text: String) throws(UsageError) -> [FieldPath] {
        var paths: [FieldPath] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let path = FieldPath(name) else {
                throw UsageError(message: "--select wants FIELD,FIELD, not \"\(text)\"")
            }
            guard !paths.contains(path) else { throw UsageError(message: "--select names \"\(name)\" twice") }
            paths.append(path)
        }
        return paths
    }
}
