import Formats
import Pipelines
import Records
import Runner

/// `crossfoot lint`: tells everything that can be said against pipeline files.
enum LintCommand {
    static let definition = CommandDefinition(
        name: "lint",
        summary: "Tells every fault of pipeline files at once, each with its place.",
        operands: ["PATH…"],
        flags: [
            Flag(
                name: "format", value: "FORMAT", summary: "text, json, sarif or github (text)",
                known: ["text", "json", "sarif", "github"]),
            Flag(name: "strict", value: nil, summary: "end with 78 for warnings too"),
            Flag(name: "param", value: "NAME=VALUE", summary: "a value for a parameter of every file", repeats: true),
        ],
        examples: [
            ("crossfoot lint pipelines", "look at every pipeline file below a directory"),
            (
                "crossfoot lint pipelines --format github --strict",
                "show what is found beside the lines, in GitHub Actions"
            ),
        ],
        notes: """
            PATH is a pipeline file, or a directory: then every file below it whose name ends with .yaml or .yml, but for
              hidden ones; what a file includes is looked at as a part of it. Parameters need no value, and environment
              variables are not asked. No file is read but pipeline files, and no service is asked.

            Exit codes: 0 no faults · 64 usage · 73 standard output is full · 78 a file cannot be used
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let format = try format(arguments)
            let files = PipelineFiles(
                arguments.operands, arguments: try RunCommand.parameters(arguments),
                today: try Machine.today(arguments))
            let report = LintReport(
                fileCount: files.checked.count, diagnostics: files.checked.flatMap(\.diagnostics))
            try Terminal.output.writeWhole(Array(text(of: report, as: format).utf8))
            Terminal.error.write("crossfoot lint: \(report.tally)\n")
            let isFaulty = report.errorCount > 0 || (arguments.has("strict") && report.warningCount > 0)
            return isFaulty ? .invalidPipeline : .clean
        } catch {
            return CommandFailure.tell(error, of: "lint")
        }
    }

    private static func format(_ arguments: Arguments) throws(UsageError) -> String {
        let format = arguments.value("format") ?? "text"
        guard ["text", "json", "sarif", "github"].contains(format) else {
            throw UsageError(message: "--format must be one of text, json, sarif, github, not \"\(format)\"")
        }
        return format
    }

    private static func text(of report: LintReport, as format: String) -> String {
        switch format {
        case "json": report.json.indentedText
        case "sarif": report.sarif(toolVersion: Crossfoot.version).indentedText
        case "github": report.gitHub
        default: report.text
        }
    }
}
