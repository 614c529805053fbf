import Formats
import Publication
import Records
import Runner
import Streaming

/// `crossfoot verify`: proves that a published set is what a run published.
enum VerifyCommand {
    static let definition = CommandDefinition(
        name: "verify",
        summary: "Proves from a published set's files alone that nothing in it was changed and that it adds up.",
        operands: ["DIR"],
        flags: [
            Flag(name: "output", value: "FORMAT", summary: "text or json (text)", known: ["text", "json"])
        ],
        examples: [
            ("crossfoot verify out/month-end/2026-10", "check a month before you pay, or pass it on"),
            ("crossfoot verify out/month-end/2026-10 --output json", "the same for a program"),
        ],
        notes: """
            Every digest, total and identity is worked out again, from nothing but the files in DIR.

            Exit codes: 0 all holds · 1 something does not: DIR is not what the run published · 64 usage ·
              65 DIR is no published set · 130 interrupted · 143 terminated
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let format = arguments.value("output") ?? "text"
            guard ["text", "json"].contains(format) else {
                throw UsageError(message: "--output must be one of text, json, not \"\(format)\"")
            }
            let verifier = SetVerifier(directory: arguments.operands[0])
            let workers = WorkerThreads(count: 1, name: "verifying")
            defer { workers.close() }
            let result = try await Interruption.watch {
                try await withTaskExecutorPreference(workers) { try verifier.verify() }
            }
            let text = format == "json" ? result.json.indentedText : result.text.printable(keepsNewlines: true)
            try Terminal.output.writeWhole(Array(text.utf8))
            return result.holds ? .clean : .stageFailed
        } catch let error as PublicationError {
            Terminal.error.writeMessage("crossfoot verify: \(error.message)\n")
            return .badInput
        } catch {
            return CommandFailure.tell(error, of: "verify")
        }
    }
}
