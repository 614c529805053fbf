/// Tells what is held against an entitlement from credits that refer to nothing.
enum Credits {
    /// Takes apart what is held and what refers to nothing, a group for each row of the latter.
    ///
    /// - Parameter isChange: Whether rows of a type take back without a reference: seats that change within a cycle.
    static func separate(
        _ groups: [ChargeGroup], isChange: (KeyID) -> Bool
    ) -> (held: [ChargeGroup], unlinked: [ChargeGroup]) {
        guard groups.contains(where: { $0.members.contains(where: \.takesBack) }) else { return (groups, []) }
        let references = Set(groups.flatMap(\.members).filter { !$0.takesBack }.map(\.reference))
        var (held, unlinked): ([ChargeGroup], [ChargeGroup]) = ([], [])
        for group in groups {
            var rest = group
            rest.members = []
            for member in group.members {
                let isLinked = !member.reference.isEmpty && references.contains(member.reference)
                if !member.takesBack || isLinked || isChange(member.type) {
                    rest.members.append(member)
                } else {
                    var alone = group
                    alone.members = [member]
                    unlinked.append(alone)
                }
            }
            if !rest.members.isEmpty { held.append(rest) }
        }
        return (held, unlinked)
    }
}
