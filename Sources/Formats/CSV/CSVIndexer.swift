/// Finds the records of CSV text: 64 bytes at a time as long as quotes enclose whole fields, byte by byte in a record
/// where they do not.
///
/// A quote that encloses a field stands behind a separator or before one. Where each does, the number of quotes before
/// a byte says whether it is quoted; so the bits of a block decide for 64 bytes at once. A quote anywhere else, as in
/// `5" pipe`, makes its record one for ``CSVRecordScanner``, which knows all the rules; behind its line end nothing is
/// left of it, and blocks go on.
struct CSVIndexer: Sendable {
    private let delimiter: UInt8

    /// An indexer of text whose fields are parted by a byte that is no quote and no line end.
    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Finds the records that end in a text, which begins where a record does.
    ///
    /// - Parameter isEnd: Whether the file ends with the text, so that its last record needs no line end.
    /// - Returns: How many bytes the records have with their line ends and, when a quote is open at the end of the file,
    ///   its place.
    func scan(_ bytes: Span<UInt8>, isEnd: Bool, into index: inout CSVIndex) -> (length: Int, openQuote: Int?) {
        index.removeAll()
        var start = 0
        var openQuote: Int?
        while start < bytes.count {
            let isDoubtful = index.separators.find(in: bytes, from: start, delimiter: delimiter)
            start = max(start, index.separators.startOfNext)
            guard isDoubtful || (isEnd && start < bytes.count) else { break }
            let record = CSVRecordScanner(delimiter: delimiter).scan(bytes, from: start, isEnd: isEnd)
            guard let next = record.next else {
                openQuote = isEnd ? record.openQuote : nil
                break
            }
            index.append(record)
            start = next
        }
        index.noteRecords(bytes)
        return (start, openQuote)
    }
}
