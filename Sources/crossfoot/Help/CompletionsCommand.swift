import Runner

/// `crossfoot completions SHELL`: what a shell needs to complete command lines, made of the commands' definitions.
enum CompletionsCommand {
    static let definition = CommandDefinition(
        name: "completions", summary: "Prints completions for bash, zsh or fish.", operands: ["SHELL"], flags: [],
        examples: [
            ("source <(crossfoot completions bash)", "in ~/.bashrc"),
            ("source <(crossfoot completions zsh)", "in ~/.zshrc, behind compinit"),
            ("crossfoot completions fish >~/.config/fish/completions/crossfoot.fish", "for fish"),
        ],
        notes: "Commands, flags and the values that flags know are completed; files where a flag takes one.", run: run)

    private static func run(_ arguments: Arguments) async -> ExitCode {
        switch arguments.operands[0] {
        case "bash": Terminal.output.write(BashCompletions(tree: Crossfoot.tree).text)
        case "zsh": Terminal.output.write(ZshCompletions(tree: Crossfoot.tree).text)
        case "fish": Terminal.output.write(FishCompletions(tree: Crossfoot.tree).text)
        default:
            Terminal.error.writeMessage(
                "crossfoot completions: there are bash, zsh and fish, not \"\(arguments.operands[0])\"\n")
            return .usage
        }
        return .clean
    }
}

/// What shells share: where one is in a command line is told by the words so far that are no flags.
struct CompletionTable {
    let tree: CommandTree

    /// The beginnings of command names that lead on, with the words that may follow; the empty one first.
    var groups: [(words: String, next: [String])] {
        var groups: [[String]] = [[]]
        for command in tree.commands {
            for count in 1..<max(1, command.words.count) {
                let group = Array(command.words.prefix(count))
                if !groups.contains(group) { groups.append(group) }
            }
        }
        return groups.map { ($0.joined(separator: " "), tree.words(behind: $0) + ($0.isEmpty ? ["help"] : [])) }
    }

    /// The flags that take a file or a directory.
    var fileFlags: [String] {
        flags.filter { ["FILE", "DIR"].contains($0.value ?? "") }.map { "--\($0.name)" }
    }

    /// All flags, each once.
    private var flags: [Flag] {
        var seen: Set<String> = []
        return tree.commands.flatMap(\.flags).filter { seen.insert($0.name).inserted }
    }
}
