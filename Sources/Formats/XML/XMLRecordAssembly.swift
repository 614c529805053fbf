/// Makes records of the blocks of a document that are parsed here or on another thread.
package struct XMLRecordAssembly: Sendable {
    private var checker = XMLEventChecker()
    private var assembler: XMLAssembler

    init(_ assembler: XMLAssembler) {
        self.assembler = assembler
    }

    /// Takes the next block.
    package mutating func read(_ block: XMLBlock) throws(FormatError) {
        try checker.handOn(block, to: &assembler)
    }

    /// Says that the document is over.
    package mutating func finish() throws(FormatError) {
        try checker.finish()
        try assembler.finish()
    }

    /// The fields that records had and no mapping takes, so far.
    var unmappedFields: [String] { assembler.unmappedFields }

    /// What was found since the last call.
    package mutating func takeHarvest() -> RecordHarvest { assembler.takeHarvest() }
}
