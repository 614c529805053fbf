package import Formats
package import Pipelines
import Records
import Streaming

/// Reads the records of one file, as `crossfoot read` does.
package struct FileReading: Sendable {
    /// The file.
    package let file: RecordFile
    /// How its bytes are to be read; `nil` to go by its name and its first bytes.
    package let format: Parse.Format?
    /// Where in a document the records stand.
    package let records: RecordPath?
    /// What parts the fields of CSV.
    package let delimiter: UInt8
    /// The columns to read; `nil` for all.
    package let columns: [ColumnMapping]?
    /// How many threads may read; only plain CSV files are read by more than one.
    package let threads: Int

    /// A reading from its parts.
    package init(
        _ file: RecordFile, format: Parse.Format?, records: RecordPath?, delimiter: UInt8 = UInt8(ascii: ","),
        columns: [ColumnMapping]?, threads: Int
    ) {
        self.file = file
        self.format = format
        self.records = records
        self.delimiter = delimiter
        self.columns = columns
        self.threads = threads
    }

    /// Reads the file and hands on what is found, in its order. Blocks.
    ///
    /// - Throws: ``RunFailure`` that names the file when it cannot be read as records; `StreamingError`;
    ///   `CancellationError`; what `handOn` throws.
    package func run(_ handOn: (RecordHarvest) throws -> Void) throws {
        do {
            try readInOrder(handOn)
        } catch let error as FormatError {
            throw RunFailure(.badInput, "\(file.name): \(error)")
        }
    }

    private func readInOrder(_ handOn: (RecordHarvest) throws -> Void) throws {
        var reader: RecordReader?
        try file.forEachChunk { chunk in
            if reader == nil { reader = try makeReader(start: chunk) }
            if let harvest = try reader?.read(chunk) { try handOn(harvest) }
            try Task.checkCancellation()
        }
        // A file without a single byte still has a format, and its reader says what is missing.
        if reader == nil { reader = try makeReader(start: [UInt8]().span) }
        if let harvest = try reader?.finish() { try handOn(harvest) }
    }

    private func makeReader(start: Span<UInt8>) throws -> RecordReader {
        try RecordReader(recordFormat(start), fileName: file.name, fileIndex: 0, goal: .batches(columns))
    }

    private func recordFormat(_ start: Span<UInt8>) -> RecordFormat {
        switch format ?? FormatGuess.format(contentType: nil, name: file.name, isReport: false, start: start) {
        case .csv: .csv(delimiter: delimiter)
        case .json: .json(records: records)
        case .xml: .xml(records: records, charset: nil)
        case .report: .report
        }
    }
}
