/// Which rows of a source the outcomes of a leg have claimed: one bit a row.
struct RowClaims {
    private let source: PublishedSummary.Source
    private let names: RowPlaces.FileNames
    /// For each file the rows that were claimed; row 1 is the lowest bit of the first word.
    private var words: [[UInt64]]
    private(set) var count = 0

    /// No claims yet.
    init(_ source: PublishedSummary.Source) {
        self.source = source
        names = RowPlaces.FileNames(source.files)
        words = Array(repeating: [], count: source.files.count)
    }

    /// What is wrong with the places that an outcome claims.
    enum Trouble {
        /// They cannot be read, from this text on.
        case unreadable(String)
        /// The source has no row of this number.
        case beyond(file: String, row: Int)
        /// Another outcome, or this one, has claimed the row before.
        case twice(file: String, row: Int)
    }

    /// Takes the rows that an outcome claims.
    ///
    /// - Returns: How many there are, and the first thing that is wrong with them.
    mutating func claim(_ text: ArraySlice<UInt8>) -> (count: Int, trouble: Trouble?) {
        let before = count
        var trouble: Trouble?
        let rest = RowPlaces(text, of: names).forEach { run in
            guard run.rows.upperBound <= source.records else {
                trouble = trouble ?? .beyond(file: source.files[run.file], row: run.rows.upperBound)
                return
            }
            if let row = claim(run) { trouble = trouble ?? .twice(file: source.files[run.file], row: row) }
            count += run.rows.count
        }
        return (count - before, rest.map { .unreadable($0) } ?? trouble)
    }

    /// Sets the bits of a run; returns the first row that had its bit already.
    private mutating func claim(_ run: RowPlaces.Run) -> Int? {
        let missing = (run.rows.upperBound + 63) / 64 - words[run.file].count
        if missing > 0 { words[run.file].append(contentsOf: repeatElement(0, count: missing)) }
        var twice: Int?
        for row in run.rows {
            let (word, bit) = ((row - 1) / 64, UInt64(1) << UInt64((row - 1) % 64))
            if words[run.file][word] & bit != 0 { twice = twice ?? row }
            words[run.file][word] |= bit
        }
        return twice
    }

    /// The rows before the last one claimed of each file that nobody has claimed.
    func gaps() -> [(file: String, row: Int)] {
        var gaps: [(file: String, row: Int)] = []
        for (name, words) in zip(source.files, words) {
            guard let last = words.last else { continue }
            let end = words.count * 64 - last.leadingZeroBitCount
            for (place, word) in words.enumerated() where word != .max {
                for bit in 0..<64 where word >> UInt64(bit) & 1 == 0 && place * 64 + bit < end {
                    gaps.append((name, place * 64 + bit + 1))
                }
            }
        }
        return gaps
    }
}
