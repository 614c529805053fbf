import Runner

/// A flag of a command: parsing and help are made of the same definition.
struct Flag: Sendable {
    /// The flag's name, without its dashes.
    let name: String
    /// What its value is called; `nil` for a flag without one.
    let value: String?
    /// What it does, in one line.
    let summary: String
    /// Whether it may be given more than once.
    var repeats = false
    /// The values that completions offer.
    var known: [String] = []
    /// A letter that stands for the name.
    var letter: Character?
}

/// A command: its name, what it takes, and what it does.
struct CommandDefinition: Sendable {
    /// The command's name; that of a command of a group has several words: `api customers list`.
    let name: String
    /// What it does, in one line.
    let summary: String
    /// What its arguments without a flag are called; each must be given but for those in brackets, `[FILE]`. The
    /// last may be given more than once when it ends with `…`.
    let operands: [String]
    /// The flags that it knows.
    let flags: [Flag]
    /// Lines to try, each with what it does.
    let examples: [(line: String, meaning: String)]
    /// What is to be known besides: exit codes, files.
    let notes: String
    /// Carries the command out.
    let run: @Sendable (Arguments) async -> ExitCode
}

/// A command line that does not fit its command.
struct UsageError: Error {
    let message: String
}

/// The words behind a command, sorted by its definition.
struct Arguments: Sendable {
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    /// Sorts words into operands and flags. `--name value` and `--name=value` are the same; after `--` all are operands.
    init(_ words: [String], of command: CommandDefinition) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            try take(word, &rest, command)
        }
        let needed = command.operands.count { !$0.hasPrefix("[") }
        let most = command.operands.last?.hasSuffix("…") == true ? Int.max : command.operands.count
        guard (needed...most).contains(operands.count) else {
            let wanted = command.operands.isEmpty ? "nothing" : command.operands.joined(separator: " ")
            throw UsageError(
                message:
                    "expects \(wanted) besides flags, got \(operands.isEmpty ? "nothing" : operands.joined(separator: " "))"
            )
        }
    }

    private mutating func take(
        _ word: String, _ rest: inout ArraySlice<String>, _ command: CommandDefinition
    ) throws(UsageError) {
        let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let isLetter = !word.hasPrefix("--")
        let meant = command.flags.first { isLetter ? $0.letter.map(String.init) == name : $0.name == name }
        guard let flag = meant else {
            let known = command.flags.map { "--\($0.name)" }.joined(separator: ", ")
            throw UsageError(message: "there is no flag \(word); there are \(known)")
        }
        guard flag.repeats || values[flag.name] == nil else {
            throw UsageError(message: "--\(flag.name) is given twice")
        }
        if flag.value == nil {
            guard parts.count == 1 else { throw UsageError(message: "--\(flag.name) takes no value") }
            values[flag.name] = [""]
        } else {
            guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                throw UsageError(message: "--\(flag.name) needs a value: --\(flag.name) \(flag.value ?? "")")
            }
            values[flag.name, default: []].append(value)
        }
    }

    /// Whether a flag without a value was given.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of a flag; `nil` when it was not given.
    func value(_ name: String) -> String? { values[name]?.last }

    /// All values of a flag that may be repeated.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of a flag as a whole number in a range.
    func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        throw UsageError(
            message: "--\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\""
        )
    }
}
