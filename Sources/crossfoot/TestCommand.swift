import Pipelines
import Records
import Reports
import Runner
import Streaming

/// `crossfoot test`: runs the tests that stand in pipeline files.
enum TestCommand {
    static let definition = CommandDefinition(
        name: "test",
        summary: "Runs the tests that stand in pipeline files.",
        operands: ["PATH…"],
        flags: [
            Flag(name: "output", value: "FORMAT", summary: "text or junit (text)", known: ["text", "junit"]),
            Flag(name: "filter", value: "NAME", summary: "only tests with this in their name"),
            Flag(
                name: "as-of", value: "DATE",
                summary: "the day that counts as today, where a test says none (the clock's)"),
            Flag(name: "jobs", value: "N", summary: "how many threads compute (one a processor)"),
        ],
        examples: [
            ("crossfoot test pipelines", "run the tests of every pipeline file below a directory"),
            ("crossfoot test pipelines --output junit > tests.xml", "the same for a CI system"),
        ],
        notes: """
            PATH is as `crossfoot lint` has it. A test runs its pipeline on what it gives, in a directory that is removed: it
              asks no service and no environment variables, publishes nothing, and has no effects.

            Exit codes: 0 all tests hold · 1 one does not, or there is none · 64 usage · 73 standard output is full ·
              78 a file cannot be used, no test was run · 130 interrupted · 143 terminated
            """,
        run: run
    )

    /// A file's tests, and how they ended.
    private struct Suite: Sendable {
        let path: String
        let pipeline: String
        let results: [PipelineTestResult]
    }

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let format = arguments.value("output") ?? "text"
            guard ["text", "junit"].contains(format) else {
                throw UsageError(message: "--output must be one of text, junit, not \"\(format)\"")
            }
            let jobs = try arguments.number("jobs", in: 1...64) ?? Machine.processorCount
            let today = try Machine.today(arguments)
            let files = try files(arguments, today: today)
            let filter = arguments.value("filter")
            let suites = try await Interruption.watch { try await run(files, filter, today: today, jobs: jobs) }
            let text = format == "junit" ? junit(suites) : Self.text(suites)
            try Terminal.output.writeWhole(Array(text.utf8))
            return end(suites, filter)
        } catch {
            return CommandFailure.tell(error, of: "test")
        }
    }

    /// - Throws: ``RunFailure`` with every fault of all files.
    private static func files(_ arguments: Arguments, today: CivilDate) throws -> [PipelineFiles.Checked] {
        let files = PipelineFiles(arguments.operands, arguments: [], today: today).checked
        let faults = files.flatMap(\.diagnostics).filter { $0.severity == .error }
        if faults.isEmpty { return files }
        throw RunFailure(.invalidPipeline, faults.map(\.description).joined(separator: "\n"))
    }

    private static func run(
        _ files: [PipelineFiles.Checked], _ filter: String?, today: CivilDate, jobs: Int
    ) async throws -> [Suite] {
        var suites: [Suite] = []
        for file in files {
            var results: [PipelineTestResult] = []
            for test in file.pipeline?.tests ?? [] where filter.map(test.name.contains) ?? true {
                let run = PipelineTestRun(
                    of: test, in: file.path, today: today, jobs: jobs, toolVersion: Crossfoot.version)
                results.append(try await run.run())
            }
            suites.append(Suite(path: file.path, pipeline: file.pipeline?.name ?? "", results: results))
        }
        return suites
    }

    // MARK: - Telling

    private static func text(_ suites: [Suite]) -> String {
        let lines = suites.flatMap { suite in
            [suite.results.isEmpty ? "\(suite.path): no tests" : suite.path]
                + suite.results.flatMap { result in
                    ["  \(result.holds ? "holds" : "FAILS")  \(result.name)"]
                        + result.differences.map { "         \(suite.path):\($0.position): \($0.message)" }
                }
        }
        return lines.map { $0.printable(keepsNewlines: true) + "\n" }.joined()
    }

    private static func junit(_ suites: [Suite]) -> String {
        JUnitReport(
            suites.map { suite in
                let cases = suite.results.map { result in
                    JUnitReport.Case(
                        name: result.name, line: result.position.line,
                        failures: result.differences.map { "\(suite.path):\($0.position): \($0.message)" })
                }
                return JUnitReport.Suite(name: suite.pipeline, file: suite.path, cases: cases)
            }
        ).xml
    }

    /// That nothing was tried is no success.
    private static func end(_ suites: [Suite], _ filter: String?) -> ExitCode {
        let results = suites.flatMap(\.results)
        let failed = results.count { !$0.holds }
        let files = "\(suites.count) file\(suites.count == 1 ? "" : "s")"
        if results.isEmpty {
            let which = filter.map { "no test of \(files) has \"\($0)\" in its name" } ?? "there is no test in \(files)"
            Terminal.error.writeMessage("crossfoot test: \(which)\n")
            return .stageFailed
        }
        let tests = "\(results.count) test\(results.count == 1 ? "" : "s") in \(files)"
        let outcome = failed == 0 ? "all hold" : "\(failed) \(failed == 1 ? "fails" : "fail")"
        Terminal.error.write("crossfoot test: \(tests), \(outcome)\n")
        return failed == 0 ? .clean : .stageFailed
    }
}
