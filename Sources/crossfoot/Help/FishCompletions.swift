/// Completions for fish.
struct FishCompletions {
    let tree: CommandTree

    var text: String {
        var lines = [
            "# Completions of crossfoot for fish.",
            "# Whether the words so far that are no flags begin with, or are, some words.",
            "function __crossfoot_in",
            "    set -l line (string match -v -- '-*' (commandline -opc)[2..])",
            "    string match -q -- \"$argv *\" \"$line \"",
            "end",
            "function __crossfoot_at",
            "    set -l line (string match -v -- '-*' (commandline -opc)[2..])",
            "    test \"$line\" = \"$argv\"",
            "end",
            "complete -c crossfoot -f",
        ]
        for group in CompletionTable(tree: tree).groups {
            lines.append(
                "complete -c crossfoot -n '__crossfoot_at \(group.words)' -a '\(group.next.joined(separator: " "))'")
        }
        for command in tree.commands { lines += command.flags.map { line(of: $0, command) } }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(of flag: Flag, _ command: CommandDefinition) -> String {
        let takesFile = ["FILE", "DIR"].contains(flag.value ?? "")
        let kind = flag.value == nil ? "" : takesFile ? " -r -F" : " -x"
        let values = flag.known.isEmpty ? "" : " -a '\(flag.known.joined(separator: " "))'"
        let summary = flag.summary.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return
            "complete -c crossfoot -n '__crossfoot_in \(command.name)' -l \(flag.name)\(kind)\(values) -d '\(summary)'"
    }
}
