/// Which separators of each record are asked for, where those are few.
package struct CSVWantedSeparators: Sendable {
    /// How many separators a record has: as many as fields.
    let width: Int
    /// Their numbers in a record, counted from 0 and ascending; the last of the record is among them.
    let numbers: [UInt32]

    /// The separators around some fields, and the one that ends the record.
    ///
    /// - Parameters:
    ///   - fields: Their places in a record, from 0.
    ///   - width: How many fields a record has.
    /// - Returns: `nil` when it is as quick to find all: where more than two fifths are asked for.
    init?(fields: [Int], width: Int) {
        let wanted = Set(fields + fields.filter { $0 > 0 }.map { $0 - 1 } + [width - 1])
        guard wanted.count * 5 <= width * 2 else { return nil }
        self.width = width
        numbers = wanted.sorted().map { UInt32(truncatingIfNeeded: $0) }
    }
}
