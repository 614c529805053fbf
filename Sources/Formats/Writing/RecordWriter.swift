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
    private var csv = CSVWriter()
    private var hasHeader = false

    /// A writer at the start of a file.
    package init(_ format: RecordOutputFormat) {
        self.format = format
    }

    /// The text of a batch; of the first one in CSV with the header line before it.
    package mutating func text(of batch: RecordBatch) -> [UInt8] {
        switch format {
        case .csv: csvText(of: batch)
        case .jsonLines: jsonLines(of: batch)
        }
    }

    private mutating func csvText(of batch: RecordBatch) -> [UInt8] {
        csv.removeAll()
        if !hasHeader { csv.row(batch.schema.columns.map(\.name)) }
        hasHeader = true
        for row in 0..<batch.count {
            for column in batch.columns { append(column, row) }
            csv.endRow()
        }
        return csv.bytes
    }

    private mutating func append(_ column: ColumnValues, _ row: Int) {
        switch column {
        case .text(let values): csv.field(values.bytes.span.extracting(values.range(row)))
        case .decimal(let values): csv.field(values[row])
        default: csv.field(column.text(row) ?? "")
        }
    }

    private func jsonLines(of batch: RecordBatch) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in 0..<batch.count {
            let members = zip(batch.schema.columns, batch.columns).map { column, values in
                JSONValue.Member(column.name, Self.value(values, row))
            }
            JSONValue.object(members).append(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func value(_ values: ColumnValues, _ row: Int) -> JSONValue {
        if case .boolean(let truths) = values { return truths[row].map(JSONValue.boolean) ?? .null }
        return values.text(row).map(JSONValue.string) ?? .null
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
