package import Records

/// A record as its file has it, found again by its row number.
package struct RecalledRecord: Sendable, Hashable {
    /// Where the record stands.
    package let position: DataPosition
    /// The record's bytes, without a line end.
    package let text: String
}

extension RecalledRecord {
    /// How many bytes of a record of JSON its text is made of at most: of a very long one only the beginning is kept.
    package static let neededBytes = KeptText.limit + 1

    /// A record of JSON that was found again by its place.
    ///
    /// - Parameter bytes: The record from its opening brace on: all of it, or as many as are needed.
    package init(_ bytes: Span<UInt8>, at position: DataPosition) {
        var text = KeptText()
        text.append(bytes)
        self.init(position: position, text: String(decoding: text.bytes, as: UTF8.self))
    }
}

/// What a reader is to do with the records that it finds.
package enum ReadingGoal: Sendable {
    /// Put the mapped columns into batches.
    ///
    /// Without mappings every column of a CSV file becomes text, and in JSON and XML every field below a record that
    /// has a single value: its column is called by the names on the way to it, parted by `/`. The columns are those of
    /// the first batch, in the order in which they were met, and stay the same from then on; a field that becomes no
    /// column is counted (``RecordHarvest/unknownFields``).
    case batches([ColumnMapping]?)
    /// Give the records of these row numbers back as they stand in the file.
    case recall(Set<UInt32>)
}

/// A place in a file at which a record begins.
package struct RecordMark: Sendable {
    /// Where in the file it is.
    package let byteOffset: Int
    /// How many records of the same harvest are before it.
    package let recordsBefore: Int
}

/// What a reader has found so far and nobody has taken yet.
package struct RecordHarvest: Sendable {
    /// Full batches, in the order of the file.
    package var batches: [RecordBatch] = []
    /// Rows that could not be read, in the order of the file.
    package var rejects: [Reject] = []
    /// Records that were asked for by row number, in the order of the file.
    package var recalled: [RecalledRecord] = []
    /// How many records were found, rejected ones too.
    package var recordCount = 0
    /// Places in a file of CSV at which some of them begin, in its order.
    package var marks: [RecordMark] = []
    /// Where each of them stands in a document of JSON, from its opening brace to behind its closing one; none in other
    /// formats.
    package var places: [Range<Int>] = []
    /// Fields of records in JSON and XML that became no column, where columns are made of what there is. They come with
    /// the last harvest, for the whole file.
    package var unknownFields: [UnknownField] = []
}

/// The end of every reader: records become values of batches, rejects, or recalled text.
struct RecordCollector {
    private let fileName: String
    private var builder: BatchBuilder?
    private let wantedRows: Set<UInt32>
    /// The record that was added last, while its text is missing.
    private var untold: UntoldRecord?
    private(set) var harvest = RecordHarvest()

    private struct UntoldRecord {
        let position: DataPosition
        let isWanted: Bool
        let fault: ValueFault?
    }

    /// A collector for a file whose columns are known; without a builder, records are only recalled.
    init(fileName: String, builder: BatchBuilder?, wantedRows: Set<UInt32> = []) {
        self.fileName = fileName
        self.builder = builder
        self.wantedRows = wantedRows
    }

    /// Takes a record: the places of its mapped values in `bytes`, and its own text.
    mutating func add(
        _ bytes: Span<UInt8>, _ fields: [FieldRange?], at position: DataPosition, text: Span<UInt8>,
        fault: ValueFault?
    ) {
        harvest.recordCount += 1
        if !wantedRows.isEmpty, wantedRows.contains(UInt32(truncatingIfNeeded: position.row)) {
            harvest.recalled.append(RecalledRecord(position: position, text: String(copying: text)))
        }
        guard builder != nil else { return }
        if let fault = fault ?? builder?.append(bytes, fields, row: position.row) {
            harvest.rejects.append(
                Reject(
                    file: fileName, position: position, column: fault.column, reason: fault.reason,
                    rawText: String(copying: text)))
        } else if builder?.isFull == true {
            flush()
        }
    }

    /// Takes a record of a tree: its collected values, some of them in the chunk.
    ///
    /// - Returns: Whether its text is needed as well, which then is to be given to ``addText(_:)``. Most records' text
    ///   never is, and writing it costs more than reading the record.
    mutating func add(_ chunk: Span<UInt8>, _ record: inout FieldCollector, at position: DataPosition) -> Bool {
        harvest.recordCount += 1
        let isWanted = !wantedRows.isEmpty && wantedRows.contains(UInt32(truncatingIfNeeded: position.row))
        guard let columnCount = builder?.columnCount else {
            if isWanted { untold = UntoldRecord(position: position, isWanted: true, fault: nil) }
            return isWanted
        }
        if record.sources.count > columnCount { builder?.addColumns(record.sources) }
        let fault = record.fault ?? builder?.append(chunk, record.kept.span, record.places, row: position.row)
        if fault == nil, builder?.isFull == true { flush(&record) }
        guard isWanted || fault != nil else { return false }
        untold = UntoldRecord(position: position, isWanted: isWanted, fault: fault)
        return true
    }

    /// Takes the text of the record that was added last.
    mutating func addText(_ text: String) {
        guard let record = untold else { return }
        untold = nil
        if record.isWanted { harvest.recalled.append(RecalledRecord(position: record.position, text: text)) }
        guard let fault = record.fault else { return }
        harvest.rejects.append(
            Reject(
                file: fileName, position: record.position, column: fault.column, reason: fault.reason, rawText: text))
    }

    /// Makes a batch of what is left over, and settles the columns where they were found while reading.
    mutating func flush(_ record: inout FieldCollector) {
        if record.isDiscovering, let isEmpty = builder?.emptyColumns() {
            builder?.keepColumns(record.endDiscovery { isEmpty[$0] })
        }
        flush()
    }

    /// Says which fields became no column.
    mutating func note(_ unknownFields: [UnknownField]) {
        harvest.unknownFields = unknownFields
    }

    /// Makes a batch of what is left over.
    mutating func flush() {
        if let batch = builder?.take() { harvest.batches.append(batch) }
    }

    /// What was found since the last call.
    mutating func takeHarvest() -> RecordHarvest {
        defer { harvest = RecordHarvest() }
        return harvest
    }
}
