import Formats
import Records
import TestSupport
import Testing

/// All that a reader made of an input, in a form that can be compared.
struct ReadingOutcome: Equatable {
    struct Row: Equatable {
        let number: UInt32
        /// `nil` where the record does not have the value.
        let values: [String?]
    }

    /// A reject as a test writes it down.
    struct Fault: Equatable {
        let row: Int
        let line: Int
        let byteOffset: Int
        let column: String?
        let reason: String
        let rawText: String
    }

    var rows: [Row] = []
    var faults: [Fault] = []
    var recalled: [RecalledRecord] = []
    var recordCount = 0
    var batchSizes: [Int] = []
    /// The error that ended the reading. What was found before is not kept then: how much of it a caller has seen
    /// depends on the chunks.
    var error: String?
    var errorCode: FormatError.Code?

    /// The rows' values alone.
    var values: [[String?]] { rows.map(\.values) }

    /// Reads chunks one after another.
    init(_ format: RecordFormat, _ chunks: [[UInt8]], goal: ReadingGoal = .batches(nil)) {
        do throws(FormatError) {
            var reader = try RecordReader(format, fileName: "file", fileIndex: 3, goal: goal)
            for chunk in chunks { add(try reader.read(chunk.span)) }
            add(try reader.finish())
        } catch {
            self = ReadingOutcome(error)
        }
    }

    /// What some reading brings.
    init(_ reading: (inout ReadingOutcome) throws(FormatError) -> Void) {
        do throws(FormatError) {
            try reading(&self)
        } catch {
            self = ReadingOutcome(error)
        }
    }

    private init(_ error: FormatError) {
        self.error = error.message
        errorCode = error.code
    }

    /// Takes what a reader has found.
    mutating func add(_ harvest: RecordHarvest) {
        recordCount += harvest.recordCount
        recalled += harvest.recalled
        faults += harvest.rejects.map { reject in
            #expect(reject.file == "file")
            return Fault(
                row: reject.position.row,
                line: reject.position.line,
                byteOffset: reject.position.byteOffset,
                column: reject.column,
                reason: reject.reason,
                rawText: reject.rawText
            )
        }
        for batch in harvest.batches {
            #expect(batch.fileIndex == 3)
            batchSizes.append(batch.count)
            for (index, number) in batch.rows.enumerated() {
                rows.append(Row(number: number, values: batch.columns.map { $0.text(index) }))
            }
        }
    }

    /// Reads a text in every split, expects the same of all, and returns it.
    static func atEverySplit(
        _ format: RecordFormat,
        _ text: String,
        goal: ReadingGoal = .batches(nil),
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> ReadingOutcome {
        let whole = ReadingOutcome(format, [Array(text.utf8)], goal: goal)
        for chunks in everySplit(of: text) {
            let outcome = ReadingOutcome(format, chunks, goal: goal)
            let cuts = chunks.map { String(decoding: $0, as: UTF8.self) }
            #expect(outcome == whole, "\(cuts)", sourceLocation: sourceLocation)
        }
        return whole
    }
}

extension RecordFormat {
    /// CSV as most files have it.
    static var commaSeparated: RecordFormat { .csv(delimiter: UInt8(ascii: ",")) }
}

extension ColumnMapping {
    /// A mapping whose column is named after its source.
    init(_ source: String, _ type: ColumnType = .text, isOptional: Bool = false) {
        self.init(column: Column(name: source, type: type), source: source, isOptional: isOptional)
    }
}
