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
    /// The text of whole records, where the columns of text share it.
    private var sharedText: CSVSharedText?
    private var rows: [UInt32] = []
    /// How many bytes the batch's records have in their files.
    private var byteCount = 0
    /// The records of the text that become part of the batch: runs of them, which ascend, with no blank lines in a run.
    private var accepted: [Range<Int>] = []

    /// A builder of batches with the columns that a header's plan uses.
    init(header: CSVHeader, fileIndex: Int) {
        self.header = header
        schema = Schema(columns: header.mappings.map(\.column))
        self.fileIndex = fileIndex
        builders = header.mappings.map { ColumnBuilder($0.column.type) }
        // Copying whole records is quicker than a field here and there, but takes the memory of those that nobody wants.
        let textCount = header.mappings.count { $0.column.type == .text }
        if textCount > header.width / 2 { sharedText = CSVSharedText(width: header.width) }
    }

    /// Adds the records from a place of an index on, as many as the batch has room for.
    ///
    /// - Returns: One past the last record that was looked at, and what is wrong with those that were not taken, in their
    ///   order.
    mutating func append(
        _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, from start: Int
    ) -> (end: Int, faults: [Fault]) {
        var (end, faults) = accept(index, from: start)
        let badValues = appendValues(bytes, index)
        if !badValues.isEmpty { drop(badValues, &faults) }
        appendTexts(bytes, index)
        let rowsBefore = index.origin.rows
        for run in accepted { rows.append(contentsOf: run.lazy.map { UInt32(truncatingIfNeeded: rowsBefore + $0) }) }
        return (end, faults)
    }

    /// Takes the records that are sound as text, as many as the batch has room for.
    private mutating func accept(_ index: borrowing CSVIndex, from start: Int) -> (end: Int, faults: [Fault]) {
        var faults: [Fault] = []
        var (record, room) = (start, BatchBuilder.batchSize - rows.count)
        accepted.removeAll(keepingCapacity: true)
        while record < index.count, room > 0, byteCount < BatchBuilder.byteLimit {
            let run = record..<index.endOfSound(record..<min(index.count, record + room), fieldCount: header.width)
            if run.isEmpty {
                let reason = index.fault(of: record) ?? header.faultOfWidth(index.fieldCount(of: record))
                faults.append(Fault(record: record, column: nil, reason: reason ?? ""))
                record += 1
            } else {
                accepted.append(run)
                byteCount += index.byteCount(of: run)
                room -= run.count
                record = run.upperBound
            }
        }
        return (record, faults)
    }

    // MARK: Values

    /// Adds the values of the accepted records but those that are text.
    ///
    /// - Returns: What is wrong with some of them, by their records; the first fault of each.
    private mutating func appendValues(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) -> [Int: Fault] {
        var faults: [Int: Fault] = [:]
        for column in builders.indices where builders[column].type != .text {
            // The builder is taken out of the array, so that nobody asks for each value whose it is.
            var builder = ColumnBuilder(builders[column].type)
            swap(&builder, &builders[column])
            for run in accepted {
                for (record, reason) in appendRun(run, column, bytes, index, to: &builder)
                where faults[record] == nil {
                    faults[record] = Fault(record: record, column: header.mappings[column].source, reason: reason)
                }
            }
            swap(&builder, &builders[column])
        }
        return faults
    }

    /// Adds the values of a column, with nothing where they are wrong.
    ///
    /// - Returns: What is wrong, by their records.
    private func appendRun(
        _ run: Range<Int>, _ column: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex,
        to builder: inout ColumnBuilder
    ) -> [(record: Int, reason: String)] {
        var faults: [(record: Int, reason: String)] = []
        let decimalSource = builder.type == .decimal ? header.sources[column] : nil
        var record = run.lowerBound
        while record < run.upperBound {
            if let decimalSource {
                record = builder.appendPlainDecimals(bytes, record..<run.upperBound) {
                    index.rawField(decimalSource, of: $0, in: bytes)
                }
                guard record < run.upperBound else { break }
            }
            if let reason = appendValue(column, bytes, index, record, to: &builder) {
                builder.appendNothing()
                faults.append((record, reason))
            }
            record += 1
        }
        return faults
    }

    private func appendValue(
        _ column: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, _ record: Int,
        to builder: inout ColumnBuilder
    ) -> String? {
        if let currency = header.currencies[column] {
            builder.append(currency)
            return nil
        }
        let field = index.field(header.sources[column], of: record, in: bytes)
        guard field.start < field.end else {
            let mapping = header.mappings[column]
            if !mapping.isOptional, let reason = reasonForNothing(mapping.column.type) { return reason }
            builder.appendNothing()
            return nil
        }
        return builder.append(bytes.extracting(field.bounds), isEscaped: field.isEscaped)
    }

    /// Takes records with bad values out again, before their texts are added.
    private mutating func drop(_ badValues: [Int: Fault], _ faults: inout [Fault]) {
        var places: [Int] = []
        var kept: [Range<Int>] = []
        var first = rows.count
        for run in accepted {
            var start = run.lowerBound
            for record in run where badValues[record] != nil {
                places.append(first + record - run.lowerBound)
                if start < record { kept.append(start..<record) }
                start = record + 1
            }
            if start < run.upperBound { kept.append(start..<run.upperBound) }
            first += run.count
        }
        accepted = kept
        for column in builders.indices { builders[column].remove(places) }
        faults.append(contentsOf: badValues.values)
        faults.sort { $0.record < $1.record }
    }

    // MARK: Texts

    /// Adds the texts of the accepted records. They are taken as they are, so nothing can be wrong with them.
    private mutating func appendTexts(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) {
        for run in accepted where sharedText != nil { sharedText?.append(bytes, index, run) }
        for column in builders.indices where builders[column].type == .text && sharedText == nil {
            var text = TextBuilder()
            swap(&text, &builders[column].text)
            for run in accepted { Self.appendTexts(bytes, index, run, header.sources[column], to: &text) }
            swap(&text, &builders[column].text)
        }
    }

    private static func appendTexts(
        _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, _ run: Range<Int>, _ source: Int, to text: inout TextBuilder
    ) {
        var byteCount = 0
        for record in run { byteCount += index.rawField(source, of: record, in: bytes).count }
        text.append(bytes, byteCount: byteCount, run) { index.field(source, of: $0, in: bytes) }
    }

    // MARK: Batches

    /// Whether no record has room any more.
    var isFull: Bool { rows.count >= BatchBuilder.batchSize || byteCount >= BatchBuilder.byteLimit }

    /// The records collected so far, if there are any.
    mutating func take() -> RecordBatch? {
        guard !rows.isEmpty else { return nil }
        let shared = sharedText?.take()
        let columns = builders.indices.map { column in
            guard let shared, builders[column].type == .text else { return builders[column].take() }
            return .text(shared(header.sources[column]))
        }
        defer { (rows, byteCount) = ([], 0) }
        return RecordBatch(schema: schema, columns: columns, rows: rows, fileIndex: fileIndex)
    }
}
