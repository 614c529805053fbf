import Formats
import HTTPTransport
import Records
import Runner
import StreamOneIon
import Streaming

/// Writes a report's rows to standard output: the service's own CSV, or records made of it.
///
/// The body drains to a nameless file first: one that breaks off is sent again, and nothing of it may be on the way then.
struct ReportOutput {
    let client: IonClient
    let output: OutputChoice
    let redactor: Redactor

    private static let chunkSize = 256 << 10

    func write(_ id: String, _ query: ReportQuery) async throws {
        let report = try await client.report(id: id)
        let body = try SpooledBody()
        let head = try await client.reportData(report, query) { _ in try body.restarted() }
        let isBare = head.mediaType == "text/csv"
        if output.selection == nil, output.chosenFormat ?? .csv == .csv {
            try copy(body, isBare: isBare)
        } else {
            let records = CSVRecords(
                body, format: isBare ? .csv(delimiter: UInt8(ascii: ",")) : .report, name: "report \(id)")
            try await RecordOutput(output, redactor).write(records)
        }
    }

    private func copy(_ body: SpooledBody, isBare: Bool) throws {
        var text = isBare ? nil : EmbeddedTextReader(members: RecordFormat.reportMembers)
        var offset = 0
        while case let chunk = try body.bytes(at: offset, count: Self.chunkSize), !chunk.isEmpty {
            offset += chunk.count
            let content = try text?.read(chunk.span) ?? chunk
            try Terminal.output.writeWhole(content)
        }
        try text?.finish()
    }
}

/// The rows of CSV as records, chunk by chunk.
private struct CSVRecords: AsyncSequence, AsyncIteratorProtocol {
    private let body: SpooledBody
    private let format: RecordFormat
    private let name: String
    private var reader: RecordReader?
    private var offset = 0
    private var isOver = false

    init(_ body: SpooledBody, format: RecordFormat, name: String) {
        self.body = body
        self.format = format
        self.name = name
    }

    func makeAsyncIterator() -> CSVRecords { self }

    mutating func next() async throws -> [JSONValue]? {
        while !isOver {
            let records = try records(of: try harvest())
            if !records.isEmpty { return records }
        }
        return nil
    }

    private mutating func harvest() throws -> RecordHarvest {
        do {
            var reader = try reader ?? RecordReader(format, fileName: name, fileIndex: 0, goal: .batches(nil))
            defer { self.reader = reader }
            let chunk = try body.bytes(at: offset, count: 256 << 10)
            offset += chunk.count
            isOver = chunk.isEmpty
            return isOver ? try reader.finish() : try reader.read(chunk.span)
        } catch let error as FormatError {
            throw RunFailure(.badInput, "\(name): \(error)")
        }
    }

    private func records(of harvest: RecordHarvest) throws -> [JSONValue] {
        if let reject = harvest.rejects.first { throw RunFailure(.badInput, "\(name): \(reject)") }
        return harvest.batches.flatMap { batch in
            (0..<batch.count).map { row in
                .object(
                    zip(batch.schema.columns, batch.columns).compactMap { column, values in
                        guard case .text(let texts) = values else { return nil }
                        return .init(column.name, .string(texts.string(row)))
                    })
            }
        }
    }
}
