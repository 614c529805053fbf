import Records
import TestSupport
import Testing

@testable import Formats

/// Without columns to look for, the fields that records have become the columns.
@Suite("Columns made of what there is")
struct FieldDiscoveryTests {
    private struct Table: Equatable {
        var columns: [[String]] = []
        var rows: [[String]] = []
        var unknown: [UnknownField] = []
        var rejects: [String] = []
        var error: String?
    }

    private func read(_ format: RecordFormat, _ chunks: [[UInt8]]) -> Table {
        var table = Table()
        do throws(FormatError) {
            var reader = try RecordReader(format, fileName: "file", fileIndex: 0, goal: .batches(nil))
            for chunk in chunks { add(try reader.read(chunk.span), to: &table) }
            let last = try reader.finish()
            add(last, to: &table)
            table.unknown = last.unknownFields
        } catch {
            table.error = error.message
        }
        return table
    }

    private func add(_ harvest: RecordHarvest, to table: inout Table) {
        for batch in harvest.batches {
            let names = batch.schema.columns.map(\.name)
            if table.columns.last != names { table.columns.append(names) }
            for row in 0..<batch.count {
                table.rows.append(batch.columns.map { if case .text(let text) = $0 { text.string(row) } else { "?" } })
            }
        }
        table.rejects += harvest.rejects.map { "\($0.position.row) \($0.column ?? "") \($0.reason)" }
    }

