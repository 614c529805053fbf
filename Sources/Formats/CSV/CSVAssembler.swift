import Records

/// Makes records of the tokenizer's fields: the first is the header, the others are picked apart by it.
struct CSVAssembler: CSVHandler {
    /// From one mark to the next there are so many records at most, which are gone over when a row is read again.
    private static let recordsToMark = 32

    private let fileName: String
    private let fileIndex: Int
    private let goal: ReadingGoal
    private var builder: CSVBatchBuilder?
    private(set) var hasHeader = false
    /// What lies around the fields that the header's columns are made of; for records as a whole, their ends.
    private(set) var wanted: CSVWantedSeparators?
    /// The headings of the file, once they are known, where batches are made.
    private(set) var headings: [String]?
    private var harvest = RecordHarvest()

    init(fileName: String, fileIndex: Int, goal: ReadingGoal) {
        self.fileName = fileName
        self.fileIndex = fileIndex
        self.goal = goal
    }

    mutating func records(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) throws(FormatError) {
        var place = 0
        if !hasHeader {
            try readHeader(bytes, index)
            place = 1
        }
        let recordsBefore = harvest.recordCount
        harvest.recordCount += index.count - place
        switch goal {
        case .batches:
            collect(bytes, index, from: place)
            for record in stride(from: place, to: index.count, by: Self.recordsToMark) {
                harvest.marks.append(
                    RecordMark(
                        byteOffset: index.origin.byteOffset + index.extent(of: record, in: bytes).lowerBound,
                        recordsBefore: recordsBefore + record - place))
            }
        case .recall(let rows): recall(rows, bytes, index, from: place)
        }
    }

    private mutating func readHeader(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) throws(FormatError) {
        if let fault = index.fault(of: 0) {
            throw FormatError(code: .malformed, message: "the header line \(fault)")
        }
        hasHeader = true
        guard case .batches(let mappings) = goal else {
            wanted = CSVWantedSeparators(fields: [], width: index.fieldCount(of: 0))
            return
        }
        var headings: [String] = []
        for number in 0..<index.fieldCount(of: 0) {
            let field = index.field(number, of: 0, in: bytes)
            let text = String(copying: bytes.extracting(field.bounds))
            headings.append(field.isEscaped ? text.replacing("\"\"", with: "\"") : text)
        }
        self.headings = headings
        let header = try CSVHeader(headings: headings, mappings: mappings)
        wanted = CSVWantedSeparators(fields: header.sources, width: header.width)
        builder = CSVBatchBuilder(header: header, fileIndex: fileIndex)
    }

    private mutating func collect(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex, from start: Int) {
        var place = start
        while place < index.count, let (end, faults) = builder?.append(bytes, index, from: place) {
            for fault in faults {
                harvest.rejects.append(
                    Reject(
                        file: fileName, position: self.position(of: fault.record, bytes, index), column: fault.column,
                        reason: fault.reason,
                        rawText: String(copying: bytes.extracting(index.extent(of: fault.record, in: bytes)))
                    ))
            }
            if builder?.isFull == true { flush() }
            place = end
        }
    }

    private mutating func recall(
        _ rows: Set<UInt32>, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex, from start: Int
    ) {
        guard !rows.isEmpty else { return }
        for record in start..<index.count {
            let row = index.origin.rows + record
            guard rows.contains(UInt32(truncatingIfNeeded: row)) else { continue }
            let text = String(copying: bytes.extracting(index.extent(of: record, in: bytes)))
            harvest.recalled.append(RecalledRecord(position: position(of: record, bytes, index), text: text))
        }
    }

    /// The header is not a record.
    private func position(
        of record: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex
    ) -> DataPosition {
        var position = index.position(of: record, in: bytes)
        position.row -= 1
        return position
    }

    /// Makes a batch of the records so far.
    mutating func flush() {
        if let batch = builder?.take() { harvest.batches.append(batch) }
    }

    mutating func finish() throws(FormatError) {
        guard hasHeader else {
            throw FormatError(code: .truncated, message: "the file is empty; a CSV file begins with a header line")
        }
        flush()
    }

    mutating func takeHarvest() -> RecordHarvest {
        defer { harvest = RecordHarvest() }
        return harvest
    }
}
