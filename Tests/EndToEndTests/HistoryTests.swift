import Formats
import Testing

@Suite("crossfoot history", .timeLimit(.minutes(15)))
struct HistoryTests {
    @Test("runs are listed with what they found, also those that failed, and compared")
    func history() async throws {
        try await withWorkplace { place in
            let nothing = "Nothing was run with the state in .crossfoot yet."
            #expect(try await place.run("history").output == "\(nothing)\n")
            #expect(try await place.run(["run", "pipelines/invoices.yaml", "--sandbox"] + Workplace.month).code == 3)
            #expect(
                try await place.run("history").output
                    == "\(nothing) Runs with a sandbox of their own have another ledger: --sandbox shows it.\n")
            #expect(try await place.runLocalFiles().code == 3)
            #expect(try await place.runLocalFiles("--param", "report=nowhere.csv").code == 65)
            let all = try await place.run("history", "--json")
            let runs = try JSONValue(parsing: Array(all.output.utf8)).array ?? []
            #expect(runs.map { $0["run"]?.integer } == [2, 1])
            #expect(runs.map { $0["exit_code"]?.integer } == [65, 3])
            let run = try #require(runs.last)
            let summary = try place.json(Workplace.localSet + "/summary.json")
            let leg = try #require(summary["legs"]?.array?.first)
            #expect(run["legs"]?.array?.first?["breaks"] == leg["breaks"])
            #expect(run["sources"]?.array?.count == 2)
            #expect(run["stages"]?.array?.allSatisfy { $0["milliseconds"]?.integer != nil } == true)
            #expect(run["directory"]?.string == Workplace.localSet)
            let table = try await place.run("history", "--limit", "1")
            #expect(table.output.contains("local-files") && table.output.split(separator: "\n").count == 2)
            #expect(try await place.run("history", "--pipeline", "month-end").output.hasPrefix("Nothing"))
            let sandbox = try await place.run("history", "--sandbox")
            #expect(sandbox.output.contains("invoices") && sandbox.code == 0)
            let difference = try await place.run("history", "diff", "1", "2")
            #expect(difference.code == 0 && difference.output.contains("nowhere.csv"), "\(difference.error)")
            let lines = difference.output.split(separator: "\n").filter { $0.hasPrefix("records") }
            #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix("-") }, "\(difference.output)")
            #expect(try await place.run("history", "diff", "1", "1").output == "Nothing differs.\n")
            #expect(try await place.run("history", "diff", "1", "9").code == 1)
            #expect(try await place.run("history", "diff", "1", "x").code == 64)
        }
    }

    @Test("secrets are in no run")
    func secrets() async throws {
        try await withWorkplace { place in
            let words = try place.serviceRun("http://127.0.0.1:9", access: "an-access-token-to-hide")
            #expect(try await place.run(words + ["--param", "period=2026-10"]).code != 0)
            let bytes = try place.bytes(of: ".crossfoot/ledger.sqlite")
            #expect(bytes.firstRange(of: Array("an-access-token-to-hide".utf8)) == nil)
            #expect(try await place.run("history").output.contains("69"))
        }
    }
}
