import Records

/// Takes identical rows apart, so that repeated keys have multiset semantics: the second of two identical rows is an
/// item of its own.
enum Occurrences {
    /// Makes the repeats of rows groups of their own, which have an occurrence above 0.
    ///
    /// Of identical rows the one with the lowest row number is the first. A row that was taken back by another with its
    /// reference may be charged once more without being a repeat.
    static func split(_ groups: inout GroupTable) {
        for place in groups.heads.indices where groups.heads[place].hasSeveral {
            let parts = split(groups.group(at: place))
            if parts.count == 1, parts[0].identity.occurrence == 0 { continue }
            groups.replace(place, by: parts[0])
            for part in parts.dropFirst() { groups.append(part) }
        }
    }

    private static func split(_ group: ChargeGroup) -> [ChargeGroup] {
        let members = group.members.sorted { $0.origin < $1.origin }
        var reversals: [Reversal: Int] = [:]
        for member in members { reversals[Reversal(of: member), default: 0] += 1 }
        var seen: [Repeat: Int] = [:]
        var byOccurrence: [Int: [GroupMember]] = [:]
        for member in members {
            let place = seen[Repeat(member), default: 0]
            seen[Repeat(member)] = place + 1
            // Nothing takes back what comes to nought.
            let isReversible = !member.reference.isEmpty && !member.amount.isZero
            let reversed = isReversible ? reversals[Reversal(member), default: 0] : 0
            byOccurrence[occurrence(place, reversed, member), default: []].append(member)
        }
        return byOccurrence.sorted { $0.key < $1.key }.map { occurrence, members in
            var part = group
            part.identity.occurrence = Int32(occurrence)
            part.members = members
            return part
        }
    }

    private static func occurrence(_ place: Int, _ reversed: Int, _ member: GroupMember) -> Int {
        guard reversed > 0 else { return place }
        return max(0, member.takesBack ? place - reversed + 1 : place - reversed)
    }

    /// How many identical entitlements come before each that has any: the second of two is held against the second of
    /// two identical charges. Identical ones have the same keys, so only those are looked at closely.
    ///
    /// - Parameter entitlements: In the order of their rows.
    static func ofRepeats(in entitlements: [Entitlement]) -> [Int: Int] {
        var index = IdentityIndex(expecting: entitlements.count)
        // The first entitlement with each keys, by the number of those keys; and the places of all that share theirs.
        var firsts: [Int32] = []
        firsts.reserveCapacity(entitlements.count)
        var shared: Set<Int> = []
        for (place, entitlement) in entitlements.enumerated() {
            let number = index.place(of: entitlement.keys.hash(0)) {
                entitlements[Int(firsts[$0])].keys == entitlement.keys
            }
            if number == firsts.count {
                firsts.append(Int32(place))
            } else {
                shared.formUnion([Int(firsts[number]), place])
            }
        }
        var seen: [Entitlement: Int] = [:]
        var occurrences: [Int: Int] = [:]
        for place in shared.sorted() {
            var content = entitlements[place]
            content.origin = RowOrigin(file: 0, row: 0)
            let occurrence = seen[content, default: 0]
            seen[content] = occurrence + 1
            if occurrence > 0 { occurrences[place] = occurrence }
        }
        return occurrences
    }
}

/// What two rows of one group must share to be repeats of each other.
private struct Repeat: Hashable {
    let type: KeyID
    let reference: KeyID
    let quantity: ExactDecimal
    let amount: ExactDecimal

    init(_ member: GroupMember) {
        (type, reference) = (member.type, member.reference)
        (quantity, amount) = (member.quantity, member.amount)
    }
}

/// What a row must be to take another back, or to be taken back by it.
private struct Reversal: Hashable {
    let reference: KeyID
    let quantity: ExactDecimal
    let amount: ExactDecimal

    /// What takes the member back.
    init(_ member: GroupMember) {
        reference = member.reference
        quantity = member.quantity.magnitude
        // The lowest amount has no counterpart and stays what it is, which changes no occurrence.
        amount = ExactDecimal(scaled: 0 &- member.amount.scaled)
    }

    /// What the member is to those that it takes back.
    init(of member: GroupMember) {
        reference = member.reference
        quantity = member.quantity.magnitude
        amount = member.amount
    }
}
