/// Splits a document of XML 1.0 into events, chunk by chunk; a chunk may end anywhere.
struct XMLTokenizer: Sendable {
    /// The bytes that are white space.
    static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    private(set) var parser: XMLBlockParser
    private(set) var checker = XMLEventChecker()
    private var failure: FormatError?

    /// A tokenizer at the start of a document; the parameters are those of ``XMLBlockParser``.
    init(charset: String?, recordName: [UInt8]? = [], blockSize: Int = XMLBlockParser.blockSize) {
        parser = XMLBlockParser(charset: charset, recordName: recordName, blockSize: blockSize)
    }

    /// Reads the next chunk. After an error there is no way on: the same error is thrown again.
    mutating func read<Handler: XMLHandler>(_ chunk: Span<UInt8>, to handler: inout Handler) throws(FormatError) {
        if let failure { throw failure }
        do throws(FormatError) {
            try parser.read(chunk) { (block) throws(FormatError) in try checker.handOn(block, to: &handler) }
        } catch {
            failure = error
            throw error
        }
    }

    /// Says that the document is over.
    mutating func finish<Handler: XMLHandler>(to handler: inout Handler) throws(FormatError) {
        if let failure { throw failure }
        do throws(FormatError) {
            try parser.finish { (block) throws(FormatError) in try checker.handOn(block, to: &handler) }
            try checker.finish()
        } catch {
            failure = error
            throw error
        }
    }
}
