import Records

/// Texts of a column that are looked up in a ``KeyTable`` at the same time.
///
/// The table is larger than the processor's caches, so that each step of a look-up waits for memory. When some hundreds of
/// texts take each step together, most of their waits pass at once.
struct KeySearch {
    /// How many rows are looked up at once.
    static let size = 256

    /// A text and what is known of it so far, and beside it something about a row: as many texts as rows may be there.
    struct Entry {
        /// Where the text stands in its column.
        var range = 0..<0
        var hash: UInt32 = 0
        /// The text's number: first the candidate, then what was found or added.
        var result: Int32 = 0
        /// Where the candidate begins in the table, or -1.
        var start = -1
        /// For the row with the entry's place, counted from the first one, the place of its text; -1 where it has none.
        var textOfRow: Int32 = -1
    }

    /// The texts, each once for rows that follow each other. Behind them there may be others.
    var entries = [Entry](repeating: Entry(), count: size)
    /// How many texts there are.
    private(set) var count = 0
    private var rowCount = 0

    /// Takes the texts of some rows, ``size`` at most, in place of those before.
    ///
    /// - Parameter isWanted: Whether the text of a row is looked up at all; the others count as empty.
    @inline(__always)
    mutating func take(_ rows: Range<Int>, of column: TextColumn, where isWanted: (Int) -> Bool) {
        let bytes = column.bytes.span
        var entries = entries.mutableSpan
        var count = 0
        for row in rows {
            let bounds = isWanted(row) ? column.range(row) : 0..<0
            let kept = KeyTable.trimmedBounds(bytes.extracting(bounds))
            guard !kept.isEmpty else {
                entries[row - rows.lowerBound].textOfRow = -1
                continue
            }
            let range = bounds.lowerBound + kept.lowerBound..<bounds.lowerBound + kept.upperBound
            let text = bytes.extracting(range)
            // The same text as in the row before is the rule for a customer's or a product's id.
            if count == 0 || !text.isEqual(to: bytes.extracting(entries[count - 1].range)) {
                entries[count].range = range
                entries[count].hash = KeyTable.hash(text)
                count += 1
            }
            entries[row - rows.lowerBound].textOfRow = Int32(truncatingIfNeeded: count - 1)
        }
        (self.count, rowCount) = (count, rows.count)
    }

    /// Appends the numbers of the rows' texts.
    func appendResults(to ids: inout [KeyID]) {
        let entries = entries.span
        ids.append(addingCapacity: rowCount) { numbers in
            for row in 0..<rowCount {
                let place = Int(entries[row].textOfRow)
                numbers.append(place < 0 ? .empty : KeyID(index: entries[place].result))
            }
        }
    }
}
