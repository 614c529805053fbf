import Formats
import Pipelines
import Records
import Runner
import StreamOneIon
import Streaming

/// `crossfoot plan`: tells what a run would do, without doing it.
enum PlanCommand {
    static let definition = CommandDefinition(
        name: "plan",
        summary: "Tells what a run would do, without asking anybody or changing anything.",
        operands: ["PIPELINE"],
        flags: RunCommand.definition.flags.filter { $0.name != "json" } + [
            Flag(name: "values", value: nil, summary: "show every value that a run would have, and where it came from"),
            Flag(name: "json", value: nil, summary: "print the plan, with the values, as JSON"),
        ],
        examples: [
            (
                "crossfoot plan pipelines/month-end.yaml --config ~/ion.json",
                "what would be fetched, reconciled and published"
            ),
            ("crossfoot plan pipelines/month-end.yaml --values", "what the parameters would be, and why"),
        ],
        notes: """
            Takes the flags of `crossfoot run`. What only the run can show is told as "unknown until run". Nothing is read but the
              pipeline file, the configuration and the state directory.

            Exit codes: 0 planned · 64 usage · 73 standard output is full · 78 pipeline or configuration invalid
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            try SandboxSession.requireSandbox(for: arguments)
            let plan = try plan(arguments)
            let text =
                if arguments.has("json") {
                    plan.json.indentedText
                } else {
                    (arguments.has("values") ? plan.valuesText : plan.text).printable(keepsNewlines: true)
                }
            try Terminal.output.writeWhole(Array(text.utf8))
            return .clean
        } catch {
            return CommandFailure.tell(error, of: "plan")
        }
    }

    private static func plan(_ arguments: Arguments) throws -> RunPlan {
        var request = try RunCommand.request(arguments)
        if arguments.has("sandbox") {
            guard arguments.value("config") == nil else {
                throw UsageError(message: "--sandbox has its own credentials; leave out --config")
            }
            request.stateDirectory += "/sandbox"
            request.serviceName = SandboxSession.name(arguments)
            if arguments.value("out") == nil { request.outputDirectory += "/sandbox" }
        }
        let configuration = try request.configurationPath.map { path throws(IonError) in try IonConfiguration.load(path)
        }
        return try RunPlan(of: request, with: configuration, isSandboxed: arguments.has("sandbox"))
    }
}
