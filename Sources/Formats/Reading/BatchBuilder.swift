import Records

/// What is wrong with one value of a record.
struct ValueFault: Sendable {
    /// The column's heading in the source, or `nil` when the record as a whole is at fault.
    let column: String?
    let reason: String
}

/// Collects records into batches: each value goes from the bytes of its field into the column of its type.
struct BatchBuilder {
    /// How many records a batch holds.
    static let batchSize = 4096

    private let mappings: [ColumnMapping]
    private let schema: Schema
    private let fileIndex: Int
    /// For each mapping the one currency that all of its values have, where the file's heading gave it.
    private let currencies: [Currency?]
    private var builders: [ColumnBuilder]
    private var rows: [UInt32] = []

    init(mappings: [ColumnMapping], currencies: [Currency?], fileIndex: Int) {
        self.mappings = mappings
        self.schema = Schema(columns: mappings.map(\.column))
        self.currencies = currencies
        self.fileIndex = fileIndex
        self.builders = mappings.map { ColumnBuilder($0.column.type) }
    }

    var isFull: Bool { rows.count >= Self.batchSize }

    /// Adds a record; `fields` has a place for each mapping, `nil` where the record lacks the value.
    ///
    /// - Returns: What is wrong with the record, which then is not part of the batch.
    mutating func append(_ bytes: Span<UInt8>, _ fields: [FieldRange?], row: Int) -> ValueFault? {
        for index in builders.indices {
            guard let reason = appendValue(bytes, fields[index], to: index) else { continue }
            for column in builders.indices { builders[column].truncate(to: rows.count) }
            return ValueFault(column: mappings[index].source, reason: reason)
        }
        rows.append(UInt32(truncatingIfNeeded: row))
        return nil
    }

    private mutating func appendValue(_ bytes: Span<UInt8>, _ field: FieldRange?, to index: Int) -> String? {
        if let currency = currencies[index] {
            builders[index].append(currency)
            return nil
        }
        guard let field, field.start < field.end else {
            if !mappings[index].isOptional, let reason = reasonForNothing(mappings[index].column.type) { return reason }
            builders[index].appendNothing()
            return nil
        }
        return builders[index].append(bytes.extracting(field.bounds), isEscaped: field.isEscaped)
    }

    /// The records collected so far, if there are any.
    mutating func take() -> RecordBatch? {
        guard !rows.isEmpty else { return nil }
        let columns = builders.indices.map { builders[$0].take() }
        let batch = RecordBatch(schema: schema, columns: columns, rows: rows, fileIndex: fileIndex)
        rows = []
        return batch
    }
}
