internal import Formats
internal import Records
internal import Streaming

/// A report: its description, and its data, which stay on the disk.
struct Report: Sendable {
    /// Its number.
    let identifier: String
    /// The description as it stands in the fixture.
    let descriptionText: [UInt8]
    /// The same, parsed.
    let description: JSONValue
    /// The CSV, with a header line.
    let data: ReportData
    /// The header's fields, in order.
    let headings: [String]

    /// Reads `<identifier>.json` and the header of `<identifier>.csv`.
    ///
    /// - Parameter month: Whose rows take the place of the file's; `nil` for those of the file.
    init(identifier: String, directory: String, month: SyntheticMonth?) throws(SandboxError) {
        let descriptionPath = "\(directory)/\(identifier).json"
        self.identifier = identifier
        descriptionText = try Fixtures.contents(of: descriptionPath)
        description = try Fixtures.json(descriptionText, path: descriptionPath)
        let file = try Fixtures.open("\(directory)/\(identifier).csv")
        headings = try HeadingReader.headings(of: file)
        data = month.map { [headings] in .synthetic(SyntheticRows($0, headings: headings)) } ?? .file(file)
    }

    /// The place in the header of a column, from 0, by its number or its name; `nil` when there is no such column.
    ///
    /// A name finds its heading also where that carries a currency: `Seller Cost` finds `Seller Cost (SEK)`.
    func place(ofColumn identifier: String?, named name: String?) -> Int? {
        let described = identifier.flatMap { identifier in columns.first { $0["id"]?.string == identifier } }
        let candidates = [described?["columnHeading"]?.string, described?["displayName"]?.string, name]
        for candidate in candidates {
            if let place = candidate.flatMap(place(ofHeading:)) { return place }
        }
        return nil
    }

    /// The columns that the description lists, first those that say most.
    private var columns: [JSONValue] {
        let specs = description["specs"]
        return (specs?["selectedColumns"]?.array ?? []) + (specs?["allColumns"]?.array ?? [])
    }

    private func place(ofHeading name: String) -> Int? {
        if let place = headings.firstIndex(of: name) { return place }
        return headings.firstIndex { heading in
            guard heading.hasPrefix(name + " ("), heading.hasSuffix(")") else { return false }
            return Currency(String(heading.dropFirst(name.count + 2).dropLast())) != nil
        }
    }
}

/// Where a report's CSV comes from.
enum ReportData: Sendable {
    case file(File)
    case synthetic(SyntheticRows)
}

/// A report's CSV while it is read.
struct ReportDataReader {
    private var data: ReportData
    private var offset = 0

    init(_ data: ReportData) {
        self.data = data
    }

    /// What messages call it.
    var name: String { if case .file(let file) = data { file.path } else { "the synthetic report" } }

    /// The next bytes; none at the end.
    mutating func next() throws(SandboxError) -> [UInt8] {
        switch data {
        case .file(let file):
            var chunk = [UInt8](repeating: 0, count: Fixtures.chunkSize)
            let count = try file.fixtureRead(into: &chunk, at: offset)
            offset += count
            return Array(chunk.prefix(count))
        case .synthetic(var rows):
            let chunk = rows.next(atLeast: Fixtures.chunkSize / 4)
            data = .synthetic(rows)
            return chunk
        }
    }
}

/// Takes the first record of a CSV file and ignores the others.
private struct HeadingReader: CSVHandler {
    private var headings: [String]?

    static func headings(of file: File) throws(SandboxError) -> [String] {
        var (reader, tokenizer) = (HeadingReader(), CSVTokenizer())
        var chunk = [UInt8](repeating: 0, count: Fixtures.chunkSize)
        let count = try file.fixtureRead(into: &chunk, at: 0)
        do throws(FormatError) {
            try tokenizer.read(chunk.span.extracting(first: count), to: &reader)
            // A file of one line may end without a line end.
            if reader.headings == nil { try tokenizer.finish(to: &reader) }
        } catch {
            throw SandboxError(code: .fixture, message: "\(file.path): \(error)")
        }
        guard let headings = reader.headings else {
            throw SandboxError(code: .fixture, message: "\(file.path) is empty; a report begins with a header line")
        }
        return headings
    }

    mutating func records(_ bytes: Span<UInt8>, _ index: borrowing CSVIndex) {
        guard headings == nil else { return }
        var headings: [String] = []
        for number in 0..<index.fieldCount(of: 0) {
            let field = index.field(number, of: 0, in: bytes)
            let text = String(copying: bytes.extracting(field.bounds))
            headings.append(field.isEscaped ? text.replacing("\"\"", with: "\"") : text)
        }
        self.headings = headings
    }
}
