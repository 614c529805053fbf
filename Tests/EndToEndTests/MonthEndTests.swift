import Foundation
import Records
import Testing

@Suite("The month of the fixtures")
struct MonthEndTests {
    @Test("month-end.yaml finds the planted breaks: nothing more, nothing less")
    func findsWhatWasPlanted() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd()
            #expect(ending.code == 3)
            let (planted, found) = (try Workplace.plantedBreaks(), try place.breaks(in: Workplace.sandboxSet))
            #expect(planted.count == 38)
            #expect(found.filter { !planted.contains($0) } == [], "found and not planted")
            #expect(planted.filter { !found.contains($0) } == [], "planted and not found")
            #expect(found == planted)
        }
    }

    @Test("standard output is the golden text")
    func printsTheGoldenText() async throws {
        try await withWorkplace { place in
            try Golden.check(try await place.runMonthEnd().output, "month-end.txt")
        }
    }

    @Test(
        "Complaint: no completion line, noise in CI. Standard error has plain lines, one for each stage's start and end"
    )
    func tellsItsProgress() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd()
            // The stages run at once, so their lines may come in any order.
            #expect(
                ending.errorLines.sorted() == [
                    "carried: carry open items of 2026-09", "carried: no set of 2026-09 is published beside this one",
                    "charges: 1240 records", "charges: parse report", "charges_out: 1240 records",
                    "charges_out: write charges.csv.gz", "entitlements: 312 records",
                    "entitlements: parse subscriptions", "header_tie: 5 breaks",
                    "header_tie: reconcile invoice_headers with invoice_lines", "invoice_headers: 6 records",
                    "invoice_headers: parse invoices", "invoice_lines: 271 records", "invoice_lines: parse invoices",
                    "invoices: 83629 bytes", "invoices: fetch invoices as json", "line_tie: 7 breaks",
                    "line_tie: reconcile invoice_lines with charges", "report: 172362 bytes",
                    "report: fetch report 49038",
                    "subscriptions: 448672 bytes", "subscriptions: fetch subscriptions", "tie_out: 38 breaks",
                    "tie_out: reconcile charges with entitlements",
                ]
            )
            #expect(!(ending.error + ending.output).utf8.contains(0x1B))
        }
    }

    @Test("local files give what the service gives, invoices aside", arguments: [false, true])
    func localFilesAgree(isGzipped: Bool) async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            var words: [String] = []
            if isGzipped {
                for name in ["reports/49038.csv", "subscriptions.json"] {
                    let text = try place.bytes(of: "fixtures/month-end/" + name)
                    try place.write("exports/" + name, text)
                    #expect(try await place.runSystem("/usr/bin/gzip", place.path("exports/" + name)).code == 0)
                }
                words = ["report=exports/reports/49038.csv.gz", "subscriptions=exports/subscriptions.json.gz"]
                    .flatMap { ["--param", $0] }
            }
            let ending = try await place.run(["run", "pipelines/local-files.yaml"] + Workplace.month + words)
            #expect(ending.code == 3)
            for table in ["breaks", "matches"] {
                let local = try place.judgements("\(Workplace.localSet)/\(table).csv.gz")
                #expect(local == (try place.judgements("\(Workplace.sandboxSet)/\(table).csv.gz")))
                #expect(local.count > 38)
            }
        }
    }

    @Test("export.yaml publishes the report byte for byte")
    func exportsTheReport() async throws {
        try await withWorkplace { place in
            let ending = try await place.run(["run", "pipelines/export.yaml", "--sandbox"] + Workplace.month)
            #expect(ending.code == 0)
            let exported = try place.expanded("out/sandbox/export/2026-10/report.csv.gz")
            #expect(exported == (try place.bytes(of: "fixtures/month-end/reports/49038.csv")))
            #expect(
                ending.output == """
                    export 2026-10, as of 2026-11-23

                    Nothing was reconciled.

                    Published:
                      out/sandbox/export/2026-10/junit.xml
                      out/sandbox/export/2026-10/manifest.json
                      out/sandbox/export/2026-10/rejects.csv.gz
                      out/sandbox/export/2026-10/report.csv.gz
                      out/sandbox/export/2026-10/summary.json
                      out/sandbox/export/2026-10/summary.md

                    """
            )
        }
    }
}

