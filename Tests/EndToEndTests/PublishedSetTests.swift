import Foundation
import Formats
import Records
import Streaming
import Testing

@Suite("What a run publishes")
struct PublishedSetTests {
    @Test("two runs publish the same bytes, whatever the number of threads")
    func isDeterministic() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd("--jobs", "1").code == 3)
            let first = try place.contents(below: Workplace.sandboxSet)
            #expect(try await place.runMonthEnd("--jobs", "4").code == 3)
            let second = try place.contents(below: Workplace.sandboxSet)
            #expect(first.keys.sorted() == second.keys.sorted())
            for (name, bytes) in first {
                #expect(SHA256.digest(of: bytes) == second[name].map { SHA256.digest(of: $0) }, "\(name)")
            }
        }
    }

    @Test("the set is complete, and a second run leaves nothing beside it")
    func isComplete() async throws {
        try await withWorkplace { place in
            for _ in 0..<2 { _ = try await place.runMonthEnd() }
            #expect(
                try place.files(below: "out")
                    == [
                        "breaks.csv.gz", "charges.csv.gz", "junit.xml", "manifest.json", "matches.csv.gz",
                        "open-items.jsonl.gz",
                        "rejects.csv.gz", "summary.json", "summary.md",
                    ].map { "sandbox/month-end/2026-10/" + $0 }
            )
            #expect(place.unfinishedRuns(state: ".crossfoot/sandbox") == [])
        }
    }

    @Test("gzip accepts every compressed file, and none holds a time")
    func isGzip() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let names = try place.files(below: Workplace.sandboxSet).filter { $0.hasSuffix(".gz") }
            #expect(names.count == 5)
            for name in names {
                let path = Workplace.sandboxSet + "/" + name
                #expect(try await place.runSystem("/usr/bin/gzip", "-t", path).code == 0, "\(name)")
                #expect(try place.bytes(of: path)[4..<8].allSatisfy { $0 == 0 }, "\(name)")
            }
        }
    }

    @Test("the manifest is right about every file")
    func manifestIsRight() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let manifest = try place.json(Workplace.sandboxSet + "/manifest.json")
            let outputs = try #require(manifest["outputs"]?.array)
            let names = outputs.compactMap { $0["name"]?.string }
            #expect(names + ["manifest.json"] == (try place.files(below: Workplace.sandboxSet)).sorted(by: namesFirst))
            for output in outputs { try check(output, in: place) }
            let text = try place.bytes(of: "pipelines/month-end.yaml")
            #expect(manifest["pipeline"]?["sha256"]?.string == SHA256.digest(of: text))
        }
    }

    /// The manifest cannot name itself.
    private func namesFirst(_ left: String, _ right: String) -> Bool {
        if (left == "manifest.json") != (right == "manifest.json") { return right == "manifest.json" }
        return left < right
    }

    private func check(_ entry: JSONValue, in place: Workplace) throws {
        let name = try #require(entry["name"]?.string)
        let path = Workplace.sandboxSet + "/" + name
        let bytes = try place.bytes(of: path)
        let content = name.hasSuffix(".gz") ? try place.expanded(path) : bytes
        #expect(entry["bytes"]?.integer == bytes.count, "\(name)")
        #expect(entry["sha256"]?.string == SHA256.digest(of: bytes), "\(name)")
        #expect(entry["content_sha256"]?.string == SHA256.digest(of: content), "\(name)")
        let text = String(decoding: content, as: UTF8.self)
        let rows: Int? =
            name.hasSuffix(".csv.gz")
            ? CSVText.records(text).count - 1 : name.hasSuffix(".jsonl.gz") ? text.split(separator: "\n").count : nil
        #expect(entry["rows"]?.integer == rows, "\(name)")
    }

    @Test("the manifest is right about local files, as they lie there and expanded")
    func manifestIsRightAboutInputs() async throws {
        try await withWorkplace { place in
            let report = try place.bytes(of: "fixtures/month-end/reports/49038.csv")
            try place.write("report.csv", report)
            #expect(try await place.runSystem("/usr/bin/gzip", "report.csv").code == 0)
            _ = try await place.runLocalFiles("--param", "report=report.csv.gz")
            let inputs = try #require(try place.json(Workplace.localSet + "/manifest.json")["inputs"]?.array)
            let packed = try place.bytes(of: "report.csv.gz")
            #expect(inputs.map { $0["name"] } == ["report.csv.gz", "fixtures/month-end/subscriptions.json"])
            #expect(inputs[0]["bytes"]?.integer == packed.count)
            #expect(inputs[0]["sha256"]?.string == SHA256.digest(of: packed))
            #expect(inputs[0]["content_sha256"]?.string == SHA256.digest(of: report))
        }
    }

    @Test("the summary's identities hold, and its outcomes add up to the sources")
    func summaryAddsUp() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let summary = try place.json(Workplace.sandboxSet + "/summary.json")
            #expect(summary["schema_version"] == 1 && summary["breaks"] == 50 && summary["ties_out"] == false)
            let legs = try #require(summary["legs"]?.array)
            #expect(legs.compactMap { $0["leg"]?.string } == ["header_tie", "line_tie", "tie_out"])
            for leg in legs { try checkSums(of: leg) }
        }
    }

    private func checkSums(of leg: JSONValue) throws {
        let identities = try #require(leg["identities"]?.array)
        #expect(!identities.isEmpty && identities.allSatisfy { $0["holds"] == true })
        let outcomes = try #require(leg["outcomes"]?.array)
        for side in ["billed", "expected"] {
            let rows = outcomes.reduce(0) { $0 + ($1[side]?["rows"]?.integer ?? 0) }
            #expect(rows == leg[side]?["rows"]?.integer, "\(side)")
            let total = try outcomes.reduce(ExactDecimal.zero) { sum, outcome in
                try sum.adding(try ExactDecimal(parsing: outcome[side]?["amounts"]?["SEK"]?.string ?? "0"))
            }
            let source = try ExactDecimal(parsing: leg[side]?["amounts"]?["SEK"]?.string ?? "")
            #expect(total == source, "\(side)")
        }
    }

    @Test("open items are JSON, one a break")
    func openItems() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let text = String(
                decoding: try place.expanded(Workplace.sandboxSet + "/open-items.jsonl.gz"),
                as: UTF8.self
            )
            let items = try text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(
                items.filter { $0["leg"] == "tie_out" }.compactMap { $0["code"]?.string }.sorted()
                    == (try Workplace.plantedBreaks()).map(\.code).sorted()
            )
        }
    }
}
