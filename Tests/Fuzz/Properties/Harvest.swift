internal import Formats
internal import Records

/// All that reading brought, in a form that can be compared.
struct Harvest: Equatable {
    private struct Row: Equatable {
        let number: UInt32
        let values: [String?]
    }

    private var rows: [Row] = []
    private var batchSizes: [Int] = []
    private var rejects: [Reject] = []
    private var recalled: [RecalledRecord] = []
    private var recordCount = 0
    /// What ended the reading. How much was found before depends on the pieces, and so is not kept then.
    private(set) var error: String?

    /// The rows' values.
    var values: [[String?]] { rows.map(\.values) }

    /// Reads the pieces of an input.
    init(_ format: RecordFormat, _ pieces: [[UInt8]], goal: ReadingGoal) {
        do throws(FormatError) {
            var reader = try RecordReader(format, fileName: "file", fileIndex: 0, goal: goal)
            for piece in pieces { add(try reader.read(piece.span)) }
            add(try reader.finish())
        } catch {
            self = Harvest(error: "\(error.code): \(error.message)")
        }
    }

    private init(error: String) {
        self.error = error
    }

    private mutating func add(_ harvest: RecordHarvest) {
        recordCount += harvest.recordCount
        recalled += harvest.recalled
        rejects += harvest.rejects
        for batch in harvest.batches {
            batchSizes.append(batch.count)
            for (index, number) in batch.rows.enumerated() {
                rows.append(Row(number: number, values: batch.columns.map { $0.text(index) }))
            }
        }
    }
}
