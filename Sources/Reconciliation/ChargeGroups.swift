import Records

/// A charge that waits to be held against an entitlement.
struct GroupMember: Sendable {
    let type: KeyID
    let reference: KeyID
    let quantity: ExactDecimal
    let amount: ExactDecimal
    let origin: RowOrigin

    /// Whether seats are taken back and money is asked for it.
    var contradictsItself: Bool { quantity.isNegative && !amount.isNegative && !amount.isZero }

}

/// Rows that explain one entitlement together: equal in keys, currency and days.
struct ChargeGroup: Sendable {
    /// What makes rows belong together.
    struct Identity: Sendable, Hashable {
        let keys: MatchKeys
        let currency: Currency
        let interval: CivilInterval?
        /// 0 for rows that occur once; 1 for the second of identical rows, and so on.
        var occurrence = 0
    }

    let identity: Identity
    var members: [GroupMember]
}

/// Rows that are accounted for as a class, without an entitlement: usage, one-time purchases, tax.
struct ClassGroup: Sendable {
    /// What makes rows belong together.
    struct Identity: Sendable, Hashable {
        let chargeClass: ChargeClass
        let keys: MatchKeys
        let currency: Currency
    }

    let identity: Identity
    var quantity = ExactDecimal.zero
    var amount = ExactDecimal.zero
    var rows: [RowOrigin] = []
}

/// Sorts charges, as they come, into the groups that are judged together.
struct ChargeGroups: Sendable {
    private let table: ChargeTypeTable
    private var groupIndex = IdentityIndex()
    private var classIndex = IdentityIndex()
    private var classOfType: [KeyID: ChargeClass?] = [:]

    /// Subscription charges and credits, in the order of their first rows.
    private(set) var groups: [ChargeGroup] = []
    /// What needs no entitlement, in the order of the first rows.
    private(set) var classGroups: [ClassGroup] = []
    /// Rows whose type is not in the table.
    private(set) var unknown: [Charge] = []
    /// All rows, before any matching.
    private(set) var totals = ControlTotals()

    init(table: ChargeTypeTable) {
        self.table = table
    }

    /// Takes a charge.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ charge: Charge, typeText: () -> String) throws(ExactDecimal.Overflow) {
        try totals.add(charge.amount, charge.currency)
        switch chargeClass(of: charge.type, typeText) {
        case .subscription?, .credit?: addToGroup(charge)
        case let other?: try addToClass(charge, other)
        case nil: unknown.append(charge)
        }
    }

    /// Rows without a type are subscription charges: not every source has a type.
    private mutating func chargeClass(of type: KeyID, _ text: () -> String) -> ChargeClass? {
        if type.isEmpty { return .subscription }
        if let known = classOfType[type] { return known }
        let chargeClass = table.chargeClass(of: text())
        classOfType[type] = .some(chargeClass)
        return chargeClass
    }

    private mutating func addToGroup(_ charge: Charge) {
        let identity = ChargeGroup.Identity(keys: charge.keys, currency: charge.currency, interval: charge.interval)
        let member = GroupMember(
            type: charge.type, reference: charge.reference, quantity: charge.quantity, amount: charge.amount,
            origin: charge.origin)
        let index = groupIndex.place(of: identity.hash) { groups[$0].identity == identity }
        if index == groups.count {
            groups.append(ChargeGroup(identity: identity, members: [member]))
        } else {
            groups[index].members.append(member)
        }
    }

    private mutating func addToClass(_ charge: Charge, _ chargeClass: ChargeClass) throws(ExactDecimal.Overflow) {
        let identity = ClassGroup.Identity(chargeClass: chargeClass, keys: charge.keys, currency: charge.currency)
        let index = classIndex.place(of: identity.hash) { classGroups[$0].identity == identity }
        if index == classGroups.count { classGroups.append(ClassGroup(identity: identity)) }
        classGroups[index].quantity = try classGroups[index].quantity.adding(charge.quantity)
        classGroups[index].amount = try classGroups[index].amount.adding(charge.amount)
        classGroups[index].rows.append(charge.origin)
    }

    /// The groups with identical rows taken apart: the second of two identical rows is a group of its own, with the
    /// occurrence 1. Of identical rows the one with the lowest row number is the first.
    ///
    /// Taking them leaves none behind.
    mutating func takeGroupsByOccurrence() -> [ChargeGroup] {
        groupIndex = IdentityIndex()
        defer { groups = [] }
        guard groups.contains(where: { $0.members.count > 1 }) else { return groups }
        return groups.flatMap { group in
            group.members.count == 1 ? [group] : Self.split(group)
        }
    }

    private static func split(_ group: ChargeGroup) -> [ChargeGroup] {
        var result: [ChargeGroup] = []
        let members = group.members.sorted { $0.origin < $1.origin }
        var seen: [RepeatKey: Int] = [:]
        for member in members {
            let occurrence = seen[RepeatKey(member), default: 0]
            seen[RepeatKey(member)] = occurrence + 1
            if occurrence == result.count {
                var identity = group.identity
                identity.occurrence = occurrence
                result.append(ChargeGroup(identity: identity, members: []))
            }
            result[occurrence].members.append(member)
        }
        return result
    }
}

/// What two rows of one group must share to be repeats of each other.
private struct RepeatKey: Hashable {
    let type: KeyID
    let reference: KeyID
    let quantity: ExactDecimal
    let amount: ExactDecimal

    init(_ member: GroupMember) {
        (type, reference) = (member.type, member.reference)
        (quantity, amount) = (member.quantity, member.amount)
    }
}
