import Records

/// Reads records out of a document of XML, chunk by chunk: the elements at a path, and in each the mapped values.
///
/// Names count without their prefixes. An attribute is a member of its element alike with the elements inside it; an
/// element without elements inside it is a value, be it empty, and one with `xsi:nil="true"` is missing. The text of a
/// record is written anew from what was read, in UTF-8 and in one form for all (``XMLTextBuilder``).
///
/// A copy reads the same document: after the first use of one the other may not be used.
package struct XMLRecordReader: Sendable {
    private var parser: XMLBlockParser
    private var assembly: XMLRecordAssembly
    private var failure: FormatError?

    /// A reader at the start of a document.
    ///
    /// - Parameters:
    ///   - fileName: What rejects and messages call the document.
    ///   - fileIndex: What batches carry as the document's place among several.
    ///   - records: Where the records stand; XML needs it.
    ///   - charset: The encoding that the document is said to have from outside, in a header of HTTP.
    package init(
        fileName: String, fileIndex: Int, records: RecordPath?, charset: String?, goal: ReadingGoal
    ) throws(FormatError) {
        try self.init(
            fileName: fileName, fileIndex: fileIndex, records: records, charset: charset, goal: goal,
            waitingLimit: EnclosingValues.waitingLimit, blockSize: XMLBlockParser.blockSize)
    }

    /// A reader with limits of its own.
    init(
        fileName: String, fileIndex: Int, records: RecordPath?, charset: String?, goal: ReadingGoal,
        waitingLimit: Int, blockSize: Int
    ) throws(FormatError) {
        parser = XMLBlockParser(charset: charset, recordName: records?.recordName, blockSize: blockSize)
        assembly = XMLRecordAssembly(
            try XMLAssembler(
                fileName: fileName, fileIndex: fileIndex, records: records, goal: goal, waitingLimit: waitingLimit))
    }

    /// Reads the next chunk. After an error there is no way on: the same error is thrown again.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) {
        try keepingFailure { (parser, assembly) throws(FormatError) in
            try parser.read(chunk) { (block) throws(FormatError) in try assembly.read(block) }
        }
    }

    /// Says that the document is over.
    package mutating func finish() throws(FormatError) {
        try keepingFailure { (parser, assembly) throws(FormatError) in
            try parser.finish { (block) throws(FormatError) in try assembly.read(block) }
            try assembly.finish()
        }
    }

    private mutating func keepingFailure(
        _ work: (inout XMLBlockParser, inout XMLRecordAssembly) throws(FormatError) -> Void
    ) throws(FormatError) {
        if let failure { throw failure }
        do throws(FormatError) {
            try work(&parser, &assembly)
        } catch {
            failure = error
            throw error
        }
    }

    /// The fields that records had and no mapping takes, so far.
    var unmappedFields: [String] { assembly.unmappedFields }

    /// What was found since the last call.
    package mutating func takeHarvest() -> RecordHarvest { assembly.takeHarvest() }

    /// The two halves of a reader at its start, which two threads may use: one parses, the other makes records.
    package var halves: (parser: XMLBlockParser, assembly: XMLRecordAssembly) { (parser, assembly) }
}
