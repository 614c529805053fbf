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
    let selection: ReportSelection
    var output: [UInt8] = []
    private var hasPassedHeader = false

    init(selection: ReportSelection) {
        self.selection = selection
    }

    mutating func records(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) {
        for record in 0..<index.count where !hasPassedHeader || isWanted(record, bytes, index) {
            hasPassedHeader = true
            copy(record, bytes, index)
        }
    }

    private mutating func copy(_ record: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex) {
        let extent = index.extent(of: record, in: bytes)
        if let places = selection.places {
            for (number, place) in places.enumerated() {
                if number > 0 { output.append(UInt8(ascii: ",")) }
                if place < index.fieldCount(of: record) { copy(bytes, index.rawField(place, of: record, in: bytes)) }
            }
        } else {
            copy(bytes, extent)
        }
        let endsWithReturn = extent.upperBound < bytes.count && bytes[extent.upperBound] == UInt8(ascii: "\r")
        output.append(contentsOf: endsWithReturn ? [0x0D, 0x0A] : [0x0A])
    }

    private func isWanted(_ record: Int, _ bytes: Span<UInt8>, _ index: borrowing CSVIndex) -> Bool {
        guard let days = selection.days, days.place < index.fieldCount(of: record) else { return true }
        let field = index.field(days.place, of: record, in: bytes)
        guard let day = try? CivilDate(parsing: bytes.extracting(field.bounds)) else { return true }
        return days.range.contains(day)
    }

    private mutating func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    }
}
