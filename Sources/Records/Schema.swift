/// What a column holds.
public enum ColumnType: String, Sendable, Hashable {
    /// Text, kept byte for byte.
    case text
    /// An ``ExactDecimal``.
    case decimal
    /// A ``CivilDate``.
    case date
    /// A ``Currency``.
    case currency
    /// A truth value.
    case boolean
}

/// A named column of a stream of records.
public struct Column: Sendable, Hashable {
    /// The name under which later stages know the column.
    public let name: String
    /// What it holds.
    public let type: ColumnType

    /// A column from its name and type.
    public init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}

/// The columns of a stream of records, in order.
public struct Schema: Sendable, Hashable {
    /// The columns, in the order in which batches hold them.
    public let columns: [Column]

    /// A schema of these columns.
    public init(columns: [Column]) {
        self.columns = columns
    }

    /// The place of the column with this name, from 0.
    public func index(of name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }
}
