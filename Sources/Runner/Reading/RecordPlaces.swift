/// Where the records of a document stand, in three or four bytes each: enough to read one again and nothing else.
struct RecordPlaces: Sendable {
    /// How many records there are.
    private(set) var count = 0
    /// For each record its distance from the end of the one before, and its length; seven bits a byte, the lowest first.
    private var packed: [UInt8] = []
    private var end = 0

    /// Adds a record, which stands behind those that were added before.
    mutating func append(_ place: Range<Int>) {
        pack(place.lowerBound - end)
        pack(place.count)
        end = place.upperBound
        count += 1
    }

    /// Hands on the places of some records, in the order of the document.
    ///
    /// - Parameter rows: Record numbers, from 1.
    func forEach(_ rows: Set<UInt32>, _ body: (UInt32, Range<Int>) throws -> Void) rethrows {
        var (next, end) = (0, 0)
        for row in 1...UInt32(max(1, count)) where next < packed.count {
            let start = end + unpack(&next)
            end = start + unpack(&next)
            if rows.contains(row) { try body(row, start..<end) }
        }
    }

    private mutating func pack(_ number: Int) {
        precondition(number >= 0, "records stand one behind the other")
        var rest = number
        while rest > 0x7F {
            packed.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        packed.append(UInt8(rest))
    }

    private func unpack(_ next: inout Int) -> Int {
        var (number, shift) = (0, 0)
        while packed[next] > 0x7F {
            number |= Int(packed[next] & 0x7F) << shift
            (next, shift) = (next + 1, shift + 7)
        }
        number |= Int(packed[next]) << shift
        next += 1
        return number
    }
}

/// How rows of a file are found again without reading all that is before them.
enum RowFinder: Sendable {
    /// A file of CSV, by places at which records begin.
    case marks(RowMarks)
    /// A document of JSON, by the places of all records.
    case places(RecordPlaces)
}
