import Formats
import Foundation
import Streaming
import Testing

@Suite("The files with the details of invoices")
struct InvoiceFileTests {
    private static func pipeline(_ selection: String) -> String {
        """
        version: 1
        name: details
        stages:
          invoices: { fetch: invoices }
          files: { fetch: invoice-files, \(selection) }
          lines: { parse: files }
          out: { write: lines, to: lines.csv.gz }

        """
    }

    private static let set = "out/sandbox/details/all"
    private static let words = ["run", "details.yaml", "--sandbox", "--as-of", "2026-11-23"]
    private static let fixture = "fixtures/month-end/invoices/900116/IN-2026-10-SEK.csv"

    @Test("one that is wanted by name is downloaded, read, and named with its digest among the inputs")
    func byName() async throws {
        try await withWorkplace { place in
            try place.write("details.yaml", Self.pipeline("invoice_id: \"900116\", files: \"*.csv\""))
            let ending = try await place.run(Self.words)
            #expect(ending.code == 0, "\(ending.error)")
            let (read, written) = (
                CSVText.rows(try place.text(of: Self.fixture)), try place.rows(of: Self.set + "/lines.csv.gz")
            )
            #expect(read == written && !read.isEmpty)
            let inputs = try place.json(Self.set + "/manifest.json")["inputs"]?.array ?? []
            let file = inputs.first { $0["name"] == "files-900116-IN-2026-10-SEK.csv" }
            #expect(file?["sha256"]?.string == SHA256.digest(of: try place.bytes(of: Self.fixture)))
            #expect(ending.error.contains("files: downloading IN-2026-10-SEK.csv from 127.0.0.1"), "\(ending.error)")
            #expect(!ending.error.contains("X-Signature") && !ending.output.contains("X-Signature"))
        }
    }

    @Test("a run that resumes downloads nothing again, and publishes the same bytes")
    func resumed() async throws {
        try await withWorkplace { place in
            try place.write("details.yaml", Self.pipeline("invoice_id: \"900116\", files: \"*.csv\""))
            _ = try await place.run(Self.words)
            let first = try place.contents(below: Self.set)
            let ending = try await place.run(Self.words + ["--resume"])
            #expect(ending.code == 0, "\(ending.error)")
            #expect(!ending.error.contains("downloading") && ending.error.contains("files: "), "\(ending.error)")
            #expect(try place.contents(below: Self.set) == first)
        }
    }

    @Test(
        "an invoice without a file that is wanted ends the run: what is missing would not be missed",
        arguments: [
            (
                "invoices: invoices, files: \"*.csv\"",
                "has no file that is called \"*.csv\"; it has none. Nothing was published."
            ),
            (
                "invoice_id: \"900116\", files: \"*.pdf\"",
                "invoice 900116 has no file that is called \"*.pdf\"; it has IN-2026-10-SEK.csv, summary.txt."
            ),
            ("invoice_id: \"1\"", "invoice 1"),
        ])
    func missing(_ selection: String, _ fault: String) async throws {
        try await withWorkplace { place in
            try place.write("details.yaml", Self.pipeline(selection))
            let ending = try await place.run(Self.words)
            #expect([1, 65].contains(ending.code) && ending.error.contains(fault), "\(ending.error)")
            #expect(try place.files(below: "out") == [])
        }
    }
}
