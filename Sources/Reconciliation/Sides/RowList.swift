import Records

/// Where many rows come from, in little memory: each takes the bytes that its distance from the one before needs.
struct RowList: Sendable {
    /// How many there are.
    private(set) var count: Int32 = 0
    /// Whether there is none.
    var isEmpty: Bool { count == 0 }
    private var last = RowOrigin(file: 0, row: 0)
    private var packed = PackedWriter()

    /// Adds a row, wherever it stands; rows that come in their order take the least.
    mutating func append(_ row: RowOrigin) {
        packed.add(Int32(row.file) - Int32(last.file), beside: Int64(row.row) - Int64(last.row))
        count += 1
        last = row
    }

    /// The rows by file and number.
    var sorted: [RowOrigin] {
        var reader = PackedReader(packed.bytes, at: 0)
        var (file, row): (Int, Int64) = (0, 0)
        let rows = (0..<count).map { _ in
            let (files, distance) = reader.distances()
            (file, row) = (file + Int(files), row + distance)
            return RowOrigin(file: file, row: UInt32(truncatingIfNeeded: row))
        }
        return rows.sorted()
    }
}
