package import Records

/// How records are written.
package enum RecordOutputFormat: Sendable, Hashable {
    /// CSV with a header line.
    case csv
    /// One JSON object a line; numbers are strings, so that no reader makes binary fractions of them.
    case jsonLines
}

/// Turns batches of records into CSV or JSON Lines.
package struct RecordWriter: Sendable {
    private let format: RecordOutputFormat
    private var csv: CSVWriter
    private var json = JSONLinesWriter()
    private var hasHeader = false

    /// A writer at the start of a file.
    ///
    /// - Parameter isSpreadsheetSafe: Whether no cell of CSV may become a formula; see ``CSVWriter``.
    package init(_ format: RecordOutputFormat, isSpreadsheetSafe: Bool = false) {
        self.format = format
        csv = CSVWriter(isSpreadsheetSafe: isSpreadsheetSafe)
    }

    /// The text of a batch; of the first one in CSV with the header line before it.
    package mutating func text(of batch: RecordBatch) -> [UInt8] {
        switch format {
        case .csv:
            writeRows(of: batch)
            return csv.bytes
        case .jsonLines:
            json.write(batch)
            return json.bytes
        }
    }

    private mutating func writeRows(of batch: RecordBatch) {
        csv.removeAll()
        if !hasHeader { csv.row(batch.schema.columns.map(\.name)) }
        hasHeader = true
        let arePlain = batch.columns.map(isPlain)
        for row in 0..<batch.count {
            for index in arePlain.indices { append(batch.columns[index], row, isPlain: arePlain[index]) }
            csv.endRow()
        }
    }

    /// Whether it is clear that no value of a column has anything in it that needs quotes: where its bytes are its own, one
    /// look at all of them spares one at each value.
    private func isPlain(_ column: ColumnValues) -> Bool {
        if case .text(let values) = column { values.isDense && !csv.hasSpecialByte(values.bytes.span) } else { true }
    }

    private mutating func append(_ column: ColumnValues, _ row: Int, isPlain: Bool) {
        switch column {
        case .text(let values): csv.field(values.bytes.span.extracting(values.range(row)), isPlain: isPlain)
        case .decimal(let values): csv.field(values[row])
        case .date(let values): csv.field(values[row])
        case .currency(let values): csv.field(values[row])
        case .boolean(let values): csv.field(values[row].map { $0 ? "true" : "false" } ?? "")
        }
    }
}

extension ColumnValues {
    /// A value as text; `nil` where the record does not have it.
    package func text(_ row: Int) -> String? {
        switch self {
        case .text(let values): values.string(row)
        case .decimal(let values): values[row]?.description
        case .date(let values): values[row]?.description
        case .currency(let values): values[row]?.description
        case .boolean(let values): values[row].map { $0 ? "true" : "false" }
        }
    }
}
