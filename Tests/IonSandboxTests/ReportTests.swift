import Formats
import Records
import Testing

@testable import IonSandbox

@Suite struct ReportTests {
    @Test("the list leaves out the specs and knows modules")
    func list() throws {
        let session = try Session()
        let reports = try JSONValue(parsing: try session.get("/reports?module=").body)["reports"]?.array
        #expect(reports?.count == 1)
        #expect(reports?.first?["reportId"] == "49038" && reports?.first?["specs"] == nil)
        #expect(try session.get("/reports?module=INVOICE_REPORTS_MODULE").text == #"{"reports":[]}"#)
        #expect(try session.get("/reports/49038").text == TemporaryFixtures.description)
    }

    @Test("the whole of a report comes out byte by byte, whatever is in it")
    func identity() throws {
        let data = try Session().reportData("{}")
        #expect(Array(data.csv.utf8) == Array(TemporaryFixtures.csv.utf8))
        #expect(data.count == 4)
    }

    @Test("a carriage return and a missing last line end are kept")
    func lineEnds() throws {
        let csv = "Customer Name,Charge StartDate\r\n\"a\r\nb\",2024-08-01\r\nc,2024-08-02"
        let session = try Session(csv: Array(csv.utf8))
        let data = try session.reportData(#"{"specs":{"selectedColumns":[]}}"#)
        #expect(Array(data.csv.utf8) == Array(csv.utf8))
        #expect(data.count == 2)
        let projected = try session.reportData(#"{"specs":{"selectedColumns":[{"displayName":"Customer Name"}]}}"#)
        #expect(Array(projected.csv.utf8) == Array("Customer Name\r\n\"a\r\nb\"\r\nc\n".utf8))
    }

    @Test(
        "columns are found by number and by name, in the order asked for",
        arguments: [
            #"{"specs":{"selectedColumns":[{"id":"3"},{"displayName":"Customer Name"}]}}"#,
            #"{"specs":{"selected_columns":[{"display_name":"Seller Cost"},{"id":"1","displayName":"?"}]}}"#,
            #"{"specs":{"selectedColumns":[{"displayName":"Seller Cost (SEK)"},{"id":"1"}]}}"#,
        ])
    func columns(_ body: String) throws {
        let data = try Session().reportData(body)
        #expect(
            data.csv == """
                Seller Cost (SEK),Customer Name
                10.50,"Åkeri, Öst AB"
                -0.000001,Plain
                3,日本🚚
                4,""

                """)
        #expect(data.count == 4)
    }

    @Test(
        "days are chosen with both ends included",
        arguments: [
            #""dateRangeOption":{"selectedRange":{"fixedDateRange":"#
                + #"{"startDate":"2024-08-02T00:00:00Z","endDate":"2024-08-03T23:59:59Z"}}}"#,
            #""date_range_option":{"selected_range":{"fixed_date_range":"#
                + #"{"start_date":"2024-08-02","end_date":"2024-08-03"}}}"#,
        ])
    func days(_ range: String) throws {
        let columns = #""selectedColumns":[{"id":"4"},{"id":"3"}]"#
        let data = try Session().reportData(#"{"specs":{\#(range),\#(columns)}}"#)
        #expect(data.csv == "Product Name,Seller Cost (SEK)\n\"two\nlines\",-0.000001\nBackslash \\ and\ttab,3\n")
        #expect(data.count == 2)
    }

    @Test("a range without columns keeps whole rows, and one without rows keeps the header")
    func rangeAlone() throws {
        let session = try Session()
        let header = "Customer Name,Charge StartDate,Seller Cost (SEK),Product Name\n"
        let one = try session.reportData(Self.range(#""startDate":"2024-09-01","endDate":"2024-09-01""#))
        #expect(one.csv == header + "\"\",2024-09-01T00:00:00Z,4,\n")
        let none = try session.reportData(Self.range(#""startDate":"2030-01-01","endDate":"2030-01-01""#))
        #expect(none.csv == header)
        #expect(none.count == 0)
    }

    @Test(
        "what cannot be selected is refused by name",
        arguments: [
            (#"{"specs":{"selectedColumns":[{"displayName":"Seat Count"}]}}"#, "Seat Count"),
            (#"{"specs":{"selectedColumns":[{"id":"77"}]}}"#, "77"),
            (#"{"specs":{"selectedColumns":"all"}}"#, "selectedColumns"),
            (range(#""startDate":"2024-08-01""#), "endDate"),
            (range(#""startDate":"2024-08-02","endDate":"2024-08-01""#), "2024-08-02"),
            ("[]", "object"), ("", "JSON"), ("{", "JSON"),
        ])
    func refusals(_ body: String, _ word: String) throws {
        let answer = try Session().post("/reports/49038/reportDataCsv", body)
        #expect(answer.status == 400)
        let refusal = try JSONValue(parsing: answer.body)
        #expect(refusal["error"] == "INVALID_ARGUMENT")
        #expect(refusal["message"]?.string?.contains(word) == true)
    }

    /// A request for the days of a range.
    static func range(_ members: String) -> String {
        #"{"specs":{"dateRangeOption":{"selectedRange":{"fixedDateRange":{\#(members)}}}}}"#
    }

    @Test("a body of twenty megabytes arrives whole")
    func large() throws {
        var csv = Array("Customer Name,Charge StartDate,Seller Cost (SEK),Product Name\n".utf8)
        var rows = 0
        while csv.count < 20 << 20 {
            rows += 1
            let row = "\"Kund, \(rows) Å\",2024-08-0\(rows % 9 + 1),\(rows).25,\"say \"\"\(rows)\"\"\"\n"
            csv.append(contentsOf: row.utf8)
        }
        let session = try Session(csv: csv)
        let answer = try session.post("/reports/49038/reportDataCsv", "{}")
        #expect(answer.headers["transfer-encoding"] == "chunked")
        #expect(answer.headers["content-type"] == "application/json")
        let value = try JSONValue(parsing: answer.body)
        #expect(value["results"].map { $0.string.map { Array($0.utf8) } == csv } == true)
        #expect(value["resultCount"]?.integer == rows)
        let all = (1...4).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        let copied = try session.reportData(#"{"specs":{"selectedColumns":[\#(all)]}}"#)
        #expect(Array(copied.csv.utf8) == csv)
        #expect(copied.count == rows)
    }

    @Test("records are counted alike wherever the chunks are cut")
    func counter() throws {
        let cases = [
            ("", 0), ("a", 1), ("a\nb", 2), ("a\n\n\r\nb\n", 2), ("\"a\nb\"\n", 1), ("a\"b\nc\n", 2),
            ("\"a\"\"\n\",x\r\n\"\"\n", 2), ("a,\"\n\n\",b\n,", 2),
        ]
        for (text, count) in cases {
            let bytes = Array(text.utf8)
            for cut in 0...bytes.count {
                var counter = RecordCounter()
                counter.read(bytes.span.extracting(first: cut))
                counter.read(bytes.span.extracting(cut..<bytes.count))
                #expect(counter.count == count, "\(text.debugDescription) cut at \(cut)")
            }
        }
    }

    @Test("rows are copied alike wherever the chunks are cut")
    func selectorCuts() throws {
        let bytes = Array(TemporaryFixtures.csv.utf8)
        for cut in 0...bytes.count {
            var selector = RowSelector(ReportSelection(places: [0, 1, 2, 3], days: nil))
            var copy = try selector.read(bytes.span.extracting(first: cut))
            copy += try selector.read(bytes.span.extracting(cut..<bytes.count))
            copy += try selector.finish()
            #expect(copy == bytes, "cut at \(cut)")
        }
    }
}
