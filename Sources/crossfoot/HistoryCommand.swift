import Formats
import Ledger
import Records
import Runner

/// `crossfoot history`: lists the runs that the ledger knows, and says what differs between two.
enum HistoryCommand {
    static let definition = CommandDefinition(
        name: "history",
        summary: "Lists the runs of this directory, the last one first; `history diff A B` compares two.",
        operands: [],
        flags: [
            Flag(name: "pipeline", value: "NAME", summary: "only the runs of this pipeline"),
            Flag(name: "limit", value: "N", summary: "how many at the most (20)"),
            Flag(name: "json", value: nil, summary: "print all that is known of them as JSON"),
        ] + LedgerChoice.flags,
        examples: [
            ("crossfoot history", "what was run here"),
            ("crossfoot history --pipeline month-end --limit 1 --json", "all that is known of the last month-end"),
        ],
        notes: """
            A run without an end is still under way, or was killed. Times are in UTC.

            Exit codes: 0 done, also where nothing was run yet · 1 the ledger cannot be read · 64 usage · 130 interrupted ·
              143 terminated
            """,
        run: list
    )

    static let difference = CommandDefinition(
        name: "history diff",
        summary: "Says what differs between two runs: parameters, records, breaks, totals, durations.",
        operands: ["A", "B"],
        flags: [Flag(name: "json", value: nil, summary: "print it as JSON")] + LedgerChoice.flags,
        examples: [("crossfoot history diff 12 14", "what changed from run 12 to run 14")],
        notes: """
            A and B are numbers of `crossfoot history`.

            Exit codes: 0 done, also where nothing differs · 1 there is no such run · 64 usage · 130 interrupted ·
              143 terminated
            """,
        run: compare
    )

    private static func list(_ arguments: Arguments) async -> ExitCode {
        do {
            let pipeline = arguments.value("pipeline")
            let limit = try arguments.number("limit", in: 1...100_000) ?? 20
            let choice = LedgerChoice(arguments)
            let runs: [RecordedRun]
            do {
                runs = try await choice.use { try $0.runs(ofPipeline: pipeline, limit: limit) }
            } catch let error as LedgerError where error.code == .notFound {
                runs = []
            }
            let json = JSONValue.array(runs.map(\.json)).indentedText
            let nothing = "Nothing was run with the state in \(choice.state) yet.\(choice.hint)\n"
            let text = runs.isEmpty ? nothing : table(runs)
            try Terminal.output.writeWhole(
                Array((arguments.has("json") ? json : text.printable(keepsNewlines: true)).utf8))
            return .clean
        } catch {
            return LedgerChoice.fail(error, "history")
        }
    }

    private static func table(_ runs: [RecordedRun]) -> String {
        let headings = ["run", "pipeline", "period", "started", "took", "exit", "breaks", "result"]
        let rows = runs.map { recorded in
            let run = recorded.run
            let result = run.endedAt == nil ? "no end is known" : run.message ?? ""
            return [
                String(recorded.id), run.pipeline, run.period, run.startedAt.description,
                run.seconds.map { "\($0) s" } ?? "-", run.exitCode.map(String.init) ?? "-",
                run.legs.isEmpty ? "-" : String(run.breakCount), String(result.prefix(60)),
            ]
        }
        return Columns.text([headings] + rows)
    }

    private static func compare(_ arguments: Arguments) async -> ExitCode {
        do {
            let ids = try arguments.operands.map { text throws(UsageError) in
                guard let id = Int(text) else {
                    throw UsageError(message: "A and B are numbers of runs, not \"\(text)\"")
                }
                return id
            }
            let lines = try await LedgerChoice(arguments).use { ledger in
                RunDifference(try ledger.run(ids[0]).run, try ledger.run(ids[1]).run).lines
            }
            let json = JSONValue.array(lines.map(\.json)).indentedText
            let text =
                lines.isEmpty
                ? "Nothing differs.\n"
                : Columns.text(
                    [["", "", "run \(ids[0])", "run \(ids[1])"]]
                        + lines.map { [$0.kind, $0.name, $0.before ?? "-", $0.after ?? "-"] })
            try Terminal.output.writeWhole(
                Array((arguments.has("json") ? json : text.printable(keepsNewlines: true)).utf8))
            return .clean
        } catch {
            return LedgerChoice.fail(error, "history diff")
        }
    }
}
