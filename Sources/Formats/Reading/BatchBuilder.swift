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
    /// How many bytes of values fill a batch that has fewer records.
    static let byteLimit = 64 << 20

    private var mappings: [ColumnMapping]
    private var schema: Schema
    private let fileIndex: Int
    /// For each mapping the one currency that all of its values have, where the file's heading gave it.
    private var currencies: [Currency?]
    private var builders: [ColumnBuilder]
    /// Which columns hold text, and which something else.
    private var textColumns: [Int] = []
    private var otherColumns: [Int] = []
    /// Text values of the last records, if those are of a tree.
    private var texts = TextRows()
    private var rows: [UInt32] = []
    /// How many bytes the values of the batch have in their files.
    private var byteCount = 0

    init(mappings: [ColumnMapping], currencies: [Currency?], fileIndex: Int) {
        self.mappings = mappings
        self.schema = Schema(columns: mappings.map(\.column))
        self.currencies = currencies
        self.fileIndex = fileIndex
        self.builders = mappings.map { ColumnBuilder($0.column.type) }
        sortColumns()
    }

    private mutating func sortColumns() {
        textColumns = builders.indices.filter { builders[$0].type == .text }
        otherColumns = builders.indices.filter { builders[$0].type != .text }
        schema = Schema(columns: mappings.map(\.column))
    }

    /// Whether the batch is to be taken before another record comes.
    var isFull: Bool { rows.count >= Self.batchSize || byteCount >= Self.byteLimit }

    /// Adds a record; `fields` has a place for each mapping, `nil` where the record lacks the value.
    ///
    /// - Returns: What is wrong with the record, which then is not part of the batch.
    mutating func append(_ bytes: Span<UInt8>, _ fields: [FieldRange?], row: Int) -> ValueFault? {
        if texts.rowCount > 0 { moveTexts() }
        for index in builders.indices {
            guard let reason = appendValue(bytes, fields[index], to: index) else { continue }
            return fault(at: index, reason)
        }
        rows.append(UInt32(truncatingIfNeeded: row))
        return nil
    }

    /// Adds a record of a tree; `places` has one for each mapping, in the chunk or among the kept bytes.
    ///
    /// - Returns: As ``append(_:_:row:)``.
    mutating func append(
        _ chunk: Span<UInt8>, _ kept: Span<UInt8>, _ places: borrowing [ValuePlace], row: Int
    ) -> ValueFault? {
        for index in otherColumns {
            let place = places[index]
            let field = FieldRange(start: Int(place.start), end: Int(place.end), isEscaped: false)
            guard let reason = appendValue(place.isKept ? kept : chunk, field, to: index) else { continue }
            return fault(at: index, reason)
        }
        if otherColumns.isEmpty {
            byteCount += texts.append(chunk, kept, places.span)
        } else {
            let textPlaces = textColumns.map { places[$0] }
            byteCount += texts.append(chunk, kept, textPlaces.span)
        }
        if texts.isFull { moveTexts() }
        rows.append(UInt32(truncatingIfNeeded: row))
        return nil
    }

    /// Moves the text values that were collected row by row to their columns.
    private mutating func moveTexts() {
        for (column, index) in textColumns.enumerated() { builders[index].text.append(texts, column: column) }
        texts.removeAll()
    }

    /// Takes a record out again because of one of its values.
    private mutating func fault(at index: Int, _ reason: String) -> ValueFault {
        for column in builders.indices { builders[column].truncate(to: rows.count) }
        return ValueFault(column: mappings[index].source, reason: reason)
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
        byteCount += field.end - field.start
        return builders[index].append(bytes.extracting(field.bounds), isEscaped: field.isEscaped)
    }

    /// The records collected so far, if there are any.
    mutating func take() -> RecordBatch? {
        guard !rows.isEmpty else { return nil }
        moveTexts()
        let columns = builders.indices.map { builders[$0].take() }
        let batch = RecordBatch(schema: schema, columns: columns, rows: rows, fileIndex: fileIndex)
        rows = []
        rows.reserveCapacity(batch.count)
        byteCount = 0
        return batch
    }

    // MARK: Columns that were found while reading

    /// Adds columns of text for sources behind those that are known; the records so far have nothing there.
    mutating func addColumns(_ sources: [String]) {
        moveTexts()
        for source in sources.dropFirst(mappings.count) {
            mappings.append(
                ColumnMapping(column: Column(name: source, type: .text), source: source, isOptional: true))
            currencies.append(nil)
            var builder = ColumnBuilder(.text)
            for _ in rows { builder.appendNothing() }
            builders.append(builder)
        }
        sortColumns()
    }

    /// Leaves only some columns.
    mutating func keepColumns(_ columns: [Int]) {
        mappings = columns.map { mappings[$0] }
        currencies = columns.map { currencies[$0] }
        moveTexts()
        builders = columns.map { builders[$0] }
        sortColumns()
    }

    /// For each column of text whether it has nothing but empty values in this batch.
    mutating func emptyColumns() -> [Bool] {
        moveTexts()
        return builders.map(\.text.isEmpty)
    }

    /// How many columns there are.
    var columnCount: Int { builders.count }
}
