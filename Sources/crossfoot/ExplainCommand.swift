import Records
import Runner
import Streaming

/// `crossfoot explain`: tells what became of a subscription or a row, with the arithmetic.
enum ExplainCommand {
    static let definition = CommandDefinition(
        name: "explain",
        summary: "Tells what became of a subscription or a row, with its rows and the arithmetic.",
        operands: ["KEY"],
        flags: [
            Flag(name: "run", value: "DIR", summary: "the published set"),
            Flag(name: "state", value: "DIR", summary: "where the run had its state (.crossfoot, and its sandbox)"),
        ],
        examples: [
            (
                "crossfoot explain 7a6708b2-749f-4b67-9d27-438613f87b97 --run out/month-end/2026-10",
                "why a subscription was billed as it was"
            ),
            ("crossfoot explain report.json:17 --run out/month-end/2026-10", "what became of a row"),
        ],
        notes: """
            KEY is the id of a subscription, a customer, an invoice, an SKU or an open item, or a row as the tables name it. The
              outcomes come from the set, their rows from the store of what was fetched, and from local files as they were.
              Open items are told with their names, which decisions about them need.

            Exit codes: 0 told · 1 nothing in the set is about KEY, or the rows say something else than the set · 64 usage ·
              65 DIR is no published set, or damaged · 130 interrupted · 143 terminated
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            guard let directory = arguments.value("run") else {
                throw UsageError(
                    message: "--run is missing: name the published set, such as --run out/month-end/2026-10")
            }
            guard !arguments.operands[0].isEmpty else { throw UsageError(message: "KEY is empty") }
            let state = arguments.value("state") ?? ".crossfoot"
            let explainer = RunExplainer(
                arguments.operands[0], directory: directory, states: [state, state + "/sandbox"])
            let workers = WorkerThreads(count: 1, name: "explaining")
            defer { workers.close() }
            let story = try await Interruption.watch {
                try await withTaskExecutorPreference(workers) { try await explainer.story() }
            }
            try Terminal.output.writeWhole(Array(story.text.printable(keepsNewlines: true).utf8))
            return story.agrees ? .clean : .stageFailed
        } catch {
            return CommandFailure.tell(error, of: "explain")
        }
    }
}
