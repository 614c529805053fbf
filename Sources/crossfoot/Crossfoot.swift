import Runner
import Streaming

/// The command line: finds the command, hands it its arguments, and turns how it ended into an exit code.
@main
enum Crossfoot {
    /// The program's version.
    static let version = "0.1.0"

    /// Everything that can be done; help, man page and completions are made of it.
    static let tree = CommandTree(
        commands: [
            RunCommand.definition, PlanCommand.definition, LintCommand.definition, TestCommand.definition,
            GraphCommand.definition, InitCommand.definition, SchemaCommand.definition, VerifyCommand.definition,
            ExplainCommand.definition, ReadCommand.definition, CleanCommand.definition, SandboxCommand.definition,
        ] + APICommands.all + [CompletionsCommand.definition, ManCommand.definition],
        groups: [("api", "Asks the API of StreamOne Ion, and writes what it answers.")])

    static func main() async {
        Heap.limit(heaps: 2)
        Heap.keepFreed(bytes: 4 << 20)
        Terminal.occupyStandardDescriptors()
        let words = Array(CommandLine.arguments.dropFirst())
        Terminal.exit(await exitCode(words))
    }

    private static func exitCode(_ words: [String]) async -> ExitCode {
        switch words.first {
        case nil:
            Terminal.error.write(HelpText.overview(tree))
            return .usage
        case "help" where words.count > 1: return help(for: Array(words.dropFirst()))
        case "help", "--help", "-h":
            Terminal.output.write(HelpText.overview(tree))
            return .clean
        case "--version":
            Terminal.output.write("crossfoot \(version)\n")
            return .clean
        default: return await run(words)
        }
    }

    private static func help(for words: [String]) -> ExitCode {
        switch tree.match(words) {
        case .command(let command, _): Terminal.output.write(HelpText.text(of: command))
        case .group(let group, unknown: nil) where !group.isEmpty:
            Terminal.output.write(HelpText.text(ofGroup: group, tree))
        case .group(let group, let word): return unknown(word ?? "", in: group)
        }
        return .clean
    }

    private static func run(_ words: [String]) async -> ExitCode {
        let asksForHelp = words.contains("--help") || words.contains("-h")
        switch tree.match(words) {
        case .command where asksForHelp, .group(_, unknown: nil) where asksForHelp: return help(for: words)
        case .command(let command, let rest): return await run(command, rest)
        case .group(let group, unknown: nil) where !group.isEmpty:
            Terminal.error.write(HelpText.text(ofGroup: group, tree))
            return .usage
        case .group(let group, let word): return unknown(word ?? words[0], in: group)
        }
    }

    private static func run(_ command: CommandDefinition, _ words: [String]) async -> ExitCode {
        do throws(UsageError) {
            return await command.run(try Arguments(words, of: command))
        } catch {
            Terminal.error.writeMessage(
                "crossfoot \(command.name): \(error.message)\nTry: crossfoot help \(command.name)\n")
            return .usage
        }
    }

    private static func unknown(_ word: String, in group: String) -> ExitCode {
        let known = tree.words(behind: group.split(separator: " ").map(String.init)).joined(separator: ", ")
        let place = group.isEmpty ? "" : " \(group)"
        Terminal.error.writeMessage(
            "crossfoot\(place): there is no command \"\(word)\"; there are \(known)\nTry: crossfoot help\(place)\n")
        return .usage
    }
}
