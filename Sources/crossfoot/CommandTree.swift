/// All commands of the program. Names of several words make groups: `api customers list` is in `api` and in
/// `api customers`.
struct CommandTree: Sendable {
    /// The commands, in the order of help pages.
    let commands: [CommandDefinition]
    /// What the groups of one word are about, by their word.
    let groups: [(name: String, summary: String)]

    /// What the words of a command line mean.
    enum Match {
        /// A command, and the words behind its name.
        case command(CommandDefinition, rest: [String])
        /// Only the beginning of names, and the word behind it, which leads nowhere.
        case group(String, unknown: String?)
    }

    /// Finds what words begin with: the command with the longest name that fits, or else the longest group.
    func match(_ words: [String]) -> Match {
        let named = commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
        if let named { return .command(named, rest: Array(words.dropFirst(named.words.count))) }
        var depth = 0
        while depth < words.count, !members(of: Array(words.prefix(depth + 1))).isEmpty { depth += 1 }
        let rest = words.dropFirst(depth).first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        return .group(words.prefix(depth).joined(separator: " "), unknown: rest)
    }

    /// The commands whose names begin with some words.
    func members(of group: [String]) -> [CommandDefinition] {
        commands.filter { $0.words.count > group.count && $0.words.starts(with: group) }
    }

    /// The words that may follow some words.
    func words(behind group: [String]) -> [String] {
        var words: [String] = []
        for command in members(of: group) where !words.contains(command.words[group.count]) {
            words.append(command.words[group.count])
        }
        return words
    }
}

extension CommandDefinition {
    /// The words of the name.
    var words: [String] { name.split(separator: " ").map(String.init) }
}
