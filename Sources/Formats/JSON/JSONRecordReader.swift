import Records

/// Reads records out of a JSON document, chunk by chunk: the objects at a path, and in each the mapped values.
package struct JSONRecordReader: Sendable {
    private var tokenizer: JSONTokenizer
    private var assembler: JSONAssembler

    /// A reader at the start of a document.
    ///
    /// - Parameters:
    ///   - fileName: What rejects and messages call the document.
    ///   - fileIndex: What batches carry as the document's place among several.
    ///   - records: Where the records stand; `nil` for the elements of an array that is the whole document.
    ///   - isLines: Whether the text is JSON Lines, one object behind the other, in each of which records stand.
    package init(
        fileName: String, fileIndex: Int, records: RecordPath?, isLines: Bool = false, goal: ReadingGoal
    ) throws(FormatError) {
        try self.init(
            fileName: fileName, fileIndex: fileIndex, records: records, isLines: isLines, goal: goal,
            waitingLimit: EnclosingValues.waitingLimit)
    }

    /// A reader in which records of at most so many bytes may wait for a value of what encloses them.
    init(
        fileName: String, fileIndex: Int, records: RecordPath?, isLines: Bool = false, goal: ReadingGoal,
        waitingLimit: Int
    ) throws(FormatError) {
        tokenizer = JSONTokenizer(allowsMany: isLines)
        assembler = try JSONAssembler(
            fileName: fileName, fileIndex: fileIndex, records: records, isLines: isLines, goal: goal,
            waitingLimit: waitingLimit)
    }

    /// Reads the next chunk.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) {
        var rest = chunk
        while !rest.isEmpty {
            let piece = rest.extracting(first: min(rest.count, Self.pieceLimit))
            try tokenizer.read(piece, to: &assembler)
            assembler.endChunk(piece)
            rest = rest.extracting(droppingFirst: piece.count)
        }
    }

    /// How many bytes are read at once: places in them have 32 bits.
    private static let pieceLimit = 1 << 30

    /// Says that the document is over.
    package mutating func finish() throws(FormatError) {
        try tokenizer.finish(to: &assembler)
        try assembler.finish()
    }

    /// The fields that records had and no mapping takes, so far.
    var unmappedFields: [String] { assembler.unmappedFields }

    /// What was found since the last call.
    package mutating func takeHarvest() -> RecordHarvest {
        assembler.takeHarvest()
    }
}
