import Reconciliation
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

    @Test("Texts are ordered by their bytes, not by arrival")
    func order() {
        var table = KeyTable()
        let sorted = ["", "B", "a", "aa", "b", "é"]
        for text in sorted.reversed() { _ = table.id(of: text) }
        for (place, left) in sorted.enumerated() {
            for (otherPlace, right) in sorted.enumerated() {
                let (one, other) = (table.id(of: left), table.id(of: right))
                #expect(table.precedes(one, other) == (place < otherPlace), "\(left) before \(right)")
            }
        }
    }
}
