import Formats
import Records
import Runner

/// Writes what `crossfoot read` found.
struct ReadOutput {
    /// How records are written.
    enum Format: String, CaseIterable, Sendable {
        /// Columns of text, for people.
        case table
        /// CSV with a header line.
        case csv
        /// One JSON object a line.
        case jsonl
        /// Not at all.
        case none
    }

    private let request: ReadRequest
    private let destination: ReadDestination
    private var printer: BatchPrinter
    private var rejects: RejectWriter?
    private var recordCount = 0
    private var unknownFields: [UnknownField] = []
    private var sums: [ColumnSum]

    private init(_ request: ReadRequest) throws {
        self.request = request
        destination = try ReadDestination(request)
        let columnCount = request.reading.columns.map { $0.count - request.sums.count }
        printer = BatchPrinter(
            request.output, columnCount: columnCount, isSpreadsheetSafe: request.isSpreadsheetSafe)
        rejects = try request.rejects.map { try RejectWriter(path: $0) }
        sums = request.sums.map { ColumnSum(name: $0) }
    }

    /// Reads a file and writes what was asked for: records to their destination, totals to standard output.
    ///
    /// - Throws: ``OutputFault``, ``RunFailure``, `StreamingError`, `CancellationError`.
    static func write(_ request: ReadRequest) async throws {
        var output = try ReadOutput(request)
        do {
            try await request.reading.run { harvest in try output.take(harvest) }
        } catch {
            if output.destination.isPartial, !(error is OutputFault) {
                Terminal.error.write("note: the output is not complete\n")
            }
            throw error
        }
        try output.end()
    }

    private mutating func take(_ harvest: RecordHarvest) throws {
        recordCount += harvest.recordCount - harvest.rejects.count
        unknownFields += harvest.unknownFields
        for batch in harvest.batches {
            for (index, place) in (batch.columns.count - sums.count..<batch.columns.count).enumerated() {
                try sums[index].add(batch.columns[place])
            }
            try destination.write(printer.text(of: batch))
        }
        guard let first = harvest.rejects.first else { return }
        guard rejects != nil else { throw RunFailure(.badInput, first.description) }
        try rejects?.write(harvest.rejects)
    }

    /// What the records have beside the columns that were made of the first of them.
    private func remarkOnUnknownFields() {
        guard request.output != .none else { return }
        for field in unknownFields {
            let name = field.path.map { "\"\($0)\"" } ?? "Other fields"
            let times = Self.counted(field.count, "time", "times")
            Terminal.error.writeMessage("note: \(name) is in no column, \(times): \(Self.words(for: field.reason))\n")
        }
    }

    private static func words(for reason: UnknownField.Reason) -> String {
        switch reason {
        case .isList: "it is a list, and a row has no place for one; --records can lead to it"
        case .isLate: "no early record has it; name the columns with --select"
        case .isBesideElements: "it is text beside elements"
        case .isOneTooMany: "there are too many fields; name the columns with --select"
        }
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    private mutating func end() throws {
        try destination.finish()
        if request.counts { try Terminal.output.writeWhole(Array("records\t\(recordCount)\n".utf8)) }
        for sum in sums {
            try Terminal.output.writeWhole(Array("\(sum.name)\t\(sum.total)\n".utf8))
            if sum.emptyCount > 0 {
                Terminal.error.writeMessage(
                    "note: \(Self.counted(sum.emptyCount, "record has", "records have")) nothing under \"\(sum.name)\"\n"
                )
            }
        }
        remarkOnUnknownFields()
        try rejects?.finish()
        if let rejects, rejects.count > 0 {
            Terminal.error.writeMessage(
                "note: \(Self.counted(rejects.count, "row", "rows")) could not be read and are not in the output; see "
                    + "\(rejects.path)\n")
        }
    }
}

/// The exact sum of a column, as far as it has been read.
private struct ColumnSum {
    let name: String
    var total = ExactDecimal.zero
    var emptyCount = 0

    mutating func add(_ column: ColumnValues) throws(ExactDecimal.Overflow) {
        guard case .decimal(let values) = column else { preconditionFailure("sums are of decimals") }
        for value in values {
            if let value { total = try total.adding(value) } else { emptyCount += 1 }
        }
    }
}
