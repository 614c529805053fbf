import Formats
import IonSandbox
import Records
import Runner
import Streaming

/// `crossfoot sandbox`: serves the API on this machine.
enum SandboxCommand {
    static let definition = CommandDefinition(
        name: "sandbox",
        summary: "Serves the API of StreamOne Ion on this machine, from files.",
        operands: [],
        flags: [
            Flag(name: "port", value: "N", summary: "the port (any free one)"),
            Flag(name: "address", value: "IP", summary: "the address to listen on (127.0.0.1)"),
            Flag(name: "as-of", value: "DATE", summary: "the day that counts as today (the clock's)"),
            Flag(name: "config", value: "FILE", summary: "write a configuration for clients to this file"),
        ] + SandboxSession.contentFlags,
        examples: [
            ("crossfoot sandbox --port 8080 --config sandbox.json", "serve until interrupted"),
            ("crossfoot run pipelines/month-end.yaml --config sandbox.json", "run against it, in another window"),
            ("crossfoot sandbox --fault 'GET */subscriptions: 503 x2, retry-after 1'", "serve with a fault"),
        ],
        notes: """
            The sandbox listens on loopback only, unless --address says otherwise. It ends with Ctrl-C.

            A fault RULE is 'METHOD PATH-PATTERN: ACTION[, ACTION…]'. METHOD may be *, and in the pattern * is any text;
            the query does not count. \(FaultRule.help)
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            // Signals are watched before anything is announced: whoever reads the announcement may send one.
            try await Interruption.watch { try await serve(arguments) }
            return .clean
        } catch let error as UsageError {
            Terminal.error.write("crossfoot sandbox: \(error.message)\nTry: crossfoot help sandbox\n")
            return .usage
        } catch is Interruption {
            return .clean
        } catch {
            Terminal.error.writeMessage("crossfoot sandbox: \(error)\n")
            return .stageFailed
        }
    }

    /// Serves until the task is cancelled.
    private static func serve(_ arguments: Arguments) async throws {
        let sandbox = try Sandbox.start(try SandboxSession.sandboxConfiguration(arguments))
        defer { sandbox.stop() }
        let configuration = SandboxSession.configuration(of: sandbox).indentedText
        if let path = arguments.value("config") {
            try File.replace(path, with: Array(configuration.utf8), mode: 0o600)
            Terminal.output.write("serving on \(sandbox.baseURL), configuration in \(path)\n")
        } else {
            Terminal.output.write("serving on \(sandbox.baseURL), with this configuration:\n\(configuration)")
        }
        try await Task.sleep(for: .seconds(1_000_000_000))
    }
}
