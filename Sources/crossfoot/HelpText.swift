/// What `help` prints, made of the commands' definitions.
enum HelpText {
    /// The page that lists the commands.
    static func overview(_ commands: [CommandDefinition]) -> String {
        let width = commands.map(\.name.count).max() ?? 0
        let list = commands.map { "  \(padded($0.name, to: width))  \($0.summary)" }
        return """
            crossfoot \(Crossfoot.version): the month-end close for resellers of cloud through StreamOne Ion

            Usage: crossfoot COMMAND …

            \(list.joined(separator: "\n"))
              \(padded("help", to: width))  what a command takes: crossfoot help COMMAND

            Try: crossfoot run pipelines/month-end.yaml --sandbox --param period=2026-10

            """
    }

    /// The page of a command: examples first.
    static func text(of command: CommandDefinition) -> String {
        let operands = command.operands.joined(separator: " ")
        var lines = [command.summary, "", "Usage: crossfoot \(command.name) \(operands) [FLAGS]", "", "Examples:"]
        for example in command.examples { lines += ["  \(example.meaning):", "    \(example.line)"] }
        lines += ["", "Flags:"]
        let names = command.flags.map { flag in "--\(flag.name)" + (flag.value.map { " \($0)" } ?? "") }
        let width = names.map(\.count).max() ?? 0
        for (name, flag) in zip(names, command.flags) { lines.append("  \(padded(name, to: width))  \(flag.summary)") }
        return (lines + ["", command.notes, ""]).joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