    /// Reads a text whole and in every split, and expects the same of all.
    private func read(_ format: RecordFormat, _ text: String) -> Table {
        let whole = read(format, [Array(text.utf8)])
        for chunks in everySplit(of: text) { #expect(read(format, chunks) == whole, "\(chunks.map(\.count))") }
        return whole
    }

    private func json(_ records: String) -> Table { read(.json(records: RecordPath("r")), "{\"r\":[\(records)]}") }

    /// Reads XML in every split, and with libxml2 fed blocks of several sizes.
    private func xml(_ records: String) -> Table {
        let text = "<l>\(records)</l>"
        let whole = read(.xml(records: RecordPath("r"), charset: nil), text)
        for size in [1, 2, 3, 7, 20, 50] { #expect(read(text, inBlocksOf: size) == whole, "blocks of \(size)") }
        return whole
    }

    private func read(_ text: String, inBlocksOf size: Int) -> Table {
        var table = Table()
        do throws(FormatError) {
            var reader = try XMLRecordReader(
                fileName: "file", fileIndex: 0, records: RecordPath("r"), charset: nil, goal: .batches(nil),
                waitingLimit: EnclosingValues.waitingLimit, blockSize: size)
            let bytes = Array(text.utf8)
            try reader.read(bytes.span)
            try reader.finish()
            let harvest = reader.takeHarvest()
            add(harvest, to: &table)
            table.unknown = harvest.unknownFields
        } catch {
            table.error = error.message
        }
        return table
    }

    @Test("Every field with a single value is a column, in the order in which they are met")
    func scalars() {
        let table = json(
            #"{"a":"x","n":12.50e1,"t":true,"o":{"p":{"q":"å\n"},"s":false}},{"z":null,"a":"","o":{"s":"€"}}"#)
        #expect(table.columns == [["a", "n", "t", "o/p/q", "o/s", "z"]])
        #expect(table.rows == [["x", "12.50e1", "true", "å\n", "false", ""], ["", "", "", "", "€", ""]])
        #expect(table.unknown == [] && table.rejects == [] && table.error == nil)
    }

    @Test("Attributes and elements of XML are columns alike; layout is none")
    func elements() {
        let table = xml(
            """
            <r id="1">
              <a>x &amp; <![CDATA[<y>]]></a>
              <o k='v'>\n<p:q xmlns:p="u">å</p:q> <s/></o></r><r><s xsi:nil="true"/><o><s> 2 </s></o></r>
            """)
        #expect(table.columns == [["id", "a", "o/k", "o/q", "o/s", "s"]])
        #expect(table.rows == [["1", "x & <y>", "v", "å", "", ""], ["", "", "", "", " 2 ", ""]])
        #expect(table.unknown == [] && table.rejects == [] && table.error == nil)
    }

    @Test("A list is no column, and is counted")
    func lists() {
        let table = json(#"{"a":1,"l":[{"a":2},[3]]},{"l":[],"b":{"l":["x"]}},{"a":4}"#)
        #expect(table.columns == [["a"]])
        #expect(table.rows == [["1"], [""], ["4"]])
        #expect(
            table.unknown == [
                UnknownField(path: "l", count: 2, reason: .isList),
                UnknownField(path: "b/l", count: 1, reason: .isList),
            ])
    }

    @Test("What stands several times in a record of XML is a list, also where it was met alone before")
    func repeatedElements() {
        let table = xml(
            "<r><a>1</a><l><x>1</x></l></r><r><l><x>2</x><y/></l><l><x>3</x></l><a>2</a></r><r><b>3</b></r>")
        #expect(table.columns == [["a", "b"]])
        #expect(table.rows == [["1", ""], ["2", ""], ["", "3"]])
        #expect(table.unknown == [UnknownField(path: "l", count: 1, reason: .isList)])
        #expect(table.rejects == [])
    }

    @Test("A member of JSON that stands there twice makes the record a reject")
    func repeatedMembers() {
        let table = json(#"{"a":1,"a":2},{"o":{"b":1,"b":1}},{"a":3}"#)
        #expect(table.rejects == ["1 a stands there twice", "2 o/b stands there twice"])
        #expect(table.rows == [["3", ""]])
    }

    @Test("What was null at first and then an object is no column of its own; a value and an object are both")
    func nullThenObject() {
        #expect(json(#"{"c":null},{"c":{"id":1}}"#).columns == [["c/id"]])
        #expect(json(#"{"c":"x"},{"c":{"id":1}}"#).columns == [["c", "c/id"]])
        #expect(json(#"{"c":null},{"c":null}"#).columns == [["c"]])
    }

    @Test("Text beside elements is counted")
    func mixedText() {
        let table = xml("<r>\n <a>1</a> lost </r><r><o>lost<p>2</p></o></r>")
        #expect(table.columns == [["a", "o/p"]])
        #expect(table.unknown.map(\.reason) == [.isBesideElements])
    }

    @Test("Fields that come after the first batch are counted, and every batch has the same columns")
    func late() {
        let early = Array(repeating: #"{"a":"x"}"#, count: BatchBuilder.batchSize)
        let late = [#"{"b":1,"a":"y","c":{"d":2},"e":"\u0041\n"}"#, #"{"b":null,"c":{"d":3},"f":""}"#]
        let text = "{\"r\":[\((early + late).joined(separator: ","))]}"
        var generator = SplitMix64(seed: 3)
        for chunks in [[Array(text.utf8)], randomSplit(of: Array(text.utf8), using: &generator)] {
            let table = read(.json(records: RecordPath("r")), chunks)
            #expect(table.columns == [["a"]])
            #expect(table.rows.count == early.count + 2 && table.rows.suffix(2) == [["y"], [""]])
            #expect(
                table.unknown == [
                    UnknownField(path: "b", count: 1, reason: .isLate),
                    UnknownField(path: "c/d", count: 2, reason: .isLate),
                    UnknownField(path: "e", count: 1, reason: .isLate),
                ])
        }
    }

    @Test("Elements and attributes that come after the first batch are counted")
    func lateElements() {
        let early = String(repeating: "<r><a>x</a></r>", count: BatchBuilder.batchSize)
        let late = "<r><b k='1'>2</b><a>y</a><c>\n<d>3</d></c><e/><f> </f><g h='4'> </g></r><r><b/><c/></r>"
        let table = read(.xml(records: RecordPath("r"), charset: nil), [Array("<l>\(early)\(late)</l>".utf8)])
        #expect(table.columns == [["a"]] && table.rows.suffix(2) == [["y"], [""]])
        #expect(table.unknown.map(\.path) == ["b", "b/k", "c/d", "g/h"])
        #expect(table.unknown.allSatisfy { $0.count == 1 && $0.reason == .isLate })
    }

    @Test("There is a limit to columns, and to what is told apart")
    func limits() {
        let many = (0..<1200).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let table = read(.json(records: RecordPath("r")), [Array("{\"r\":[{\(many)}]}".utf8)])
        #expect(table.columns.first?.count == 1024)
        #expect(table.unknown.count == 101)
        #expect(table.unknown.allSatisfy { $0.reason == .isOneTooMany })
        #expect(table.unknown.reduce(0) { $0 + $1.count } == 176 && table.unknown.last?.path == nil)
        let names = (0..<6000).map { "{\"k\($0)\":\($0)}" }.joined(separator: ",")
        let wide = read(.json(records: RecordPath("r")), [Array("{\"r\":[\(names)]}".utf8)])
        #expect(wide.rows.count == 6000 && wide.unknown.reduce(0) { $0 + $1.count } == 6000 - 1024)
    }

    @Test("A record without fields is a record")
    func empty() {
        #expect(json("{},{}").rows == [[], []])
        #expect(xml("<r/><r> </r>").rows == [[], []])
    }
}
