import Reconciliation
import Records
import TestSupport
import Testing

@Suite("Key table")
struct KeyTableTests {
    @Test("A text is one number, however often and wherever it comes, while the table grows")
    func growth() {
        var table = KeyTable()
        let texts = (0..<5_000).map { "key-\($0)" }
        let numbers = texts.map { table.id(of: $0) }
        #expect(Set(numbers).count == texts.count)
        #expect(texts.map { table.id(of: $0) } == numbers)
        #expect(numbers.map { table.text($0) } == texts)
    }

    @Test("The texts of a column get the numbers that they get one by one", arguments: UInt64(1)...8)
    func columns(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        // Many rows with few different texts, some of them empty, and some long.
        let texts = (0..<2_000).map { row in
            let text = generator.bytes(count: Int.random(in: 0...3, using: &generator), from: "ab \t")
            return row % 5 == 0 ? text + Array("-\(row / 10)-of-a-longer-text".utf8) : text
        }
        var ends: [UInt32] = []
        for text in texts { ends.append((ends.last ?? 0) + UInt32(text.count)) }
        let column = TextColumn(bytes: texts.flatMap(\.self), ends: ends)
        var (table, other) = (KeyTable(), KeyTable())
        #expect(table.ids(of: column) == texts.map { other.id(of: $0.span) })
        #expect(table.count == other.count)
        let some = table.ids(of: column) { $0.isMultiple(of: 3) }
        #expect(some == texts.enumerated().map { $0.isMultiple(of: 3) ? other.id(of: $1.span) : .empty })
    }

    @Test(
        "Texts are one only when all of their bytes agree",
        arguments: [
            ("é", "e\u{301}"), ("A", "a"), ("a", "a\u{0}"), ("01", "1"), ("a b", "a  b"), ("a", "a\u{A0}"),
        ]
    )
    func bytesCount(_ left: String, _ right: String) {
        var table = KeyTable()
        #expect(table.id(of: left) != table.id(of: right))
    }

    @Test("ASCII space around a text does not count", arguments: [" a", "a ", "\t\r\na\u{0B}\u{0C} "])
    func trimming(_ text: String) {
        var table = KeyTable()
        #expect(table.id(of: text) == table.id(of: "a"))
        #expect(table.text(table.id(of: text)) == "a")
    }

    @Test("What is only space is the empty text", arguments: ["", " ", "\t\n\r "])
    func empty(_ text: String) {
        var table = KeyTable()
        #expect(table.id(of: text) == .empty)
        #expect(table.id(of: text).isEmpty)
        #expect(table.text(.empty) == "")
    }

    @Test("Bytes that are not UTF-8 stay apart")
    func brokenText() {
        var table = KeyTable()
        let (one, other): ([UInt8], [UInt8]) = ([0xFF, 0x41], [0xFE, 0x41])
        #expect(table.id(of: one.span) != table.id(of: other.span))
        #expect(table.id(of: one.span) == table.id(of: one.span))
    }

    @Test("Texts of any length differ by any one of their bytes", arguments: 1...20)
    func everyByteCounts(_ length: Int) {
        var table = KeyTable()
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        let id = table.id(of: text.span)
        for place in 0..<length {
            var other = text
            other[place] = UInt8(ascii: "y")
            #expect(table.id(of: other.span) != id, "byte \(place)")
            #expect(table.precedes(id, table.id(of: other.span)) && !table.precedes(table.id(of: other.span), id))
        }
        #expect(table.id(of: (text + text).span) != id)
    }

    @Test("A column's texts have the numbers that each of them has alone")
    func column() {
        var table = KeyTable()
        let texts = ["", "a", "a", " a", "", "b", "the same for ever", "the same for ever", "the same for eve", "a"]
        var bytes: [UInt8] = []
        let ends = texts.map { text in
            bytes += Array(text.utf8)
            return UInt32(bytes.count)
        }
        let ids = table.ids(of: TextColumn(bytes: bytes, ends: ends))
        #expect(ids == texts.map { table.id(of: $0) })
        #expect(Set(ids).count == 5)
    }

    @Test("Texts are ordered by their bytes, not by arrival")
    func order() {
        var table = KeyTable()
        let sorted = ["", "B", "a", "aa", "b", "subscript", "subscription-1", "subscription-10", "subscription-2", "é"]
        for text in sorted.reversed() { _ = table.id(of: text) }
        for (place, left) in sorted.enumerated() {
            for (otherPlace, right) in sorted.enumerated() {
                let (one, other) = (table.id(of: left), table.id(of: right))
                #expect(table.precedes(one, other) == (place < otherPlace), "\(left) before \(right)")
            }
        }
    }
}
