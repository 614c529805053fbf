/// How the bytes of a file are to be read as records.
package enum RecordFormat: Sendable, Hashable {
    /// CSV with a header line.
    case csv(delimiter: UInt8)
    /// Objects at a path of a JSON document.
    case json(records: RecordPath?)
    /// CSV inside one string member of a JSON object, as Ion sends reports.
    case report

    /// The member that holds a report's CSV.
    package static let reportMember = "results"
}

/// Reads the records of one file, whatever its format.
package struct RecordReader: Sendable {
    private var json: JSONRecordReader?
    private var embedded: EmbeddedTextReader?
    private var csv: CSVReader?

    /// A reader at the start of a file; the parameters are those of the formats' own readers.
    package init(
        _ format: RecordFormat, fileName: String, fileIndex: Int, goal: ReadingGoal
    ) throws(FormatError) {
        switch format {
        case .csv(let delimiter):
            csv = CSVReader(fileName: fileName, fileIndex: fileIndex, delimiter: delimiter, goal: goal)
        case .json(let records):
            json = try JSONRecordReader(fileName: fileName, fileIndex: fileIndex, records: records, goal: goal)
        case .report:
            embedded = EmbeddedTextReader(member: RecordFormat.reportMember)
            csv = CSVReader(fileName: fileName, fileIndex: fileIndex, delimiter: UInt8(ascii: ","), goal: goal)
        }
    }

    /// Reads the next chunk and returns what it brought to light.
    package mutating func read(_ chunk: Span<UInt8>) throws(FormatError) -> RecordHarvest {
        if let text = try embedded?.read(chunk) {
            try csv?.read(text.span)
        } else {
            try csv?.read(chunk)
            try json?.read(chunk)
        }
        return takeHarvest()
    }

    /// Says that the file is over and returns what is left.
    package mutating func finish() throws(FormatError) -> RecordHarvest {
        try embedded?.finish()
        try csv?.finish()
        try json?.finish()
        return takeHarvest()
    }

    private mutating func takeHarvest() -> RecordHarvest {
        csv?.takeHarvest() ?? json?.takeHarvest() ?? RecordHarvest()
    }
}
