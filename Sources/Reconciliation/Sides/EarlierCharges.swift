import Records

/// What was charged in earlier periods, as far as a later charge may repeat or correct it.
struct EarlierCharges: Sendable {
    /// All that makes a row what it is, but for where it stands.
    private struct NaturalKey: Hashable {
        let keys: MatchKeys
        let type: KeyID
        let reference: KeyID
        let quantity: ExactDecimal
        let amount: ExactDecimal
        let currency: Currency
        let interval: CivilInterval?
    }

    private struct SubscriptionDays: Hashable {
        let subscription: KeyID
        let interval: CivilInterval
    }

    private var charges: Set<NaturalKey> = []
    private var references: Set<KeyID> = []
    private var days: Set<SubscriptionDays> = []

    mutating func add(_ charge: Charge) {
        charges.insert(
            NaturalKey(
                keys: charge.keys, type: charge.type, reference: charge.reference, quantity: charge.quantity,
                amount: charge.amount, currency: charge.currency, interval: charge.interval))
        references.insert(charge.reference)
        guard let interval = charge.interval, !charge.keys.subscription.isEmpty else { return }
        days.insert(SubscriptionDays(subscription: charge.keys.subscription, interval: interval))
    }

    /// Whether the same row was charged before.
    func contains(_ member: GroupMember, _ identity: ChargeGroup.Identity) -> Bool {
        charges.contains(
            NaturalKey(
                keys: identity.keys, type: member.type, reference: member.reference, quantity: member.quantity,
                amount: member.amount, currency: identity.currency, interval: identity.interval))
    }

    /// Whether a row belongs to something that was charged before: by its reference, or by its subscription and days.
    func isLinked(_ member: GroupMember, _ identity: ChargeGroup.Identity) -> Bool {
        if !member.reference.isEmpty, references.contains(member.reference) { return true }
        guard let interval = identity.interval, !identity.keys.subscription.isEmpty else { return false }
        return days.contains(SubscriptionDays(subscription: identity.keys.subscription, interval: interval))
    }
}
