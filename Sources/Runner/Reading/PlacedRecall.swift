import Formats
import Publication
import Records
import Streaming

/// Reads records of a JSON document again, each from where it stands.
struct PlacedRecall {
    let file: SourceFile
    let places: RecordPlaces

    /// How many records are handed on at once.
    private static let recordsAtOnce = 64

    /// Hands on the records of these numbers, some at a time.
    ///
    /// - Throws: ``RunFailure`` when there is no record any more where one was.
    func recall(_ rows: Set<UInt32>, _ take: ([RecalledRecord]) throws -> Void) throws {
        var found: [RecalledRecord] = []
        try places.forEach(rows) { row, place in
            found.append(try record(row, at: place))
            guard found.count >= Self.recordsAtOnce else { return }
            try Task.checkCancellation()
            try take(found)
            found.removeAll(keepingCapacity: true)
        }
        try take(found)
    }

    private func record(_ row: UInt32, at place: Range<Int>) throws -> RecalledRecord {
        var bytes = [UInt8](repeating: 0, count: min(place.count, RecalledRecord.neededBytes))
        var count = 0
        while count < bytes.count {
            let more = try file.file.readNow(into: &bytes, from: count, at: place.lowerBound + count)
            if more == 0 { break }
            count += more
        }
        let isWhole = bytes.count < place.count || bytes.last == UInt8(ascii: "}")
        guard count == bytes.count, bytes.first == UInt8(ascii: "{"), isWhole else {
            throw RunFailure(.badInput, "\(file.name) has changed while it was read; run again")
        }
        let position = DataPosition(row: Int(row), line: 0, byteOffset: place.lowerBound)
        return RecalledRecord(bytes.span, at: position)
    }
}
