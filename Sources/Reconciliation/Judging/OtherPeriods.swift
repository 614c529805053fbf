import Records

/// Finds rows that belong to other periods: charged before, or putting right what was.
struct OtherPeriods {
    /// A row that belongs to another period.
    struct Row: Sendable {
        let group: ChargeGroup
        let code: OutcomeCode
        let flags: OutcomeFlags
    }

    let plan: MatchPlan
    let earlier: EarlierCharges
    let classOf: (KeyID) -> ChargeClass?

    /// Takes the rows of other periods out of their groups.
    func takeRows(from groups: inout GroupTable) -> [Row] {
        var others: [Row] = []
        for place in groups.heads.indices {
            let identity = groups.heads[place].identity
            guard groups.contains(groups.heads[place], where: { judgement($0, identity) != nil }) else { continue }
            var group = groups.group(at: place)
            others += group.members.compactMap { row($0, group) }
            group.members.removeAll { judgement($0, identity) != nil }
            groups.replace(place, by: group)
        }
        return others
    }

    private func row(_ member: GroupMember, _ group: ChargeGroup) -> Row? {
        guard let (code, flags) = judgement(member, group.identity) else { return nil }
        var alone = group
        alone.members = [member]
        return Row(group: alone, code: code, flags: flags)
    }

    private func judgement(
        _ member: GroupMember, _ identity: ChargeGroup.Identity
    ) -> (OutcomeCode, OutcomeFlags)? {
        if plan.knowsEarlierPeriods, earlier.contains(member, identity) { return (.duplicateOfPrior, []) }
        guard let interval = identity.interval, interval.end <= plan.period.start else { return nil }
        let isCorrection = classOf(member.type) == .correction
        guard plan.knowsEarlierPeriods else { return isCorrection ? (.correction, .linkNotTested) : nil }
        return isCorrection || earlier.isLinked(member, identity) ? (.correction, []) : nil
    }
}
