/// How the bytes of a file are to be read as records.
package enum RecordFormat: Sendable, Hashable {
    /// CSV with a header line.
    case csv(delimiter: UInt8)
    /// Objects at a path of a JSON document.
    case json(records: RecordPath?)
    /// JSON Lines: one object behind the other, each of them a record unless a path says where in it records stand.
    case jsonLines(records: RecordPath?)
    /// Elements at a path of an XML document, which may have a charset from outside.
    case xml(records: RecordPath?, charset: String?)
    /// CSV inside one string member of a JSON object, as Ion sends reports.
    case report

    /// The members of which one holds a report's CSV: the first where it is wrapped, the second where it is streamed.
    package static let reportMembers = ["results", "data"]
}

/// Reads the records of one file, whatever its format.
package struct RecordReader: Sendable {
    private var json: JSONRecordReader?
    private var xml: XMLRecordReader?
    private var embedded: EmbeddedTextReader?
    private var csv: CSVReader?

    /// A reader at the start of a file; the parameters are those of the formats' own readers.
    package init(
        _ format: RecordFormat, fileName: String, fileIndex: Int, goal: ReadingGoal
    ) throws(FormatError) {
        try Self.checkEnclosing(format, goal)
        switch format {
        case .csv(let delimiter):
            csv = CSVReader(fileName: fileName, fileIndex: fileIndex, delimiter: delimiter, goal: goal)
        case .json(let records):
            json = try JSONRecordReader(fileName: fileName, fileIndex: fileIndex, records: records, goal: goal)
        case .jsonLines(let records):
            json = try JSONRecordReader(
                fileName: fileName, fileIndex: fileIndex, records: records ?? .document, isLines: true, goal: goal)
        case .xml(let records, let charset):
            xml = try XMLRecordReader(
                fileName: fileName, fileIndex: fileIndex, records: records, charset: charset, goal: goal)
        case .report:
            embedded = EmbeddedTextReader(members: RecordFormat.reportMembers)
            csv = CSVReader(fileName: fileName, fileIndex: fileIndex, delimiter: UInt8(ascii: ","), goal: goal)
        }
    }

    /// The rows of CSV stand in nothing.
    private static func checkEnclosing(_ format: RecordFormat, _ goal: ReadingGoal) throws(FormatError) {
        switch (format, goal) {
        case (.csv, .batches(let mappings?)), (.report, .batches(let mappings?)):
            guard let mapping = mappings.first(where: { $0.enclosing != nil }) else { return }
            let message = """
                the field "\(mapping.source)" is to come from the enclosing "\(mapping.enclosing ?? "")", but the rows of \
                CSV have nothing around them
                """
            throw FormatError(code: .unknownColumn, message: message)
        default: return
        }
    }

    /// Reads the next chunk and returns what it brought to light.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) -> RecordHarvest {
        if embedded != nil {
            try embedded?.read(chunk) { (text) throws(FormatError) in try csv?.read(text) }
        } else {
            try csv?.read(chunk)
            try json?.read(chunk)
            try xml?.read(chunk)
        }
        return takeHarvest()
    }

    /// Says that the file is over and returns what is left.
    package mutating func finish() throws(FormatError) -> RecordHarvest {
        try embedded?.finish()
        try csv?.finish()
        try json?.finish()
        try xml?.finish()
        return takeHarvest()
    }

    /// The headings of CSV, once the header line has been read.
    package var headings: [String]? { csv?.headings }

    /// The fields that records of JSON and XML had and no mapping takes, so far.
    package var unmappedFields: [String] { json?.unmappedFields ?? xml?.unmappedFields ?? [] }

    private mutating func takeHarvest() -> RecordHarvest {
        csv?.takeHarvest() ?? json?.takeHarvest() ?? xml?.takeHarvest() ?? RecordHarvest()
    }
}
