import Formats

/// Places in a CSV file at which records begin, with the rows before them: enough to read a row again without reading what
/// is before it.
struct RowMarks: Sendable {
    /// A place at which a record begins.
    private struct Mark {
        let byteOffset: Int
        /// How many rows are before it; the header line is none.
        let rowsBefore: Int
    }

    /// A part of the file, and the rows that begin in it.
    struct Part: Sendable {
        let bytes: Range<Int>
        let rowsBefore: Int
        /// Those that were asked for.
        let rows: Set<UInt32>
    }

    private var marks = [Mark(byteOffset: 0, rowsBefore: 0)]
    private var isExact = true
    /// How many rows the file has so far.
    var rowCount = 0

    /// Notes the start of a segment, which is behind all rows so far.
    ///
    /// - Parameter isWhole: Whether the next segment begins where a record does. From one on of which that is not known,
    ///   no more places are noted, and what is behind is read from there.
    mutating func add(byteOffset: Int, isWhole: Bool) {
        if isExact { marks.append(Mark(byteOffset: byteOffset, rowsBefore: rowCount)) }
        isExact = isExact && isWhole
    }

    /// Notes places within the segment that was noted last, which must be known to be whole.
    mutating func add(_ places: [RecordMark]) {
        guard isExact else { return }
        for place in places where place.byteOffset > marks[marks.count - 1].byteOffset {
            marks.append(Mark(byteOffset: place.byteOffset, rowsBefore: rowCount + place.recordsBefore))
        }
    }

    /// The parts in which some rows are, in the order of the file.
    ///
    /// - Parameter rows: Row numbers, from 1.
    func parts(with rows: Set<UInt32>, fileSize: Int) -> [Part] {
        var rest = rows.sorted()[...]
        return marks.indices.compactMap { index in
            let next = index + 1 < marks.count ? marks[index + 1] : Mark(byteOffset: fileSize, rowsBefore: .max)
            let own = rest.prefix { Int($0) <= next.rowsBefore }
            rest = rest.dropFirst(own.count)
            guard !own.isEmpty else { return nil }
            return Part(
                bytes: marks[index].byteOffset..<next.byteOffset, rowsBefore: marks[index].rowsBefore, rows: Set(own))
        }
    }
}
