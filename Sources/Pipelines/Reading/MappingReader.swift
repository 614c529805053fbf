import Records

/// Takes the members of a mapping one by one, and reports those that its definition does not have, or misses.
struct MappingReader {
    let position: TextPosition
    private let members: [YAMLNode.Member]
    private let definition: MappingDefinition
    private let log: DiagnosticLog
    private let owner: String

    /// A reader; `nil`, with a report, when the node is not a mapping.
    ///
    /// - Parameters:
    ///   - definition: Which members there may be.
    ///   - owner: What messages call the mapping: `stage "charges"`.
    init?(_ node: YAMLNode, _ definition: MappingDefinition, owner: String, log: DiagnosticLog) {
        guard let members = Self.members(of: node, owner: owner, log: log) else { return nil }
        self.members = members
        self.definition = definition
        self.log = log
        self.owner = owner
        position = node.position
    }

    /// The members of a mapping whose names are the author's; `nil`, with a report, when the node is not a mapping.
    static func members(of node: YAMLNode?, owner: String, log: DiagnosticLog) -> [YAMLNode.Member]? {
        guard let node else { return nil }
        if case .mapping(let members) = node.content { return members }
        log.report("\(owner) must be a mapping of names to values, not \(node.kind)", at: node.position)
        return nil
    }

    /// Whether a member is there.
    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// Where the value of a member stands.
    func position(of name: String) -> TextPosition? { members.first { $0.name == name }?.value.position }

    /// The value of a member; `nil` when it is not there.
    func take(_ name: String) -> YAMLNode? {
        guard let key = definition[name] else { preconditionFailure("\(definition.name) defines no key \(name)") }
        return members.first { $0.name == key.name }?.value
    }

    /// Reports every member that the definition does not have, with the name that was probably meant, and every one that
    /// must be there and is not, unless it is what was probably meant.
    ///
    /// - Returns: The keys that were probably meant by others.
    @discardableResult
    func finish() -> Set<String> {
        let known = definition.keys.map(\.name)
        var meant: Set<String> = []
        for member in members where !known.contains(member.name) {
            if let reason = definition.refusals[member.name] {
                log.report("\(owner) has no \"\(member.name)\": \(reason)", at: member.position)
                continue
            }
            let nearest =
                Suggestion.nearest(to: member.name, among: known.filter { !has($0) })
                ?? Suggestion.nearest(to: member.name, among: known)
            nearest.map { _ = meant.insert($0) }
            let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? "; known are \(known.joined(separator: ", "))"
            log.report("unknown key \"\(member.name)\" in \(owner)\(hint)", at: member.position)
        }
        for key in definition.keys where key.isRequired && !has(key.name) && !meant.contains(key.name) {
            log.report("\(owner) needs \"\(key.name)\"", at: position)
        }
        return meant
    }
}
