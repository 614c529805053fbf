import Formats
import Records

/// Turns batches of records into the text of an output format.
struct BatchPrinter {
    private let format: ReadOutput.Format
    private let columnCount: Int?
    private var writer: RecordWriter
    private var widths: [Int]?

    /// A printer of the first columns of batches; of all of them when no number is given.
    init(_ format: ReadOutput.Format, columnCount: Int?, isSpreadsheetSafe: Bool) {
        self.format = format
        self.columnCount = columnCount
        writer = RecordWriter(format == .jsonl ? .jsonLines : .csv, isSpreadsheetSafe: isSpreadsheetSafe)
    }

    /// The text of a batch.
    mutating func text(of batch: RecordBatch) -> [UInt8] {
        switch format {
        case .none: []
        case .csv, .jsonl: writer.text(of: shown(batch))
        case .table: table(shown(batch))
        }
    }

    /// Without the columns that are only added.
    private func shown(_ batch: RecordBatch) -> RecordBatch {
        guard let columnCount, columnCount < batch.columns.count else { return batch }
        return RecordBatch(
            schema: Schema(columns: Array(batch.schema.columns.prefix(columnCount))),
            columns: Array(batch.columns.prefix(columnCount)), rows: batch.rows, fileIndex: batch.fileIndex)
    }

    /// Widths are those of the first batch: a table is written while the file is read.
    private mutating func table(_ batch: RecordBatch) -> [UInt8] {
        let headings = batch.schema.columns.map(\.name)
        let rows = (0..<batch.count).map { row in batch.columns.map { ($0.text(row) ?? "").printable() } }
        let isFirst = widths == nil
        let widths =
            widths
            ?? headings.indices.map { column in ([headings] + rows).map { $0[column].count }.max() ?? 0 }
        self.widths = widths
        let lines = (isFirst ? [headings] : []) + rows
        return Array(lines.map { TableLine.text($0, widths: widths) }.joined().utf8)
    }
}
