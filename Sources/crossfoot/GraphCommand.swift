import Pipelines
import Records
import Runner

/// `crossfoot graph`: draws a pipeline's stages and gates, and what leads from one to another.
enum GraphCommand {
    static let definition = CommandDefinition(
        name: "graph",
        summary: "Draws a pipeline: its stages and gates, and what leads from one to another.",
        operands: ["PIPELINE"],
        flags: [
            Flag(name: "format", value: "FORMAT", summary: "mermaid or dot (mermaid)", known: ["mermaid", "dot"]),
            Flag(name: "param", value: "NAME=VALUE", summary: "a value for a parameter of the pipeline", repeats: true),
        ],
        examples: [
            ("crossfoot graph pipelines/month-end.yaml", "a drawing for Markdown, as GitHub and GitLab show it"),
            (
                "crossfoot graph pipelines/month-end.yaml --format dot | dot -Tsvg > month-end.svg",
                "a picture, made by Graphviz"
            ),
        ],
        notes: """
            Data goes along whole lines; along dashed ones goes what a stage waits for (needs, when, for_each).
            Parameters need no value, and environment variables are not asked.

            Exit codes: 0 drawn · 64 usage · 73 standard output is full · 78 the pipeline file cannot be used
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let format = arguments.value("format") ?? "mermaid"
            guard ["mermaid", "dot"].contains(format) else {
                throw UsageError(message: "--format must be one of mermaid, dot, not \"\(format)\"")
            }
            let pipeline = try PipelineFiles.pipeline(
                at: arguments.operands[0], arguments: try RunCommand.parameters(arguments),
                today: try Machine.today(arguments))
            let graph = PipelineGraph(pipeline)
            try Terminal.output.writeWhole(Array((format == "dot" ? graph.dot : graph.mermaid).utf8))
            return .clean
        } catch {
            return CommandFailure.tell(error, of: "graph")
        }
    }
}
