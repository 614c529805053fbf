/// Some thousand records, column by column: the unit that moves between stages.
public struct RecordBatch: Sendable {
    /// The columns' names and types.
    public let schema: Schema
    /// The values, one element a column of the schema.
    public let columns: [ColumnValues]
    /// The number of each record in its file, from 1. Rejected records leave gaps.
    public let rows: [UInt32]
    /// The file that the records came from: its place in the list of the stage's files, from 0.
    public let fileIndex: Int

    /// A batch from its columns, which all hold as many values as there are row numbers.
    public init(schema: Schema, columns: [ColumnValues], rows: [UInt32], fileIndex: Int) {
        precondition(columns.count == schema.columns.count, "a batch has a value column for each column of its schema")
        precondition(columns.allSatisfy { $0.count == rows.count }, "all columns of a batch are of one length")
        self.schema = schema
        self.columns = columns
        self.rows = rows
        self.fileIndex = fileIndex
    }

    /// How many records the batch holds.
    public var count: Int { rows.count }
}

/// The values of one column of a batch. `nil` is a value that the record does not have.
public enum ColumnValues: Sendable {
    /// Text.
    case text(TextColumn)
    /// Exact decimals.
    case decimal([ExactDecimal?])
    /// Dates.
    case date([CivilDate?])
    /// Currencies.
    case currency([Currency?])
    /// Truth values.
    case boolean([Bool?])

    /// How many values there are.
    public var count: Int {
        switch self {
        case .text(let values): values.count
        case .decimal(let values): values.count
        case .date(let values): values.count
        case .currency(let values): values.count
        case .boolean(let values): values.count
        }
    }
}
