/// Where a record stands in the data it came from.
public struct DataPosition: Sendable, Hashable {
    /// The record's number among the file's records, from 1; a header line is not a record.
    public var row: Int
    /// The line on which the record begins, from 1; 0 where the format has no lines to speak of.
    public var line: Int
    /// The record's first byte, from 0, in the decoded data.
    public var byteOffset: Int

    /// A place from its parts.
    public init(row: Int, line: Int, byteOffset: Int) {
        self.row = row
        self.line = line
        self.byteOffset = byteOffset
    }
}

/// An input row that could not be read: a fault in data, kept and counted, never skipped.
public struct Reject: Sendable, Hashable {
    /// The file, or the name under which a response was stored.
    public let file: String
    /// Where the row stands in it.
    public let position: DataPosition
    /// The column at fault; `nil` when the row as a whole is.
    public let column: String?
    /// What is wrong with it, in words that follow the column's name.
    public let reason: String
    /// The row as it was found.
    public let rawText: String

    /// A reject from its parts.
    public init(file: String, position: DataPosition, column: String?, reason: String, rawText: String) {
        self.file = file
        self.position = position
        self.column = column
        self.reason = reason
        self.rawText = rawText
    }
}

extension Reject: CustomStringConvertible {
    /// One line for a person: `report.csv, row 17 (line 19, byte 2048), column Seller Cost: "12,50" is …`.
    public var description: String {
        let line = position.line > 0 ? "line \(position.line), " : ""
        let place = "\(file), row \(position.row) (\(line)byte \(position.byteOffset))"
        return column.map { "\(place), column \($0): \(reason)" } ?? "\(place): \(reason)"
    }
}
