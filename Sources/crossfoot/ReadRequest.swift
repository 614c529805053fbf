import Formats
import Pipelines
import Records
import Runner

/// What a command line of `crossfoot read` asks for.
struct ReadRequest: Sendable {
    /// The file, and how it is read.
    let reading: FileReading
    /// Whether records are counted.
    let counts: Bool
    /// The columns that are added.
    let sums: [String]
    /// How records are written.
    let output: ReadOutput.Format
    /// The file that records go to; `nil` for standard output.
    let destination: String?
    /// Whether records are compressed, and how hard.
    let isGzipped: Bool
    let level: Int
    /// Whether no cell of CSV may become a formula in a spreadsheet.
    let isSpreadsheetSafe: Bool
    /// Where rejects go; `nil` when the first of them ends the reading.
    let rejects: String?

    init(_ arguments: Arguments) throws {
        counts = arguments.has("count")
        sums = arguments.all("sum")
        rejects = arguments.value("rejects")
        destination = arguments.value("to")
        isGzipped = arguments.has("gzip") || destination?.hasSuffix(".gz") == true
        level = try arguments.number("level", in: 1...9) ?? 6
        isSpreadsheetSafe = arguments.has("spreadsheet-safe")
        let isTotal = (counts || !sums.isEmpty) && destination == nil
        let usual: ReadOutput.Format =
            isTotal ? .none : destination == nil && Terminal.output.isInteractive ? .table : Self.usual(destination)
        output = try Self.choice(arguments, "output") ?? usual
        reading = FileReading(
            try RecordFile(arguments.operands.first ?? "-"), format: try Self.choice(arguments, "format"),
            records: try Self.path(arguments), delimiter: try Self.delimiter(arguments),
            columns: try Self.columns(arguments, sums: sums, isTotal: isTotal && output == .none),
            threads: try arguments.number("threads", in: 1...64) ?? Machine.processorCount)
        try checkWriting(arguments)
    }

    /// What says how records are written means nothing where they are not, or not so.
    private func checkWriting(_ arguments: Arguments) throws(UsageError) {
        guard destination == nil || output != .none else {
            throw UsageError(message: "--to wants records: leave out --output none")
        }
        guard isGzipped || !arguments.has("level") else {
            throw UsageError(message: "--level is for what is gzipped: add --gzip, or --to a file that ends with .gz")
        }
        guard !isSpreadsheetSafe || output == .csv else {
            throw UsageError(message: "--spreadsheet-safe is for records that are written as CSV")
        }
    }

    /// The format that a file's name says.
    private static func usual(_ path: String?) -> ReadOutput.Format {
        path.map { $0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.gz") } == true ? .jsonl : .csv
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ arguments: Arguments, _ name: String
    ) throws(UsageError) -> Choice? where Choice.RawValue == String {
        guard let text = arguments.value(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(message: "--\(name) must be one of \(known), not \"\(text)\"")
        }
        return choice
    }

    private static func path(_ arguments: Arguments) throws(UsageError) -> RecordPath? {
        guard let text = arguments.value("records") else { return nil }
        guard let path = RecordPath(text) else {
            throw UsageError(
                message: "--records wants names parted by \"/\", such as invoice/lines/line, not \"\(text)\"")
        }
        return path
    }

    private static func delimiter(_ arguments: Arguments) throws(UsageError) -> UInt8 {
        guard let text = arguments.value("delimiter") else { return UInt8(ascii: ",") }
        if text == "\\t" || text == "tab" { return UInt8(ascii: "\t") }
        guard text.utf8.count == 1, let byte = text.utf8.first, !"\"\r\n".utf8.contains(byte) else {
            throw UsageError(message: "--delimiter wants one character, or tab, not \"\(text)\"")
        }
        return byte
    }

    /// The columns to read; sums come last. `nil` for all that there are.
    private static func columns(
        _ arguments: Arguments, sums: [String], isTotal: Bool
    ) throws(UsageError) -> [ColumnMapping]? {
        let selected = try arguments.value("select").map { (text) throws(UsageError) in
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard names.allSatisfy({ !$0.isEmpty }) else {
                throw UsageError(message: "--select wants COLUMN,COLUMN, not \"\(text)\"")
            }
            return names
        }
        guard isTotal || selected != nil || !sums.isEmpty else { return nil }
        if selected == nil, !isTotal {
            throw UsageError(message: "--sum beside records wants --select: name the columns that are to be written")
        }
        // Also where only totals are wanted: a column that is not there is a mistake.
        return (selected ?? []).map { mapping($0, .text) } + sums.map { mapping($0, .decimal) }
    }

    private static func mapping(_ name: String, _ type: ColumnType) -> ColumnMapping {
        ColumnMapping(column: Column(name: name, type: type), source: name, isOptional: true)
    }
}
