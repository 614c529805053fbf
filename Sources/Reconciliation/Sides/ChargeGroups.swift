import Records

/// Sorts charges, as they come, into the groups that are judged together.
struct ChargeGroups: Sendable {
    private let table: ChargeTypeTable
    private var classIndex = IdentityIndex()
    /// The classes of types by the types' numbers, as far as they were looked up.
    private var classesOfTypes: [TypeClass] = [.known(.subscription)]
    /// The type of the last charge: most rows have that of the row before.
    private var last: (type: KeyID, chargeClass: ChargeClass?) = (.empty, .subscription)
    private var details: [ChargeDetails] = []

    private enum TypeClass: Sendable {
        case notLookedUp
        case unknown
        case known(ChargeClass)
    }

    /// What is held against entitlements.
    private var groups = GroupTable()
    /// What needs no entitlement.
    private var classGroups: [ClassGroup] = []
    /// Rows whose type is not in the table.
    private(set) var unknown: [Charge] = []
    /// All rows, before any matching.
    private(set) var totals = ControlTotals()

    init(table: ChargeTypeTable) {
        self.table = table
    }

    /// The class of a type that has occurred. Rows without a type are subscription charges: not every source has one.
    func chargeClass(of type: KeyID) -> ChargeClass? {
        let place = Int(type.index)
        guard place < classesOfTypes.count, case .known(let chargeClass) = classesOfTypes[place] else { return nil }
        return chargeClass
    }

    // MARK: - Taking charges

    /// Takes a charge.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    mutating func add(_ charge: Charge, typesIn keys: borrowing KeyTable) throws(ExactDecimal.Overflow) {
        try totals.add(charge.amount, charge.currency)
        guard let chargeClass = chargeClass(of: charge.type, in: keys) else { return unknown.append(charge) }
        if chargeClass.isHeld { addToGroup(charge) } else { try addToClass(charge, chargeClass) }
    }

    private mutating func addToGroup(_ charge: Charge) {
        let identity = ChargeGroup.Identity(keys: charge.keys, currency: charge.currency, interval: charge.interval)
        groups.add(member(of: charge), to: identity)
    }

    /// A charge as a row of a group.
    mutating func member(of charge: Charge) -> GroupMember {
        GroupMember(
            type: charge.type, reference: charge.reference, details: place(of: charge.details),
            quantity: charge.quantity, amount: charge.amount, origin: charge.origin)
    }

    private mutating func place(of details: ChargeDetails) -> Int32 {
        if details == ChargeDetails() { return -1 }
        if details == self.details.last { return Int32(self.details.count - 1) }
        self.details.append(details)
        return Int32(self.details.count - 1)
    }

    private mutating func addToClass(_ charge: Charge, _ chargeClass: ChargeClass) throws(ExactDecimal.Overflow) {
        let identity = ClassGroup.Identity(chargeClass: chargeClass, keys: charge.keys, currency: charge.currency)
        let index = classIndex.place(of: identity.hash) { classGroups[$0].identity == identity }
        if index == classGroups.count { classGroups.append(ClassGroup(identity: identity)) }
        try classGroups[index].add(charge)
    }

    /// What only some rows say, of this one.
    func details(of member: GroupMember) -> ChargeDetails {
        member.details < 0 ? ChargeDetails() : details[Int(member.details)]
    }

    /// The groups that are held against entitlements; none are left behind.
    mutating func takeGroups() -> GroupTable {
        defer { groups = GroupTable() }
        groups.forgetIdentities()
        return groups
    }

    /// The groups that need no entitlement; none are left behind.
    mutating func takeClassGroups() -> [ClassGroup] {
        defer { classGroups = [] }
        classIndex = IdentityIndex()
        return classGroups
    }

    /// The class of each of some types, which is looked up where it has not been; `nil` for one that is in no table.
    mutating func classes(of types: [KeyID], in keys: borrowing KeyTable) -> [ChargeClass?] {
        types.map { chargeClass(of: $0, in: keys) }
    }

    /// Looks up the class of a type.
    mutating func learnClass(of type: KeyID, in keys: borrowing KeyTable) { _ = chargeClass(of: type, in: keys) }

    private mutating func chargeClass(of type: KeyID, in keys: borrowing KeyTable) -> ChargeClass? {
        if type != last.type {
            lookUp(type, in: keys)
            last = (type, chargeClass(of: type))
        }
        return last.chargeClass
    }

    private mutating func lookUp(_ type: KeyID, in keys: borrowing KeyTable) {
        let place = Int(type.index)
        let missing = place + 1 - classesOfTypes.count
        if missing > 0 { classesOfTypes.append(contentsOf: repeatElement(.notLookedUp, count: missing)) }
        guard case .notLookedUp = classesOfTypes[place] else { return }
        classesOfTypes[place] = table.chargeClass(of: keys.text(type)).map { .known($0) } ?? .unknown
    }
}
