import Records

/// A charge that waits to be held against an entitlement.
struct GroupMember: Sendable {
    let type: KeyID
    let reference: KeyID
    /// The place of its details among all details, or -1: most reports have none, and rows are many.
    let details: Int32
    let quantity: ExactDecimal
    let amount: ExactDecimal
    let origin: RowOrigin
    /// Whether an alias stood for one of its keys.
    var isAliased = false

    /// Whether the row takes back what was charged.
    var takesBack: Bool { amount.isNegative }

    /// The quantity, negative where it is taken back, however the row writes it.
    var seats: ExactDecimal {
        takesBack ? ExactDecimal(scaled: -quantity.magnitude.scaled) : quantity
    }

    /// Whether seats are taken back and money is asked for it.
    var contradictsItself: Bool { quantity.isNegative && !amount.isNegative && !amount.isZero }
}

/// Rows that explain one entitlement together: equal in keys, currency and days.
struct ChargeGroup: Sendable {
    /// What makes rows belong together.
    struct Identity: Sendable, Hashable {
        var keys: MatchKeys
        let currency: Currency
        let interval: CivilInterval?
        /// 0 for rows that occur once; 1 for the second of identical rows, and so on.
        var occurrence: Int32 = 0
    }

    var identity: Identity
    var members: [GroupMember]
    /// The level that matched it, from 1, once one did.
    var level = 1

    /// Whether an alias stood for one of the keys of a row.
    var isAliased: Bool { members.contains(where: \.isAliased) }
}
