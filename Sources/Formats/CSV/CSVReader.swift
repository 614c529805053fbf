import Records

/// Reads the records of a CSV file with a header line, chunk by chunk.
package struct CSVReader: Sendable {
    private var tokenizer: CSVTokenizer
    private var assembler: CSVAssembler

    /// A reader at the start of a file.
    ///
    /// - Parameters:
    ///   - fileName: What rejects and messages call the file.
    ///   - fileIndex: What batches carry as the file's place among several.
    package init(fileName: String, fileIndex: Int, delimiter: UInt8, goal: ReadingGoal) {
        tokenizer = CSVTokenizer(delimiter: delimiter)
        assembler = CSVAssembler(fileName: fileName, fileIndex: fileIndex, goal: goal)
    }

    /// Reads the next chunk.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) {
        try tokenizer.read(chunk, to: &assembler)
    }

    /// Says that the file is over.
    ///
    /// - Throws: ``FormatError`` also when there was no header line at all.
    package mutating func finish() throws(FormatError) {
        try tokenizer.finish(to: &assembler)
        try assembler.finish()
    }

    /// What was found since the last call.
    package mutating func takeHarvest() -> RecordHarvest {
        assembler.takeHarvest()
    }
}

/// Makes records of the tokenizer's fields: the first is the header, the others are picked apart by it.
private struct CSVAssembler: CSVHandler {
    private let fileName: String
    private let fileIndex: Int
    private let goal: ReadingGoal
    private var header: CSVHeader?
    private var collector: RecordCollector?
    private var picked: [FieldRange?] = []

    init(fileName: String, fileIndex: Int, goal: ReadingGoal) {
        self.fileName = fileName
        self.fileIndex = fileIndex
        self.goal = goal
    }

    mutating func record(
        _ bytes: Span<UInt8>, fields: [FieldRange], extent: Range<Int>, position: DataPosition, fault: String?
    ) throws(FormatError) {
        guard let header else { return try readHeader(bytes, fields, fault: fault) }
        var place = position
        place.row -= 1  // The header is not a record.
        let text = bytes.extracting(extent)
        let fault = fault ?? header.faultOfWidth(fields.count)
        for (index, source) in header.sources.enumerated() {
            picked[index] = fault == nil ? source.map { fields[$0] } : nil
        }
        collector?.add(
            bytes, picked, at: place, text: text, fault: fault.map { ValueFault(column: nil, reason: $0) })
    }

    private mutating func readHeader(
        _ bytes: Span<UInt8>, _ fields: [FieldRange], fault: String?
    ) throws(FormatError) {
        if let fault { throw FormatError(code: .malformed, message: "the header line \(fault)") }
        let headings = fields.map { field in
            let text = String(copying: bytes.extracting(field.bounds))
            return field.isEscaped ? text.replacing("\"\"", with: "\"") : text
        }
        switch goal {
        case .batches(let mappings):
            let header = try CSVHeader(headings: headings, mappings: mappings)
            self.header = header
            let builder = BatchBuilder(
                mappings: header.mappings, currencies: header.currencies, fileIndex: fileIndex)
            collector = RecordCollector(fileName: fileName, builder: builder)
            picked = Array(repeating: nil, count: header.sources.count)
        case .recall(let rows):
            header = try CSVHeader(headings: headings, mappings: [])
            collector = RecordCollector(fileName: fileName, builder: nil, wantedRows: rows)
        }
    }

    mutating func finish() throws(FormatError) {
        guard header != nil else {
            throw FormatError(code: .truncated, message: "the file is empty; a CSV file begins with a header line")
        }
        collector?.flush()
    }

    mutating func takeHarvest() -> RecordHarvest {
        collector?.takeHarvest() ?? RecordHarvest()
    }
}
