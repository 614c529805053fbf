import Formats
import Records
import TestSupport
import Testing

/// The rules of CSV, byte by byte and as plainly as they can be written: what the quick reader is held against.
struct PlainCSV {
    struct Record: Equatable {
        var fields: [[UInt8]] = []
        var line = 0
        var byteOffset = 0
        var isFaulty = false
    }

    private(set) var records: [Record] = []
    /// Whether a quote is open at the end.
    private(set) var isOpen = false

    init(_ text: [UInt8]) {
        var place = 0
        var line = 1
        while place < text.count {
            let (start, startLine) = (place, line)
            var record = Record(line: line, byteOffset: place)
            var isOver = false
            while !isOver {
                var field: [UInt8] = []
                if place < text.count, text[place] == 0x22 {
                    place += 1
                    while place < text.count {
                        if text[place] == 0x22 {
                            guard place + 1 < text.count, text[place + 1] == 0x22 else { break }
                            place += 1
                        }
                        if text[place] == 0x0A { line += 1 }
                        field.append(text[place])
                        place += 1
                    }
                    guard place < text.count else {
                        isOpen = true
                        return
                    }
                    place += 1
                    var rest: [UInt8] = []
                    while place < text.count, text[place] != 0x2C, text[place] != 0x0A {
                        rest.append(text[place])
                        place += 1
                    }
                    let isLast = place >= text.count || text[place] == 0x0A
                    if !rest.isEmpty, !(isLast && rest == [0x0D]) { record.isFaulty = true }
                } else {
                    while place < text.count, text[place] != 0x2C, text[place] != 0x0A {
                        field.append(text[place])
                        place += 1
                    }
                    if place >= text.count || text[place] == 0x0A, field.last == 0x0D { field.removeLast() }
                }
                record.fields.append(field)
                isOver = place >= text.count || text[place] == 0x0A
                place += 1
            }
            line += 1
            var content = Array(text[start..<min(place - 1, text.count)])
            if content.last == 0x0D { content.removeLast() }
            if content.isEmpty { line = startLine + 1 } else { records.append(record) }
        }
    }
}

