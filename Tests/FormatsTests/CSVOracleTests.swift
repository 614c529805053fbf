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

    /// Most fields as they should be, some not, so that long stretches are sound and have faults between them.
    private static func table(_ generator: inout SplitMix64, rows: Int, faultOneIn rarity: Int) -> [UInt8] {
        var text = Array("a,b,c\n".utf8)
        for _ in 0..<rows {
            for column in 0..<3 {
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
