import Formats
import Records
import Runner
import Streaming

/// `crossfoot init`: writes the files that a beginner starts with.
enum InitCommand {
    static let definition = CommandDefinition(
        name: "init",
        summary: "Writes a pipeline to start with, and an example of a configuration.",
        operands: ["[DIR]"],
        flags: [
            Flag(
                name: "as-of", value: "DATE",
                summary: "the day that counts as today, for the example's month (the clock's)")
        ],
        examples: [
            ("crossfoot init books", "begin in a new directory"),
            ("crossfoot init", "begin in this one"),
        ],
        notes: """
            Writes month-end.yaml and ion.json (which only you may read), and below fixtures/month-end a small month for the
              sandbox, unless there is one. What is there already is never overwritten.

            Exit codes: 0 written · 64 usage · 73 a file is there already, or cannot be written
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let directory = arguments.operands.first ?? "."
            guard !directory.isEmpty else { throw UsageError(message: "DIR is empty") }
            let month = Month(containing: try Machine.today(arguments)).previous
            let written = try write(below: directory, month)
            Terminal.output.write(advice(directory, written, month).printable(keepsNewlines: true))
            return .clean
        } catch let error as UsageError {
            Terminal.error.writeMessage("crossfoot init: \(error.message)\nTry: crossfoot help init\n")
            return .usage
        } catch {
            Terminal.error.writeMessage("crossfoot init: \(error)\n")
            return .cannotPublish
        }
    }

    /// A file that is to be written.
    private struct Planned {
        let name: String
        let text: String
        let mode: UInt32
    }

    /// Writes the files, or none where one of the first two is there already.
    ///
    /// - Returns: The names of what was written.
    private static func write(below directory: String, _ month: Month) throws -> [String] {
        var planned = [
            Planned(name: StarterPipeline.name, text: StarterPipeline.text, mode: 0o644),
            Planned(name: StarterConfiguration.name, text: StarterConfiguration.text, mode: 0o600),
        ]
        if let name = planned.map(\.name).first(where: { Directory.exists("\(directory)/\($0)") }) {
            throw RunFailure(
                .cannotPublish, "\(directory)/\(name) is there already, and is not overwritten; nothing was written")
        }
        if !Directory.exists("\(directory)/\(StarterMonth.directory)") {
            planned += StarterMonth(month: month).files.map {
                Planned(name: "\(StarterMonth.directory)/\($0.name)", text: $0.text, mode: 0o644)
            }
        }
        for file in planned {
            let path = "\(directory)/\(file.name)"
            try Directory.create(Directory.parent(of: path))
            // Somebody may have been quicker since it was looked for.
            try File.create(path, mode: file.mode).write(Array(file.text.utf8).span)
        }
        return planned.map(\.name)
    }

    private static func advice(_ directory: String, _ written: [String], _ month: Month) -> String {
        let lines = written.map { "  \(directory == "." ? "" : directory + "/")\($0)" }
        return """
            Written:
            \(lines.joined(separator: "\n"))

            Try it; nobody is asked:
            \(directory == "." ? "" : "  cd \(directory)\n")  crossfoot run month-end.yaml --sandbox --param period=\(month)
              crossfoot test month-end.yaml

            Then put your account's number and tokens where ion.json says, and look before you fetch:
              crossfoot plan month-end.yaml --config ion.json
              crossfoot run month-end.yaml --config ion.json

            """
    }
}
