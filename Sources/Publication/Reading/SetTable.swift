internal import Formats
internal import Records
internal import Streaming

/// Reads one of a set's tables from its start, batch by batch; memory does not grow with the table.
struct SetTable: ~Copyable {
    /// The file's name in its set.
    let name: String
    private var reader: RecordReader
    private var content: SetContent
    private var waiting: [RecordBatch] = []
    private var isOver = false

    /// A table of a set.
    ///
    /// - Parameter columns: The columns to read; `nil` for all that a CSV file has, as text.
    /// - Throws: `StreamingError` when there is no such file.
    init(_ name: String, in directory: String, columns: [ColumnMapping]?) throws {
        let isLines = name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.gz")
        let format: RecordFormat = isLines ? .jsonLines(records: nil) : .csv(delimiter: UInt8(ascii: ","))
        let reader = try RecordReader(format, fileName: name, fileIndex: 0, goal: .batches(columns))
        let content = try SetContent(name, in: directory)
        self.name = name
        self.reader = reader
        self.content = content
    }

    /// The next records; `nil` behind the last.
    ///
    /// - Throws: ``SetFault`` when a record cannot be read; `StreamingError` when the file cannot; `CancellationError`.
    mutating func next() throws -> RecordBatch? {
        var piece: [UInt8] = []
        try Task.checkCancellation()
        while waiting.isEmpty, !isOver {
            isOver = try !content.next(&piece)
            try read(isOver ? nil : piece)
        }
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }

    private mutating func read(_ piece: [UInt8]?) throws {
        do throws(FormatError) {
            let harvest = if let piece { try reader.read(piece.span) } else { try reader.finish() }
            waiting += harvest.batches
            guard let reject = harvest.rejects.first else { return }
            throw FormatError(code: .malformed, message: "row \(reject.position.row): \(reject.reason)")
        } catch {
            throw SetFault(file: name, "cannot be read as a table: \(error)")
        }
    }
}
