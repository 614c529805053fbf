/// How far an effect has come.
package enum EffectState: String, Sendable, Hashable, CaseIterable {
    /// It is about to be sent, or was when the process ended: then nobody knows what became of it.
    case intended
    /// The service took the order, and its answer is the receipt.
    case done
    /// The service said no, or there was no connection to it, or none to be trusted: nothing was made.
    case refused
    /// It was sent, or may have been, and no answer came.
    case unknown
    /// A person found that the invoices were made.
    case resolvedMade = "resolved-made"
    /// A person found that the invoices were not made.
    case resolvedNotMade = "resolved-not-made"

    /// Whether an order that overlaps must not be sent.
    package var isStanding: Bool { self != .refused && self != .resolvedNotMade }

    /// Whether nobody knows if there are invoices.
    package var isInDoubt: Bool { self == .intended || self == .unknown }
}

/// An order to make invoices, as the ledger knows it.
package struct Effect: Sendable, Hashable {
    /// Its number in the ledger.
    package let id: Int
    /// What it is for.
    package let key: EffectKey
    /// How far it has come.
    package let state: EffectState
    /// Who sent it.
    package let origin: EffectOrigin
    /// When its intent was written.
    package let intendedAt: Moment
    /// When its state was last changed.
    package let changedAt: Moment
    /// What the service answered; `nil` before it did.
    package let receipt: String?
    /// The ids of the invoices that the receipt names.
    package let invoiceIDs: [String]
    /// What was said when the state was last changed: the service's refusal, or a person's reason.
    package let words: String?
    /// The ids of invoices that a person said are not of this order.
    package let disregardedIDs: [String]
}

/// Who sends an order.
package struct EffectOrigin: Sendable, Hashable {
    /// What holds the sender's lock as long as it lives: a name that no other sender has.
    package let sender: String
    /// The pipeline and its stage, or the command.
    package let place: String

    /// An origin from its parts.
    package init(sender: String, place: String) {
        self.sender = sender
        self.place = place
    }
}

/// What the ledger says to an order before it is sent.
package enum Standing: Sendable, Hashable {
    /// Nothing overlaps it.
    case free
    /// It was carried out before, all of it, by this effect.
    case settled(Effect)
    /// This effect overlaps it, and is in doubt or made a part of its invoices.
    case blocked(Effect)

    /// What some effects, all of which overlap a key, mean for it.
    init(_ key: EffectKey, among effects: [Effect]) {
        let standing = effects.filter(\.state.isStanding)
        if let doubt = standing.first(where: \.state.isInDoubt) {
            self = .blocked(doubt)
        } else if let whole = standing.first(where: { $0.key.covers(key) }) {
            self = .settled(whole)
        } else {
            self = standing.first.map(Standing.blocked) ?? .free
        }
    }
}