/// What a change in the report changes in the breaks.
@Suite("A changed report")
struct ChangedReportTests {
    /// A row that agrees to the cent.
    private struct CleanRow {
        let place: Int
        let fields: [String]

        var subscription: String { fields[4] }
        var amount: String { fields[27] }
    }

    @Test("without its row, a subscription is one that was not billed")
    func rowRemoved() async throws {
        try await withWorkplace { place in
            let row = try await cleanRow(in: place)
            var pieces = CSVText.pieces(try Workplace.report())
            pieces.remove(at: row.place)
            let (lost, gained) = try await differences(pieces, in: place)
            #expect(lost == [])
            #expect(gained.map(\.code) == ["S1"])
            #expect(gained.first?.subscription == row.subscription)
            #expect(gained.first?.expected == (try ExactDecimal(parsing: row.amount)))
        }
    }

    @Test(
        "a changed amount is a changed price, but for a minor unit",
        arguments: [("0.02", ["V3"]), ("-0.02", ["V4"]), ("0.01", []), ("-0.01", [])]
    )
    func amountChanged(by change: String, codes: [String]) async throws {
        try await withWorkplace { place in
            let row = try await cleanRow(in: place)
            var pieces = CSVText.pieces(try Workplace.report())
            let amount = try ExactDecimal(parsing: row.amount).adding(try ExactDecimal(parsing: change))
            let changed = row.fields.enumerated().map { $0 == 27 ? amount.text(minimumFractionDigits: 2) : $1 }
            pieces[row.place] = changed.joined(separator: ",") + "\n"
            let (lost, gained) = try await differences(pieces, in: place)
            #expect(lost == [])
            #expect(gained.map(\.code) == codes)
            #expect(gained.allSatisfy { $0.subscription == row.subscription && $0.billed == amount })
            let matches = try place.rows(of: Workplace.localSet + "/matches.csv.gz")
            // Within a minor unit it is rounding, which is flagged and posted.
            let near = matches.filter { $0["flags"] == "within-a-unit" && $0["bucket"] == "rounding" }
            #expect(near.compactMap { $0["subscription"] } == (codes.isEmpty ? [row.subscription] : []))
        }
    }

    /// A row that alone explains its subscription, found exact by a run.
    private func cleanRow(in place: Workplace) async throws -> CleanRow {
        _ = try await place.runLocalFiles()
        let matches = try place.rows(of: Workplace.localSet + "/matches.csv.gz")
        let records = CSVText.records(try Workplace.report())
        let match = try #require(
            matches.first { match in
                // Between 100 and 1,000 a cent is within a tenth of a percent, and there is nothing to quote.
                match["code"] == "M0" && (match["billed_amount"] ?? "").count == "123.45".count
                    && records.filter { $0[4] == match["subscription"] }.count == 1
                    && !records.contains {
                        $0[4] == match["subscription"] && $0.joined().contains { ",\"\n".contains($0) }
                    }
            }
        )
        let place = try #require(records.firstIndex { $0[4] == match["subscription"] })
        return CleanRow(place: place, fields: records[place])
    }

    /// The breaks by code, subscription and amounts that a changed report loses and gains; rows move, so they do
    /// not count.
    private func differences(_ pieces: [String], in place: Workplace) async throws -> (lost: [Break], gained: [Break]) {
        let before = try place.breaks(in: Workplace.localSet).map(\.withoutRows)
        try place.write("changed.csv", pieces.joined())
        #expect(try await place.runLocalFiles("--param", "report=changed.csv").code == 3)
        let after = try place.breaks(in: Workplace.localSet).map(\.withoutRows)
        return (before.filter { !after.contains($0) }, after.filter { !before.contains($0) })
    }
}

extension Break {
    /// The same, wherever its rows stand.
    fileprivate var withoutRows: Break {
        Break(code: code, subscription: subscription, rows: "", billed: billed, expected: expected)
    }
}

extension Workplace {
    /// What a table says of charges against entitlements, up to `why`: what comes behind it names files.
    fileprivate func judgements(_ name: String) throws -> [[String]] {
        let records = CSVText.records(String(decoding: try expanded(name), as: UTF8.self))
        let end = try #require(records.first?.firstIndex(of: "why"))
        return records.filter { $0[0] == "leg" || $0[0] == "tie_out" }.map { Array($0[...end]) }
    }
}
