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
