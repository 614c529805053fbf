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

/// The values of one column while a batch is being filled; only the storage of the column's type is used.
private struct ColumnBuilder {
    private let type: ColumnType
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var decimals: [ExactDecimal?] = []
    private var dates: [CivilDate?] = []
    private var currencies: [Currency?] = []
    private var booleans: [Bool?] = []

    init(_ type: ColumnType) {
        self.type = type
    }

    /// Adds a value from its bytes; says what is wrong with it, or nothing.
    mutating func append(_ field: Span<UInt8>, isEscaped: Bool) -> String? {
        let value = field.extracting(trimmedBounds(field))
        switch type {
        case .text: appendText(field, isEscaped: isEscaped)
        case .decimal:
            do throws(ExactDecimal.ParsingFault) {
                decimals.append(try ExactDecimal(parsing: value))
            } catch {
                return "\(quoted(field)) \(error)"
            }
        case .date:
            do throws(CivilDate.ParsingFault) {
                dates.append(try CivilDate(parsing: value))
            } catch {
                return "\(quoted(field)) \(error)"
            }
        case .currency:
            guard let currency = Currency(value) else {
                return "\(quoted(field)) is not a currency code such as EUR"
            }
            currencies.append(currency)
        case .boolean:
            guard let truth = truthValue(value) else { return "\(quoted(field)) is neither true nor false" }
            booleans.append(truth)
        }
        return nil
    }

    private mutating func appendText(_ field: Span<UInt8>, isEscaped: Bool) {
        if isEscaped {
            var index = 0
            while index < field.count {
                bytes.append(field[index])
                index += field[index] == UInt8(ascii: "\"") ? 2 : 1
            }
        } else {
            unsafe field.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        ends.append(UInt32(bytes.count))
    }

    mutating func append(_ currency: Currency) {
        currencies.append(currency)
    }

    mutating func appendNothing() {
        switch type {
        case .text: ends.append(UInt32(bytes.count))
        case .decimal: decimals.append(nil)
        case .date: dates.append(nil)
        case .currency: currencies.append(nil)
        case .boolean: booleans.append(nil)
        }
    }

    /// Forgets values behind the first `count`.
    mutating func truncate(to count: Int) {
        ends.removeLast(max(0, ends.count - count))
        bytes.removeLast(bytes.count - Int(ends.last ?? 0))
        decimals.removeLast(max(0, decimals.count - count))
        dates.removeLast(max(0, dates.count - count))
        currencies.removeLast(max(0, currencies.count - count))
        booleans.removeLast(max(0, booleans.count - count))
    }

    /// The values, leaving the builder empty.
    mutating func take() -> ColumnValues {
        defer { self = ColumnBuilder(type) }
        return switch type {
        case .text: .text(TextColumn(bytes: bytes, ends: ends))
        case .decimal: .decimal(decimals)
        case .date: .date(dates)
        case .currency: .currency(currencies)
        case .boolean: .boolean(booleans)
        }
    }
}

/// The place of a value without the ASCII space around it.
private func trimmedBounds(_ field: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, field.count)
    while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
    while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
    return start..<end
}

/// A value in quotes for a message, cut to 40 bytes.
private func quoted(_ field: Span<UInt8>) -> String {
    let shown = String(copying: field.extracting(first: min(field.count, 40)))
    return field.count > 40 ? "\"\(shown)…\"" : "\"\(shown)\""
}

/// Why a required value may not be empty; `nil` for text, where nothing is a value too.
private func reasonForNothing(_ type: ColumnType) -> String? {
    switch type {
    case .text: nil
    case .decimal: ExactDecimal.ParsingFault.empty.description
    case .date: CivilDate.ParsingFault.empty.description
    case .currency: "is empty where a currency is required"
    case .boolean: "is empty where true or false is required"
    }
}

private func truthValue(_ field: Span<UInt8>) -> Bool? {
    switch String(copying: field).lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
}