@Suite("CSV, held against the plain rules")
struct CSVOracleTests {
    private static func compare(_ body: [UInt8], columns: Int, _ chunks: [[UInt8]]) {
        let plain = PlainCSV(body)
        let outcome = ReadingOutcome(.commaSeparated, chunks)
        guard !plain.isOpen else { return #expect(outcome.errorCode == .truncated) }
        #expect(outcome.error == nil)
        let records = plain.records.dropFirst()
        #expect(outcome.recordCount == records.count)
        let good = records.filter { !$0.isFaulty && $0.fields.count == columns }
        #expect(outcome.values == good.map { $0.fields.map { String(decoding: $0, as: UTF8.self) } })
        let bad = records.filter { $0.isFaulty || $0.fields.count != columns }
        #expect(outcome.faults.map(\.line) == bad.map(\.line))
        #expect(outcome.faults.map(\.byteOffset) == bad.map(\.byteOffset))
    }

    private static let headings = (UInt8(ascii: "a")...UInt8(ascii: "x")).map { String(UnicodeScalar($0)) }

    /// Most fields as they should be, some not, so that long stretches are sound and have faults between them.
    private static func table(
        _ generator: inout SplitMix64, columns: Int = 3, rows: Int, faultOneIn rarity: Int
    ) -> [UInt8] {
        var text = Array(headings.prefix(columns).joined(separator: ",").utf8) + [0x0A]
        for _ in 0..<rows {
            for column in 0..<columns {
                if column > 0 { text.append(0x2C) }
                let size = Int.random(in: 0...30, using: &generator)
                switch Int.random(in: 0..<rarity, using: &generator) {
                case 0: text += generator.bytes(count: size / 4, from: "x\"\",\n\r")
                case 1...rarity / 4: text += [0x22] + generator.bytes(count: size, from: "xy,\n\r ") + [0x22]
                case rarity / 4 + 1: text += Array("\"say \"\"\(size)\"\"\"".utf8)
                default: text += generator.bytes(count: size, from: "xyz0123 -.")
                }
            }
            text += Bool.random(using: &generator) ? [0x0A] : [0x0D, 0x0A]
        }
        return text
    }

    @Test("Tables of any size, with quotes in all places", arguments: 0..<40 as Range<UInt64>)
    func tables(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let rows = Int.random(in: 1...(seed % 4 == 0 ? 800 : 60), using: &generator)
        let text = Self.table(&generator, rows: rows, faultOneIn: seed % 3 == 0 ? 12 : 200)
        Self.compare(text, columns: 3, [text])
        Self.compare(text, columns: 3, randomSplit(of: text, using: &generator))
    }

    @Test(
        "A quote at every place of the 64 bytes that are looked at together",
        arguments: ["\"", "\"\"", "\r", ",", "\n"])
    func places(_ inserted: String) {
        let base = Array("a,b,c\n".utf8) + Array(String(repeating: "1,\"2\n,2\",3\r\n44,5,666\n", count: 12).utf8)
        for place in 6...base.count {
            var text = base
            text.insert(contentsOf: inserted.utf8, at: place)
            Self.compare(text, columns: 3, [text])
        }
    }

    @Test("Random bytes", arguments: 0..<30 as Range<UInt64>)
    func random(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20 {
            let count = Int.random(in: 0...700, using: &generator)
            let text = Array("a,b\n".utf8) + generator.bytes(count: count, from: "abcdefgh1,,,\"\"\n\n\r")
            Self.compare(text, columns: 2, [text])
        }
    }

    @Test(
        "A column is the same alone, where its values are copied, and among others, where all share the text",
        arguments: 0..<20 as Range<UInt64>)
    func alone(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let text = Self.table(&generator, rows: 300, faultOneIn: seed % 3 == 0 ? 12 : 200)
        let chunks = randomSplit(of: text, using: &generator)
        let together = ReadingOutcome(.commaSeparated, chunks)
        for (place, name) in ["a", "b", "c"].enumerated() {
            let alone = ReadingOutcome(.commaSeparated, chunks, goal: .batches([ColumnMapping(name)]))
            #expect(alone.values == together.values.map { [$0[place]] })
            #expect(alone.faults == together.faults && alone.error == together.error)
        }
    }

    @Test(
        "Few of many columns, and whole records, are the same as among all, however many records have another width",
        arguments: [12, 200, 5_000, 1_000_000], [2, 30, 400])
    func fewOfMany(rarity: Int, rows: Int) {
        var generator = SplitMix64(seed: UInt64(rarity * rows))
        let text = Self.table(&generator, columns: 24, rows: rows, faultOneIn: rarity)
        let chunks = randomSplit(of: text, using: &generator)
        let together = ReadingOutcome(.commaSeparated, chunks)
        for chosen in [[0], [1], [11], [22], [23], [0, 1], [9, 17], [22, 23]] {
            let goal = ReadingGoal.batches(chosen.map { ColumnMapping(Self.headings[$0]) })
            for chunks in [chunks, [text]] {
                let few = ReadingOutcome(.commaSeparated, chunks, goal: goal)
                #expect(few.values == together.values.map { row in chosen.map { row[$0] } })
                #expect(few.rows.map(\.number) == together.rows.map(\.number))
                #expect(few.faults == together.faults && few.recordCount == together.recordCount)
                #expect(few.error == together.error)
            }
        }
        Self.compareRecalled(text, chunks)
    }

    @Test(
        "A record of another width, wherever it stands in the blocks that are looked at together",
        arguments: ["1,2", "", "1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5", "\"", ",\n\"1\"2"])
    func otherWidth(_ record: String) {
        let row = "1,2,\"3\",4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24\n"
        let rows = String(repeating: row, count: 8_000 / row.utf8.count)
        for padding in 0...300 {
            let start = Self.headings.joined(separator: ",") + "\n" + String(repeating: "x", count: padding)
            let text = Array((start + rows + record + "\n" + rows).utf8)
            let together = ReadingOutcome(.commaSeparated, [text])
            let few = ReadingOutcome(.commaSeparated, [text], goal: .batches([ColumnMapping("x")]))
            #expect(few.values == together.values.map { [$0[23]] })
            #expect(few.faults == together.faults && few.recordCount == together.recordCount)
            #expect(few.error == together.error)
        }
    }

    private static func compareRecalled(_ text: [UInt8], _ chunks: [[UInt8]]) {
        let plain = PlainCSV(text).records.dropFirst()
        let rows = Set((0..<UInt32(plain.count)).map { $0 + 1 }.filter { $0 % 3 == 1 })
        let recalled = ReadingOutcome(.commaSeparated, chunks, goal: .recall(rows)).recalled
        let expected = rows.sorted().map { plain[plain.startIndex + Int($0) - 1] }
        #expect(recalled.map(\.position.row) == rows.sorted().map(Int.init))
        #expect(recalled.map(\.position.line) == expected.map(\.line))
        #expect(recalled.map(\.position.byteOffset) == expected.map(\.byteOffset))
        for record in recalled {
            let bytes = Array(record.text.utf8)
            let start = record.position.byteOffset
            #expect(bytes == Array(text[start..<start + bytes.count]))
        }
    }

    @Test("A record with a bad value leaves nothing of its text behind", arguments: 0..<20 as Range<UInt64>)
    func badValues(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let text = Self.table(&generator, rows: 300, faultOneIn: 200)
        let together = ReadingOutcome(.commaSeparated, [text])
        guard together.error == nil else { return }
        let mappings = [ColumnMapping("c"), ColumnMapping("b", .decimal, isOptional: true), ColumnMapping("a")]
        let typed = ReadingOutcome(.commaSeparated, [text], goal: .batches(mappings))
        let numbers = Set(typed.rows.map(\.number))
        #expect(numbers.count < together.rows.count)
        let kept = together.rows.filter { numbers.contains($0.number) }
        #expect(typed.values.map { [$0[0], $0[2]] } == kept.map { [$0.values[2], $0.values[0]] })
        #expect(typed.rows.count + typed.faults.count == typed.recordCount)
    }
}
