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
        tokenizer = CSVTokenizer(delimiter: delimiter, notesQuotedFields: goal.wantsText)
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

    // MARK: Reading on somewhere else

    /// Whether the header line has been read, so that the rest of the file can be read in segments.
    package var hasHeader: Bool { assembler.hasHeader }

    /// The headings, once the header line has been read, where batches are made.
    package var headings: [String]? { assembler.headings }

    /// What lies before the next record that will be handed on.
    package var origin: CSVOrigin { tokenizer.originOfNext }

    /// The bytes so far of the record that the chunks end in; none when they end with a record.
    package var beginningOfNext: [UInt8] { tokenizer.beginningOfNext }

    /// Goes on at the start of another record of the same file, whose header line has been read.
    ///
    /// - Parameter origin: What lies before it.
    package mutating func restart(at origin: CSVOrigin) {
        tokenizer.restart(at: origin)
    }

    /// Makes a batch of the records so far.
    package mutating func flush() {
        assembler.flush()
    }
}

extension ReadingGoal {
    /// Whether batches are made with columns of text.
    fileprivate var wantsText: Bool {
        switch self {
        case .batches(let mappings): mappings?.contains { $0.column.type == .text } ?? true
        case .recall: false
        }
    }
}
