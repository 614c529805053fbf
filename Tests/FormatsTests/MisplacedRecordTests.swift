import Records
import Testing

@testable import Formats

/// What stands where records should stand, and is none, may be one that is written otherwise: it is never passed over.
@Suite("Records that stand elsewhere")
struct MisplacedRecordTests {
    private static let good = #"{"id":"A","lines":[{"a":"1"}]}"#

    @Test(
        "JSON",
        arguments: [
            #"{"a":"2"}"#, #""<line>""#, "7", "true", #"{"x":{"a":"2"}}"#, #"{"x":[{"a":"2"}]}"#, #"[{"a":"2"},3]"#,
        ])
    func json(_ lines: String) throws {
        let text = #"{"invoice":[\#(Self.good),{"id":"B","lines":\#(lines)}]}"#
        #expect(try read(text, .json(records: RecordPath("invoice/lines/line"))) == nil)
    }

    @Test("JSON without lines", arguments: ["[]", "{}", "null", #"{"line":[]}"#, #"{"line":{"a":"2"}}"#])
    func emptyJSON(_ lines: String) throws {
        let text = #"{"invoice":[\#(Self.good),{"id":"B","lines":\#(lines)}]}"#
        #expect(try read(text, .json(records: RecordPath("invoice/lines/line"))) != nil)
    }

    @Test(
        "XML",
        arguments: [
            "<a>2</a>", "<item><a>2</a></item>", "<group><line><a>2</a></line></group>", "2", "<!-- --> x",
        ])
    func xml(_ lines: String) throws {
        let text =
            "<r><invoice><lines><line><a>1</a></line></lines></invoice><invoice><lines>\(lines)</lines></invoice></r>"
        #expect(try read(text, .xml(records: RecordPath("invoice/lines/line"), charset: nil)) == nil)
    }

    @Test(
        "XML that says nothing is no empty list", arguments: ["<error/>", "<r><fault><reason/></fault></r>", "<html/>"])
    func emptyXML(_ text: String) throws {
        #expect(try read(text, .xml(records: RecordPath("invoice"), charset: nil)) == nil)
    }

    @Test("XML that is an empty list", arguments: ["<response><data/></response>", "<invoices/>", "<r><items/></r>"])
    func emptyXMLList(_ text: String) throws {
        #expect(try read(text, .xml(records: RecordPath("invoice"), charset: nil)) == 0)
    }

    /// How many records there are; `nil` when the document is refused.
    private func read(_ text: String, _ format: RecordFormat) throws -> Int? {
        let column = ColumnMapping(column: Column(name: "a", type: .text), source: "a", isOptional: true)
        do throws(FormatError) {
            var reader = try RecordReader(format, fileName: "f", fileIndex: 0, goal: .batches([column]))
            let bytes = Array(text.utf8)
            let first = try reader.read(bytes.span)
            return first.recordCount + (try reader.finish()).recordCount
        } catch {
            return nil
        }
    }
}
