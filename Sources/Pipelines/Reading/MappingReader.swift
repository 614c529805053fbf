import Records

/// Takes the members of a mapping one by one and reports those that nobody asked for.
struct MappingReader {
    let position: TextPosition
    private let members: [YAMLNode.Member]
    private let log: DiagnosticLog
    private let owner: String
    private var known: [String] = []

    /// A reader; `nil`, with a report, when the node is not a mapping.
    ///
    /// - Parameter owner: What messages call the mapping: `stage "charges"`.
    init?(_ node: YAMLNode, owner: String, log: DiagnosticLog) {
        guard case .mapping(let members) = node.content else {
            log.report("\(owner) must be a mapping of names to values, not \(node.kind)", at: node.position)
            return nil
        }
        self.members = members
        self.log = log
        self.owner = owner
        position = node.position
    }

    /// The members, in the order of the file.
    var all: [YAMLNode.Member] { members }

    /// The value of a member; `nil` when it is not there.
    mutating func take(_ name: String) -> YAMLNode? {
        known.append(name)
        return members.first { $0.name == name }?.value
    }

    /// The value of a member that must be there; `nil`, with a report, when it is not.
    mutating func require(_ name: String) -> YAMLNode? {
        if let node = take(name) { return node }
        log.report("\(owner) needs \"\(name)\"", at: position)
        return nil
    }

    /// Reports every member that was not taken, with the name that was probably meant.
    func finish() {
        for member in members where !known.contains(member.name) {
            let hint = Suggestion.text(for: member.name, among: known)
            let list = hint.isEmpty ? "; known are \(known.joined(separator: ", "))" : hint
            log.report("unknown key \"\(member.name)\" in \(owner)\(list)", at: member.position)
        }
    }
}
