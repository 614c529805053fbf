import Formats
import Pipelines
import Runner

/// `crossfoot schema`: prints what pipeline files may have in them.
enum SchemaCommand {
    static let definition = CommandDefinition(
        name: "schema",
        summary: "Prints the schema of pipeline files for editors, or their manual.",
        operands: [],
        flags: [
            Flag(
                name: "format", value: "FORMAT", summary: "json (JSON Schema) or markdown, the manual (json)",
                known: ["json", "markdown"])
        ],
        examples: [
            ("crossfoot schema > pipelines/pipeline.schema.json", "the schema for editors, beside the pipelines"),
            ("crossfoot schema --format markdown", "every key, and what it means"),
        ],
        notes: """
            An editor uses the schema where a pipeline file begins with this line:
              # yaml-language-server: $schema=pipeline.schema.json

            Exit codes: 0 printed · 64 usage · 73 standard output takes no more
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let format = arguments.value("format") ?? "json"
            guard ["json", "markdown"].contains(format) else {
                throw UsageError(message: "--format must be one of json, markdown, not \"\(format)\"")
            }
            let text = format == "json" ? JSONSchema.pipeline.indentedText : Manual.text
            try Terminal.output.writeWhole(Array(text.utf8))
            return .clean
        } catch {
            return CommandFailure.tell(error, of: "schema")
        }
    }
}
