import Records

/// An entitlement and the charges that are judged together against it, all in one currency.
struct Match {
    let entitlement: Entitlement
    /// At least one.
    let groups: [ChargeGroup]
    /// What the currency of the charges costs, where it is not the entitlement's.
    let exchange: Exchange?

    /// The least precise level that was needed.
    var level: Int { groups.reduce(1) { max($0, $1.level) } }

    /// The currency that is billed.
    var currency: Currency { exchange?.currency ?? entitlement.currency }

    /// An amount of the entitlement's currency in the one that is billed.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func exchanged(_ amount: ExactDecimal) throws(ExactDecimal.Overflow) -> ExactDecimal {
        if let exchange { try amount.multiplied(by: exchange.rate) } else { amount }
    }

    /// The rows with their days, in the order of their numbers.
    var rows: [HeldRow] {
        groups.flatMap { group in group.members.map { HeldRow(member: $0, interval: group.identity.interval) } }
            .sorted { $0.member.origin < $1.member.origin }
    }
}

/// A charge that is held against an entitlement.
struct HeldRow {
    let member: GroupMember
    let interval: CivilInterval?
}

/// The sums of a match.
struct MatchFigures {
    /// The seats billed; those that are taken back count as negative.
    let quantity: ExactDecimal
    /// The amount billed.
    let amount: ExactDecimal
    /// How many rows.
    let rowCount: Int
    /// The seats that the entitlement has.
    let entitledQuantity: ExactDecimal
    /// What is expected, in the currency that is billed.
    let expected: ExactDecimal
    /// The seats billed, at the entitlement's price, in the currency that is billed.
    let atPrice: ExactDecimal
    /// Whether a charge is due in the period.
    let isDue: Bool

    /// The sums of a match in a period.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    init(_ match: Match, in period: Month) throws(ExactDecimal.Overflow) {
        (quantity, amount) = try match.groups.sums()
        rowCount = match.groups.reduce(0) { $0 + $1.members.count }
        entitledQuantity = match.entitlement.quantity
        isDue = match.entitlement.isDue(in: period)
        expected = try match.exchanged(try match.entitlement.expectedAmount(in: period))
        atPrice = try quantity.multiplied(by: try match.exchanged(match.entitlement.unitPrice))
    }
}

extension [ChargeGroup] {
    /// The seats and the amount of all rows.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func sums() throws(ExactDecimal.Overflow) -> (quantity: ExactDecimal, amount: ExactDecimal) {
        var (quantity, amount) = (ExactDecimal.zero, ExactDecimal.zero)
        for group in self {
            for member in group.members {
                quantity = try quantity.adding(member.seats)
                amount = try amount.adding(member.amount)
            }
        }
        return (quantity, amount)
    }

    /// Whether some of the groups' days lie before a month.
    func begin(before period: Month) -> Bool {
        contains { group in group.identity.interval.map { $0.start < period.start } ?? false }
    }

    /// The days of the groups, where all of them agree.
    var commonInterval: CivilInterval? {
        guard let first else { return nil }
        return allSatisfy { $0.identity.interval == first.identity.interval } ? first.identity.interval : nil
    }
}
