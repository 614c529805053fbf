import Records

/// Collects records of CSV into batches, column by column: one loop for the values of one type.
struct CSVBatchBuilder {
    /// What is wrong with a record.
    struct Fault {
        /// The record's place in the index.
        let record: Int
        /// The heading of the column, or `nil` when the record as a whole is at fault.
        let column: String?
        let reason: String
    }

    private let header: CSVHeader
    private let schema: Schema
    private let fileIndex: Int
    private var builders: [ColumnBuilder]
    private var rows: [UInt32] = []
    /// How many bytes the batch's records have in their files.
    private var byteCount = 0
    /// The records of the text that become part of the batch.
    private var accepted: [UInt32] = []

    /// A builder of batches with the columns that a header's plan uses.
    init(header: CSVHeader, fileIndex: Int) {
        self.header = header
        schema = Schema(columns: header.mappings.map(\.column))
        self.fileIndex = fileIndex
        builders = header.mappings.map { ColumnBuilder($0.column.type) }
    }

    /// Whether looking all fields of the records up at once is quicker than each that is used.
    func usesMostFields(of index: borrowing CSVIndex) -> Bool {
        index.count > 0 && header.sources.count > 1 + index.fieldCount(of: 0) / 4
    }

    /// Adds the records from a place of an index on, as many as the batch has room for.
    ///
    /// - Returns: One past the last record that was looked at, and what is wrong with those that were not taken, in their
    ///   order.
    mutating func append(
        _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, from start: Int
    ) -> (end: Int, faults: [Fault]) {
        let (end, structuralFaults) = accept(index, from: start)
        var faults = structuralFaults
        // What holds for the records holds for their fields: where all are alike, a column's values are a stride apart.
        let regular = structuralFaults.isEmpty ? index.regularStart(start..<end, fieldCount: header.width) : nil
        let badValues = appendValues(bytes, index, regular: regular)
        for place in accepted.indices {
            rows.append(UInt32(truncatingIfNeeded: index.origin.rows + Int(accepted[place])))
        }
        guard !badValues.isEmpty else { return (end, faults) }
        drop(badValues, &faults)
        return (end, faults)
    }

    /// Takes the records that are sound as text, as many as the batch has room for.
    private mutating func accept(_ index: borrowing CSVIndex, from start: Int) -> (end: Int, faults: [Fault]) {
        var faults: [Fault] = []
        var record = start
        accepted.removeAll(keepingCapacity: true)
        while record < index.count, rows.count + accepted.count < BatchBuilder.batchSize,
            byteCount < BatchBuilder.byteLimit
        {
            if let reason = index.fault(of: record) ?? header.faultOfWidth(index.fieldCount(of: record)) {
                faults.append(Fault(record: record, column: nil, reason: reason))
            } else {
                accepted.append(UInt32(truncatingIfNeeded: record))
                byteCount += index.extent(of: record).count
            }
            record += 1
        }
        return (record, faults)
    }

    /// Adds the values of the accepted records.
    ///
    /// - Returns: What is wrong with some of them, by their places among the accepted; the first fault of each.
    private mutating func appendValues(
        _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, regular: Int?
    ) -> [Int: Fault] {
        var faults: [Int: Fault] = [:]
        for column in builders.indices {
            // The builder is taken out of the array, so that nobody asks for each value whose it is.
            var builder = ColumnBuilder(builders[column].type)
            swap(&builder, &builders[column])
            if builder.type == .text, let source = header.sources[column], let regular, source + 1 < header.width {
                builder.text.append(
                    bytes, between: index.places.span, from: regular + source, by: header.width,
                    valueCount: accepted.count)
            } else if builder.type == .text, let source = header.sources[column] {
                Self.appendTexts(bytes, index, accepted, source, to: &builder.text)
            } else {
                for (place, reason) in appendColumn(column, bytes, index, to: &builder) where faults[place] == nil {
                    let heading = header.mappings[column].source
                    faults[place] = Fault(record: Int(accepted[place]), column: heading, reason: reason)
                }
            }
            swap(&builder, &builders[column])
        }
        return faults
    }

    /// Adds the values of a column that is not text, with nothing where they are wrong.
    ///
    /// - Returns: What is wrong, by the records' places among the accepted.
    private func appendColumn(
        _ column: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, to builder: inout ColumnBuilder
    ) -> [(place: Int, reason: String)] {
        var faults: [(place: Int, reason: String)] = []
        let decimalSource = builder.type == .decimal ? header.sources[column] : nil
        for place in accepted.indices {
            let record = Int(accepted[place])
            if let decimalSource, builder.appendPlainDecimal(bytes, index.rawField(decimalSource, of: record)) {
                continue
            }
            guard let reason = appendValue(column, bytes, index, record, to: &builder) else { continue }
            builder.appendNothing()
            faults.append((place, reason))
        }
        return faults
    }

    /// Text is taken as it is, so nothing can be wrong with it.
    private static func appendTexts(
        _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, _ records: [UInt32], _ source: Int,
        to text: inout TextBuilder
    ) {
        var byteCount = 0
        for record in records { byteCount += index.rawField(source, of: Int(record)).count }
        text.append(bytes, byteCount: byteCount, records) { index.field(source, of: $0, in: bytes) }
    }

    private func appendValue(
        _ column: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, _ record: Int,
        to builder: inout ColumnBuilder
    ) -> String? {
        if let currency = header.currencies[column] {
            builder.append(currency)
            return nil
        }
        guard let source = header.sources[column] else {
            builder.appendNothing()
            return nil
        }
        let field = index.field(source, of: record, in: bytes)
        guard field.start < field.end else {
            let mapping = header.mappings[column]
            if !mapping.isOptional, let reason = reasonForNothing(mapping.column.type) { return reason }
            builder.appendNothing()
            return nil
        }
        return builder.append(bytes.extracting(field.bounds), isEscaped: field.isEscaped)
    }

    /// Takes records with bad values out again.
    private mutating func drop(_ badValues: [Int: Fault], _ faults: inout [Fault]) {
        let places = badValues.keys.sorted()
        let first = rows.count - accepted.count
        for column in builders.indices { builders[column].remove(places.map { first + $0 }) }
        var removed = Set(places)
        rows = rows.enumerated().filter { removed.remove($0.offset - first) == nil }.map(\.element)
        faults.append(contentsOf: badValues.values)
        faults.sort { $0.record < $1.record }
    }

    /// Whether no record has room any more.
    var isFull: Bool { rows.count >= BatchBuilder.batchSize || byteCount >= BatchBuilder.byteLimit }

    /// The records collected so far, if there are any.
    mutating func take() -> RecordBatch? {
        guard !rows.isEmpty else { return nil }
        let columns = builders.indices.map { builders[$0].take() }
        defer { (rows, byteCount) = ([], 0) }
        return RecordBatch(schema: schema, columns: columns, rows: rows, fileIndex: fileIndex)
    }
}
