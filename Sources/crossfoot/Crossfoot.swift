import Runner
import Streaming

/// The command line: finds the command, hands it its arguments, and turns how it ended into an exit code.
@main
enum Crossfoot {
    /// The program's version.
    static let version = "0.1.0"

    private static let commands: [CommandDefinition] = [RunCommand.definition, SandboxCommand.definition]

    static func main() async {
        Heap.limit(heaps: 2)
        let words = Array(CommandLine.arguments.dropFirst())
        Terminal.exit(await exitCode(words))
    }

    private static func exitCode(_ words: [String]) async -> ExitCode {
        switch words.first {
        case nil:
            Terminal.error.write(HelpText.overview(commands))
            return .usage
        case "help" where words.count > 1: return help(for: words[1])
        case "help", "--help", "-h":
            Terminal.output.write(HelpText.overview(commands))
            return .clean
        case "--version":
            Terminal.output.write("crossfoot \(version)\n")
            return .clean
        case let name?: return await run(name, Array(words.dropFirst()))
        }
    }

    private static func help(for name: String) -> ExitCode {
        guard let command = commands.first(where: { $0.name == name }) else { return unknown(name) }
        Terminal.output.write(HelpText.text(of: command))
        return .clean
    }

    private static func run(_ name: String, _ words: [String]) async -> ExitCode {
        guard let command = commands.first(where: { $0.name == name }) else { return unknown(name) }
        if words.contains("--help") || words.contains("-h") { return help(for: name) }
        do throws(UsageError) {
            return await command.run(try Arguments(words, of: command))
        } catch {
            Terminal.error.write("crossfoot \(name): \(error.message)\nTry: crossfoot help \(name)\n")
            return .usage
        }
    }

    private static func unknown(_ name: String) -> ExitCode {
        let known = commands.map(\.name).joined(separator: ", ")
        Terminal.error.write("crossfoot: there is no command \"\(name)\"; there are \(known)\nTry: crossfoot help\n")
        return .usage
    }
}
