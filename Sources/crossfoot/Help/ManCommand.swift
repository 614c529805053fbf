import Runner

/// `crossfoot man`: the manual page, made of the commands' definitions.
enum ManCommand {
    static let definition = CommandDefinition(
        name: "man", summary: "Prints the manual page.", operands: [], flags: [],
        examples: [("crossfoot man | man -l -", "read it"), ("crossfoot man >crossfoot.1", "keep it")],
        notes: "The page is written in man(7) macros.", run: run)

    private static func run(_ arguments: Arguments) async -> ExitCode {
        Terminal.output.write(page(Crossfoot.tree))
        return .clean
    }

    /// The page of all commands.
    static func page(_ tree: CommandTree) -> String {
        var lines = [
            ".TH CROSSFOOT 1 \"\" \"crossfoot \(Crossfoot.version)\" \"User Commands\"",
            ".SH NAME", "crossfoot \\- the month\\-end close for resellers of cloud through StreamOne Ion",
            ".SH SYNOPSIS", ".B crossfoot", ".I COMMAND", "[\\fIFLAGS\\fR]", ".SH COMMANDS",
        ]
        for command in tree.commands { lines += section(of: command) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(of command: CommandDefinition) -> [String] {
        let operands = command.operands.map { " \\fI\(escaped($0))\\fR" }.joined()
        var lines = [
            ".SS \"\(escaped(command.name))\"", "\\fBcrossfoot \(escaped(command.name))\\fR\(operands)", ".PP",
        ]
        lines.append(escaped(command.summary))
        for flag in command.flags {
            let value = flag.value.map { " \\fI\(escaped($0))\\fR" } ?? ""
            let known = flag.known.isEmpty ? "" : ". Known values: " + flag.known.joined(separator: ", ")
            lines += [".TP", "\\fB\\-\\-\(escaped(flag.name))\\fR\(value)", escaped(flag.summary + known)]
        }
        for example in command.examples {
            lines += [".PP", escaped(example.meaning) + ":", ".PP", ".nf", "    " + escaped(example.line), ".fi"]
        }
        return lines + [".PP", ".nf"] + command.notes.split(separator: "\n").map { escaped(String($0)) } + [".fi"]
    }

    /// Text that roff takes for text: not for an escape, nor for a request at the start of a line.
    private static func escaped(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\"", with: "\\(dq")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}
