import Formats
import Records
import TestSupport
import Testing

@Suite("CSV in segments")
struct CSVSegmentTests {
    /// Reads a text as several threads do, but one after the other.
    private static func outcome(
        _ text: [UInt8], start: Int, size: Int, piece: Int, goal: ReadingGoal = .batches(nil)
    ) -> (outcome: ReadingOutcome, segments: Int) {
        var count = 0
        let outcome = ReadingOutcome { (outcome) throws(FormatError) in
            var reader = CSVReader(fileName: "file", fileIndex: 3, delimiter: UInt8(ascii: ","), goal: goal)
            var place = min(start, text.count)
            try reader.read(text.span.extracting(..<place))
            while !reader.hasHeader, place < text.count {
                try reader.read(text.span.extracting(place..<place + 1))
                place += 1
            }
            guard reader.hasHeader, place < text.count else {
                try reader.read(text.span.extracting(place...))
                try reader.finish()
                return outcome.add(reader.takeHarvest())
            }
            reader.flush()
            outcome.add(reader.takeHarvest())
            var followed = CSVFollowing(reader)
            var segmenter = CSVSegmenter(carried: reader.beginningOfNext, size: size)
            var byteOffset = reader.origin.byteOffset
            var isEnd = false
            while !isEnd {
                var bytes: [UInt8] = []
                let length: Int
                (length, isEnd) = segmenter.next(&bytes) { buffer, used in
                    let length = min(piece, text.count - place, buffer.count - used)
                    for index in 0..<length { buffer[used + index] = text[place + index] }
                    place += length
                    return length
                }
                var segmentReader = CSVSegmentReader(reader)
                let segment = bytes.span.extracting(first: length)
                let harvest = segmentReader.read(segment, byteOffset: byteOffset, isEnd: isEnd)
                byteOffset += length
                count += 1
                outcome.add(try followed.harvest(of: harvest, segment, isEnd: isEnd))
            }
        }
        return (outcome, count)
    }

    private static let texts = [
        "a,b\n1,2\n3,4\n5,6\n",
        "a,b\r\n1,\"x\r\ny\"\r\n\r\n3,4\r\n5,\"6\"",
        "a,b\n1,\"2\n3,4\n5\"\n6,7\n",
        "a,b\n\n1,\"\"\"\"\n,\n\"\",\"\"\n\n\n3,4",
        // Quotes in fields that do not begin with one mislead the count.
        "a,b\n1,5\" pipe\n2,\"x\ny\"\n3,4\n5,6\n7,8\n9,10\n",
        "a,b\n1,5\" pipe\n2,6\" pipe\n3,\"x\n,\ny\"\n4,5\n",
        "a,b\n1,\"2\"x\n3,\"4\n5\"\n6\n7,8\n",
        "a,b\n1,x\"y\"z\n2,\"3\n\"\n",
        "\u{FEFF}a,b\n1,2\n",
        "a,b\n1,\"2\n3,4\n",
    ]

    @Test("Segments of any size bring what one reader brings, faults and errors too", arguments: texts)
    func sizes(_ text: String) {
        let bytes = Array(text.utf8)
        var whole = ReadingOutcome(.commaSeparated, [bytes])
        whole.batchSizes = []
        for size in 1...bytes.count + 1 {
            for (start, piece) in [(0, 1), (5, 3), (9, bytes.count)] {
                var found = Self.outcome(bytes, start: start, size: size, piece: piece).outcome
                found.batchSizes = []
                #expect(found == whole, "size \(size), start \(start), pieces of \(piece)")
            }
        }
    }

    @Test("Random text reads the same in segments", arguments: 0..<60 as Range<UInt64>)
    func random(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20 {
            let count = Int.random(in: 1...120, using: &generator)
            let bytes = Array("a,b\n".utf8) + generator.bytes(count: count, from: "ab1,,\"\"\n\n\n\r")
            var whole = ReadingOutcome(.commaSeparated, [bytes])
            let size = Int.random(in: 1...40, using: &generator)
            let piece = Int.random(in: 1...50, using: &generator)
            let start = Int.random(in: 0...20, using: &generator)
            var found = Self.outcome(bytes, start: start, size: size, piece: piece).outcome
            (whole.batchSizes, found.batchSizes) = ([], [])
            #expect(found == whole, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("Text of many rows is cut into many segments")
    func count() {
        let text = "a,b\n" + String(repeating: "1,\"2\n2\"\n", count: 500)
        let found = Self.outcome(Array(text.utf8), start: 0, size: 100, piece: 64)
        #expect(found.segments > 30)
        #expect(found.outcome.rows.map(\.number) == Array(1...500))
    }

    @Test("A record that never ends is refused as by one reader, before it fills the memory")
    func recordLimit() {
        let text = Array("a\nx\n\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 17 << 20)
        let outcome = Self.outcome(text, start: 0, size: 1 << 20, piece: 1 << 20).outcome
        #expect(outcome.errorCode == .tooLarge)
        #expect(outcome.error?.hasPrefix("the record at row 3, line 3 has more than 16777216 bytes") == true)
    }

    @Test("Rejects have their rows, lines and bytes in the file")
    func places() {
        let text = "id,amount\n" + (1...200).map { "\($0),\"1\n2\"\nr\($0),x\n" }.joined()
        let mappings = [ColumnMapping("amount", .decimal)]
        let whole = ReadingOutcome(.commaSeparated, [Array(text.utf8)], goal: .batches(mappings))
        let found = Self.outcome(Array(text.utf8), start: 0, size: 64, piece: 50, goal: .batches(mappings)).outcome
        #expect(found.faults == whole.faults && found.faults.count == 400)
        #expect(found.faults.last?.line == 601)
    }
}
