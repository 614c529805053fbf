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
    /// How many threads may read; a file of CSV is read by all of them, one of XML by two, one of JSON by one.
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

    /// Reads the file and hands on what is found, in its order.
    ///
    /// - Throws: ``RunFailure`` that names the file when it cannot be read as records; `StreamingError`;
    ///   `CancellationError`; what `handOn` throws.
    package func run(_ handOn: (RecordHarvest) throws -> Void) async throws {
        do {
            try await read(handOn)
        } catch let error as FormatError {
            throw RunFailure(.badInput, "\(file.name): \(error)")
        }
    }

    private func read(_ handOn: (RecordHarvest) throws -> Void) async throws {
        var content = try file.content()
        var buffer = [UInt8](repeating: 0, count: RecordFile.chunkSize)
        var count = try content.read(into: &buffer, at: 0)
        let format = recordFormat(buffer.span.extracting(first: count))
        if threads > 1, let delimiter = format.delimiter {
            let start = buffer.prefix(count)
            return try await readSegments(content, start, delimiter, isEmbedded: format == .report, handOn)
        }
        if threads > 1, case .xml(let records, let charset) = format {
            let reader = try XMLRecordReader(
                fileName: file.name, fileIndex: 0, records: records, charset: charset, goal: .batches(columns))
            return try await readXML(reader, &content, &buffer, count, handOn)
        }
        // A file without a single byte still has a format, and its reader says what is missing.
        var reader = try RecordReader(format, fileName: file.name, fileIndex: 0, goal: .batches(columns))
        while count > 0 {
            try handOn(try reader.read(buffer.span.extracting(first: count)))
            try Task.checkCancellation()
            count = try content.read(into: &buffer, at: 0)
        }
        try handOn(try reader.finish())
    }

    private func readSegments(
        _ content: consuming RecordFileContent, _ start: ArraySlice<UInt8>, _ delimiter: UInt8, isEmbedded: Bool,
        _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        let reader = CSVReader(fileName: file.name, fileIndex: 0, delimiter: delimiter, goal: .batches(columns))
        var text = try CSVText(content, start: start, isEmbedded: isEmbedded)
        // What has to be unwrapped is in memory twice.
        let segmentSize = isEmbedded ? 160 << 10 : 512 << 10
        let workers = WorkerThreads(count: threads, name: "reading")
        defer { workers.close() }
        let reading = SegmentedReading(threads: threads, segmentSize: segmentSize, workers: workers)
        _ = try await reading.run(reader, &text) { harvest, _ in try handOn(harvest) }
    }

    /// Reads a document of which the first bytes are in the buffer already.
    private func readXML(
        _ reader: XMLRecordReader, _ content: inout RecordFileContent, _ buffer: inout [UInt8], _ firstCount: Int,
        _ handOn: (RecordHarvest) throws -> Void
    ) async throws {
        let workers = WorkerThreads(count: 1, name: "parsing")
        defer { workers.close() }
        var waiting: Int? = firstCount
        try await OverlappedXMLReading(workers: workers).run(reader) { bytes in
            if let count = waiting.take() {
                swap(&bytes, &buffer)
                return count
            }
            if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: RecordFile.chunkSize) }
            return try content.read(into: &bytes, at: 0)
        } _: {
            try handOn($0)
        }
    }

    private func recordFormat(_ start: Span<UInt8>) -> RecordFormat {
        switch format ?? FormatGuess.format(contentType: nil, name: file.name, isReport: false, start: start) {
        case .csv: .csv(delimiter: delimiter)
        case .json: .json(records: records)
        case .jsonl: .jsonLines(records: records)
        case .xml: .xml(records: records, charset: nil)
        case .report: .report
        }
    }
}

extension RecordFormat {
    /// What parts the fields where the records are rows of CSV; `nil` where they are not.
    fileprivate var delimiter: UInt8? {
        switch self {
        case .csv(let delimiter): delimiter
        case .report: UInt8(ascii: ",")
        case .json, .jsonLines, .xml: nil
        }
    }
}
