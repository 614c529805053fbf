internal import Formats
internal import Records

/// Copies the selected rows and columns of CSV text, with the quotes and line ends that they have there.
///
/// What is wrong in the text stays wrong: the header's number of fields is not imposed, and a row whose day cannot
/// be read is kept, because clients are to meet such rows.
struct RowSelector: Sendable {
    private var tokenizer = CSVTokenizer()
    private var copier: RowCopier

    /// A selector at the start of a text.
    init(_ selection: ReportSelection) {
        copier = RowCopier(selection: selection)
    }

    /// Reads the next chunk; returns what is selected of the rows that end in it.
    mutating func read(_ chunk: Span<UInt8>) throws(FormatError) -> [UInt8] {
        copier.output.removeAll(keepingCapacity: true)
        try tokenizer.read(chunk, to: &copier)
        return copier.output
    }

    /// Says that the text is over; returns what is selected of a last row without a line end.
    mutating func finish() throws(FormatError) -> [UInt8] {
        copier.output.removeAll(keepingCapacity: true)
        try tokenizer.finish(to: &copier)
        return copier.output
    }
}

private struct RowCopier: CSVHandler {
    private static let quote = UInt8(ascii: "\"")

    let selection: ReportSelection
    var output: [UInt8] = []
    private var hasPassedHeader = false

    init(selection: ReportSelection) {
        self.selection = selection
    }

    mutating func record(
        _ bytes: Span<UInt8>, fields: [FieldRange], extent: Range<Int>, position: DataPosition, fault: String?
    ) {
        guard !hasPassedHeader || isWanted(bytes, fields) else { return }
        hasPassedHeader = true
        if let places = selection.places {
            for (index, place) in places.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                if place < fields.count { copy(bytes, withQuotes(fields[place], bytes, within: extent)) }
            }
        } else {
            copy(bytes, extent)
        }
        let endsWithReturn = extent.upperBound < bytes.count && bytes[extent.upperBound] == UInt8(ascii: "\r")
        output.append(contentsOf: endsWithReturn ? [0x0D, 0x0A] : [0x0A])
    }

    private func isWanted(_ bytes: Span<UInt8>, _ fields: [FieldRange]) -> Bool {
        guard let days = selection.days, days.place < fields.count else { return true }
        guard let day = try? CivilDate(parsing: bytes.extracting(fields[days.place].bounds)) else { return true }
        return days.range.contains(day)
    }

    private func withQuotes(_ field: FieldRange, _ bytes: Span<UInt8>, within extent: Range<Int>) -> Range<Int> {
        guard field.start > extent.lowerBound, bytes[field.start - 1] == Self.quote else { return field.bounds }
        let isClosed = field.end < extent.upperBound && bytes[field.end] == Self.quote
        return field.start - 1..<(isClosed ? field.end + 1 : field.end)
    }

    private mutating func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    }
}
