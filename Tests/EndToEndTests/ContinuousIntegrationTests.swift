import Foundation
import Formats
import Testing

@Suite("What a CI job gets from a run")
struct ContinuousIntegrationTests {
    private static let set = Workplace.sandboxSet

    /// Runs the month with variables, as a CI system sets them.
    private func runMonth(_ variables: [String], in place: Workplace, _ words: String...) async throws -> Ending {
        let command = [try Program.crossfoot(), "run", "pipelines/month-end.yaml", "--sandbox"] + Workplace.month
        return try await place.runSystem("/usr/bin/env", variables + command + words)
    }

    @Test("the summary is added to the job's page, behind what stands there; breaks are annotations")
    func job() async throws {
        try await withWorkplace { place in
            try place.write("page.md", "Before.\n")
            let ending = try await runMonth(["GITHUB_STEP_SUMMARY=page.md", "GITHUB_ACTIONS=true"], in: place)
            #expect(ending.code == 3)
            let page = try place.text(of: "page.md")
            let summary = try place.text(of: "\(Self.set)/summary.md")
            #expect(page == "Before.\n" + summary + "\n")
            let annotations = ending.errorLines.filter { $0.hasPrefix("::error ") }
            #expect(annotations.count == 10)
            #expect(
                annotations.contains(
                    "::error title=header_tie%3A D1 HEADER_LINES::5 breaks, all in \(Self.set)/breaks.csv.gz"),
                "\(annotations)")
            #expect(annotations.last?.contains("The books do not tie out") == true)
            #expect(!ending.output.contains("::error"))
        }
    }

    @Test("a page that cannot be written is told, and changes no exit code")
    func noPage() async throws {
        try await withWorkplace { place in
            let ending = try await runMonth(["GITHUB_STEP_SUMMARY=/nowhere/page.md"], in: place)
            #expect(ending.code == 3 && ending.error.contains("the summary is not on the job's page"))
        }
    }

    @Test("junit.xml has a case for each control, and fails where the books do not tie out")
    func junit() async throws {
        try await withWorkplace { place in
            _ = try await place.runMonthEnd()
            let text = try place.text(of: "\(Self.set)/junit.xml")
            #expect(text.contains("<testsuite name=\"month-end 2026-10: tie_out\""))
            #expect(text.contains("name=\"V1 QTY_OVER\""))
            #expect(text.contains("<failure message=\"2 breaks: "))
            #expect(text.contains("<skipped message="))
            #expect(text.contains("name=\"no more than 0 breaks in header_tie, line_tie, tie_out\""))
            let verified = try await place.run("verify", Self.set)
            #expect(verified.code == 0, "\(verified.output)")
        }
    }

    @Test("events are JSON, one a line, and the result is not among them")
    func events() async throws {
        try await withWorkplace { place in
            let ending = try await runMonth([], in: place, "--log-format", "json")
            let events = try ending.errorLines.map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(events.count > 10 && events.allSatisfy { $0["event"]?.string != nil && $0["time"] != nil })
            #expect(
                events.contains { $0["event"] == "finished" && $0["stage"] == "tie_out" && $0["result"] == "38 breaks" }
            )
            #expect(ending.output.contains("The books do not tie out"))
            #expect(try await place.run("run", "x.yaml", "--log-format", "xml").code == 64)
        }
    }

    @Test("metrics say what a run came to, and that it failed where it did")
    func metrics() async throws {
        try await withWorkplace { place in
            _ = try await runMonth([], in: place, "--metrics", "run.prom")
            let text = try place.text(of: "run.prom")
            let labels = "file=\"pipelines/month-end.yaml\",pipeline=\"month-end\",period=\"2026-10\""
            for line in [
                "# TYPE crossfoot_run_exit_code gauge", "crossfoot_run_exit_code{\(labels)} 3",
                "crossfoot_run_ties_out{\(labels)} 0", "crossfoot_run_records{\(labels),stage=\"charges\"} 1240",
                "crossfoot_run_outcomes{\(labels),leg=\"tie_out\",code=\"V1\",break=\"true\"} 2",
            ] {
                #expect(text.contains(line + "\n"), "\(line) is not in\n\(text)")
            }
            _ = try await place.run("run", "missing.yaml", "--metrics", "run.prom")
            #expect(try place.text(of: "run.prom").contains("crossfoot_run_exit_code{file=\"missing.yaml\"} 78\n"))
        }
    }
}
