/// What `help` prints, made of the commands' definitions.
enum HelpText {
    /// The page that lists the commands; those of a group are one line.
    static func overview(_ tree: CommandTree) -> String {
        let single = tree.commands.filter { $0.words.count == 1 }.map { ($0.name, $0.summary) }
        let leading = tree.commands.prefix { $0.words.count == 1 }.count
        let entries = single.prefix(leading) + tree.groups.map { ($0.name, $0.summary) } + single.dropFirst(leading)
        let width = entries.map(\.0.count).max() ?? 0
        let list = entries.map { "  \(padded($0.0, to: width))  \($0.1)" }
        return """
            crossfoot \(Crossfoot.version): the month-end close for resellers of cloud through StreamOne Ion

            Usage: crossfoot COMMAND …

            \(list.joined(separator: "\n"))
              \(padded("help", to: width))  What a command takes: crossfoot help COMMAND

            Try: crossfoot run pipelines/month-end.yaml --sandbox --param period=2026-10

            """
    }

    /// The page that lists the commands of a group.
    static func text(ofGroup group: String, _ tree: CommandTree) -> String {
        let members = tree.members(of: group.split(separator: " ").map(String.init))
        let usages = members.map { ([$0.name] + $0.operands).joined(separator: " ") }
        let width = usages.map(\.count).max() ?? 0
        let list = zip(usages, members).map { "  \(padded($0, to: width))  \($1.summary)" }
        let summary = tree.groups.first { $0.name == group }.map { "\($0.summary)\n\n" } ?? ""
        return """
            \(summary)Usage: crossfoot \(group) … [FLAGS]

            \(list.joined(separator: "\n"))

            What one of them takes: crossfoot help \(members.first?.name ?? group)

            """
    }

    /// The page of a command: examples first.
    static func text(of command: CommandDefinition) -> String {
        let usage = (["crossfoot", command.name] + command.operands + ["[FLAGS]"]).joined(separator: " ")
        var lines = [command.summary, "", "Usage: \(usage)", ""]
        if !command.examples.isEmpty { lines.append("Examples:") }
        for example in command.examples { lines += ["  \(example.meaning):", "    \(example.line)"] }
        lines += command.examples.isEmpty ? ["Flags:"] : ["", "Flags:"]
        let names = command.flags.map(\.usage)
        let width = names.map(\.count).max() ?? 0
        for (name, flag) in zip(names, command.flags) { lines.append("  \(padded(name, to: width))  \(flag.summary)") }
        return (lines + values(of: command) + ["", command.notes, ""]).joined(separator: "\n")
    }

    /// The values that flags with a list of them know.
    private static func values(of command: CommandDefinition) -> [String] {
        let flags = command.flags.filter { !$0.known.isEmpty && !["output", "format"].contains($0.name) }
        return flags.isEmpty ? [] : ["", "Values:"] + flags.flatMap { wrapped("  --\($0.name): ", $0.known) }
    }

    /// Words with commas between them, on lines that fit a terminal.
    private static func wrapped(_ start: String, _ words: [String]) -> [String] {
        var lines = [start]
        for (index, word) in words.enumerated() {
            let text = index == words.count - 1 ? word : "\(word), "
            if (lines.last ?? "").count + text.count > 100 { lines.append("    ") }
            lines[lines.count - 1] += text
        }
        return lines
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension Flag {
    /// The flag as it is given: `--status STATUS`.
    var usage: String { (letter.map { "-\($0), " } ?? "") + "--\(name)" + (value.map { " \($0)" } ?? "") }
}
