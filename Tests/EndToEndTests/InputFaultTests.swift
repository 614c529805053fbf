import Foundation
import Streaming
import Testing

@Suite("A local file that cannot be read")
struct InputFaultTests {
    /// What is wrong with the report, and what is said of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The report's name.
        let name: String
        /// The report; `nil` for none at all.
        let contents: @Sendable () throws -> [UInt8]?
        /// The message behind `crossfoot run: `, or how it ends where two stages may be the first to see the fault.
        let message: String
    }

    private static func report(changed change: @escaping @Sendable (String) -> String) -> @Sendable () throws -> [UInt8]
    {
        { Array(change(try Workplace.report()).utf8) }
    }

    private static func gzipped() throws -> [UInt8] {
        let text = Array(try Workplace.report().utf8)
        var writer = GzipWriter()
        var packed: [UInt8] = []
        let sink: (Span<UInt8>) throws(StreamingError) -> Void = { piece in
            for index in piece.indices { packed.append(piece[index]) }
        }
        try writer.write(text.span, to: sink)
        try writer.finish(to: sink)
        return packed
    }

    private static let headings = """
        "Customer ID", "Customer Name", "Customer Company", "Domain Name", "Subscription ID", "Product ID", \
        "Product Name", "SKU ID", "SKU Name", "Term And Billing Cycle", "Billing Frequency", "Charge Type", "Type", \
        "Order Number", "Order Date", "Charge StartDate", "Charge EndDate", "Seats", "Unit", "Effective Unit Price", \
        "Usage Quantity", "Meter Category", "Meter Name", "Region", "Provider Currency", "Invoice Currency", \
        "Seller Cost (Provider Currency)", "Seller Cost (Invoiced Currency)", "Customer Cost (Invoiced Currency)", \
        "Invoice Number", "Cloud Provider ID"
        """

    static let cases = [
        Case(
            testDescription: "missing",
            name: "nowhere.csv",
            contents: { nil },
            message: "stage \"report\": cannot open nowhere.csv: No such file or directory\n"
        ),
        Case(
            testDescription: "empty",
            name: "empty.csv",
            contents: { [] },
            message: "stage \"charges\": empty.csv: the file is empty; a CSV file begins with a header line. "
                + "Nothing was published.\n"
        ),
        Case(
            testDescription: "without a column",
            name: "other.csv",
            contents: report { $0.replacing("Seat Count", with: "Seats", maxReplacements: 1) },
            message: "stage \"charges\": other.csv: there is no column \"Seat Count\"; the file has \(headings). "
                + "Nothing was published.\n"
        ),
        Case(
            testDescription: "cut-off gzip",
            name: "cut.csv.gz",
            contents: { try gzipped().dropLast(20_000) },
            message: " bytes, inside a member that begins at byte 0\n"
        ),
        Case(
            testDescription: "damaged gzip",
            name: "damaged.csv.gz",
            contents: {
                var bytes = try gzipped()
                bytes[bytes.count - 6] ^= 1
                return bytes
            },
            message:
                "\": damaged.csv.gz: the content of the gzip member that begins at byte 0 does not match its checksum\n"
        ),
    ]

    @Test("the run ends with 65, says why, and leaves the published set as it was", arguments: cases)
    func fails(_ example: Case) async throws {
        try await withWorkplace { place in
            #expect(try await place.runLocalFiles().code == 3)
            let before = try place.contents(below: "out")
            if let contents = try example.contents() { try place.write(example.name, contents) }
            let ending = try await place.runLocalFiles("--param", "report=\(example.name)")
            #expect(ending.code == 65)
            #expect(ending.message.hasPrefix("crossfoot run: stage \""))
            #expect(ending.message.hasSuffix(example.message), "\(ending.message)")
            #expect(ending.message.split(separator: "\n").count == 1)
            #expect(ending.output == "")
            #expect(try place.contents(below: "out") == before)
            #expect(place.unfinishedRuns() == [])
        }
    }

    /// A row that cannot be read, and what is said of it.
    struct BadRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Changes the record with this place among the report's, the header line being 0.
        let change: @Sendable (String) -> String
        /// What is said behind the row's place.
        let reason: String
    }

    private static let amount = "Seller Cost (Invoiced Currency)"

    static let badRows = [
        BadRow(
            testDescription: "too few columns",
            change: { _ in "306011,Alder,x\n" },
            reason: ": has 3 fields where the header line has 31"
        ),
        BadRow(
            testDescription: "comma for a point",
            change: { changed($0, 27, to: "\"12,50\"") },
            reason: ", column \(amount): \"12,50\" is not a plain decimal number"
        ),
        BadRow(
            testDescription: "no amount",
            change: { changed($0, 27, to: "") },
            reason: ", column \(amount): is empty where a number is required"
        ),
        BadRow(
            testDescription: "no date",
            change: { changed($0, 15, to: "") },
            reason: ", column Charge StartDate: is empty where a date is required"
        ),
        BadRow(
            testDescription: "no such date",
            change: { changed($0, 15, to: "2026-10-32") },
            reason: ", column Charge StartDate: \"2026-10-32\" names a day or time that does not exist"
        ),
        BadRow(
            testDescription: "no currency",
            change: { changed($0, 25, to: "euro") },
            reason: ", column Invoice Currency: \"euro\" is not a currency code such as EUR"
        ),
    ]

    /// A record without quotes, with another text in one of its fields.
    private static func changed(_ record: String, _ field: Int, to text: String) -> String {
        var fields = record.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[field] = text
        return fields.joined(separator: ",")
    }

    @Test("a bad row is told with its place, and kept whole beside the message", arguments: badRows)
    func badRow(_ example: BadRow) async throws {
        try await withWorkplace { place in
            #expect(try await place.runLocalFiles().code == 3)
            let before = try place.contents(below: "out")
            var pieces = CSVText.pieces(try Workplace.report())
            let row = try #require(pieces.indices.dropFirst(100).first { !pieces[$0].contains("\"") })
            pieces[row] = example.change(pieces[row])
            try place.write("bad.csv", pieces.joined())
            let ending = try await place.runLocalFiles("--param", "report=bad.csv")
            #expect(ending.code == 65)
            let head = pieces[..<row].joined()
            let line = head.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            let lines = ending.message.split(separator: "\n").map(String.init)
            try #require(lines.count == 3, "\(ending.error)")
            #expect(
                lines[0] == "crossfoot run: stage \"charges\": 1 of 1240 rows cannot be read; none is allowed:"
            )
            #expect(lines[1] == "  bad.csv, row \(row) (line \(line), byte \(head.utf8.count))\(example.reason)")
            let (start, end) = (
                "All of them: ", ". Correct the source, or set `rejects:` in the stage. Nothing was published."
            )
            #expect(lines[2].hasPrefix(start) && lines[2].hasSuffix(end))
            let file = lines[2].dropFirst(start.count).dropLast(end.count)
            let rejects = try place.rows(of: String(file))
            #expect(rejects.map { $0["row"] } == ["\(row)"])
            #expect(rejects.first?["text"] == String(pieces[row].dropLast()))
            #expect(try place.contents(below: "out") == before)
        }
    }

    @Test("Complaint 8: a month without charges in which nothing is due is no all-clear")
    func emptyMonth() async throws {
        try await withWorkplace { place in
            let header = try #require(CSVText.pieces(try Workplace.report()).first)
            try place.write("empty.csv", header)
            try place.write("none.json", "{\"items\":[]}")
            let ending = try await place.runLocalFiles(
                "--param", "report=empty.csv", "--param", "subscriptions=none.json")
            #expect(ending.code == 65)
            #expect(
                ending.message
                    == "crossfoot run: stage \"tie_out\": there is no charge in \"charges\", and none of the "
                    + "0 entitlements in \"entitlements\" is due in 2026-10: there is nothing to close. Check the "
                    + "period and the sources. Nothing was published.\n")
            #expect(!FileManager.default.fileExists(atPath: place.path("out")))
        }
    }

    @Test("a leg that no gate names may have no break")
    func ungatedLeg() async throws {
        try await withWorkplace { place in
            let text = try place.text(of: "pipelines/local-files.yaml").replacing("../fixtures", with: "fixtures")
            let parts = try #require(text.firstRange(of: "  tie_out:\n")).lowerBound
            let gates = try #require(text.firstRange(of: "gates:\n")).lowerBound
            let leg = text[parts..<gates]
            let lenient = text[..<gates] + leg.replacing("tie_out", with: "other")
            try place.write("legs.yaml", lenient + "gates:\n  - { no_more_than: 100, of: [tie_out.breaks] }\n")
            let ending = try await place.run(["run", "legs.yaml"] + Workplace.month)
            #expect(ending.code == 3)
            #expect(ending.output.contains("The books do not tie out: 76 breaks (38 where 0 are allowed)."))
        }
    }

    @Test("as many bad rows as the pipeline allows are published, and do not fail the run")
    func toleratedRow() async throws {
        try await withWorkplace { place in
            let pipeline = try place.text(of: "pipelines/local-files.yaml")
                .replacing("    parse: report\n", with: "    parse: report\n    rejects: 1\n")
                .replacing("../fixtures", with: "fixtures")
            try place.write("tolerant.yaml", pipeline)
            var pieces = CSVText.pieces(try Workplace.report())
            pieces.append("a,b,c\n")
            try place.write("bad.csv", pieces.joined())
            let ending = try await place.run(["run", "tolerant.yaml", "--param", "report=bad.csv"] + Workplace.month)
            #expect(ending.code == 3)
            #expect(ending.output.contains("  charges: 1,241 records, 1 of them not readable\n"))
            let rejects = try place.rows(of: Workplace.localSet + "/rejects.csv.gz")
            #expect(rejects.map { $0["text"] } == ["a,b,c"])
            #expect(try place.breaks(in: Workplace.localSet) == (try Workplace.plantedBreaks()))
        }
    }
}
