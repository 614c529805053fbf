internal import Formats
internal import Records

/// Reads open items line by line.
package struct OpenItemReader: ~Copyable {
    /// The file of what is open.
    package static let openItems = "open-items.jsonl.gz"
    /// The file of what was open and is no more.
    package static let clearedItems = "cleared-items.jsonl.gz"

    private var table: SetTable
    private var columns: [TextColumn?] = []
    private var count = 0
    private var taken = 0
    private var row = 0

    /// The lines of a file with one JSON object a line.
    ///
    /// - Throws: `StreamingError` when there is no such file.
    package init(_ name: String, in directory: String) throws {
        table = try SetTable(
            name, in: directory,
            columns: OpenItemMember.allCases.map {
                ColumnMapping(column: Column(name: $0.rawValue, type: .text), source: $0.rawValue, isOptional: true)
            })
    }

    /// The next line; `nil` behind the last.
    ///
    /// - Throws: As ``SetTable/next()``.
    package mutating func nextLine() throws -> OpenItemLine? {
        while taken == count {
            guard let batch = try table.next() else { return nil }
            columns = batch.columns.map { if case .text(let values) = $0 { values } else { nil } }
            (count, taken) = (batch.count, 0)
        }
        defer { taken += 1 }
        row += 1
        return OpenItemLine(file: table.name, row: row, columns: columns, index: taken)
    }
}
