import Records

/// Finds the groups of a list by what makes them groups. It holds places in the list and hashes, and not the identities,
/// which the list has: a dictionary of them takes ten times the memory.
struct IdentityIndex: Sendable {
    private var count = 0
    /// Open addressing: a place in the list, or -1, and its hash. Their number is a power of two.
    private var slots: [Slot]

    private struct Slot {
        let hash: UInt32
        let place: Int32
    }

    /// An index of an empty list.
    ///
    /// - Parameter expected: How many identities it will hold, about; it grows where there are more.
    init(expecting expected: Int = 0) {
        var size = 64
        while size < expected * 2 { size *= 2 }
        slots = Array(repeating: Slot(hash: 0, place: -1), count: size)
    }

    /// The place of an identity in the list; the end of the list when it is new, where it then is to be put.
    ///
    /// - Parameter isEqual: Whether the identity at a place is this one.
    mutating func place(of hash: UInt64, where isEqual: (Int) -> Bool) -> Int {
        let hash = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot].place >= 0 {
            if slots[slot].hash == hash, isEqual(Int(slots[slot].place)) { return Int(slots[slot].place) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Slot(hash: hash, place: Int32(count))
        count += 1
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    /// The place of an identity in the list; `nil` when it is not there.
    func find(_ hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        let hash = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot].place >= 0 {
            if slots[slot].hash == hash, isEqual(Int(slots[slot].place)) { return Int(slots[slot].place) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(hash: 0, place: -1), count: slots.count * 2)
        for entry in slots where entry.place >= 0 {
            var slot = Int(entry.hash) & (larger.count - 1)
            while larger[slot].place >= 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = entry
        }
        slots = larger
    }
}

extension ChargeGroup.Identity {
    /// Unseeded, so that a run can be repeated to the letter.
    var hash: UInt64 {
        keys.hash(UInt64(currency.packed) << 32 | UInt64(truncatingIfNeeded: interval?.start.daysSinceEpoch ?? 0))
    }
}

extension ClassGroup.Identity {
    /// Unseeded, so that a run can be repeated to the letter.
    var hash: UInt64 { keys.hash(UInt64(currency.packed)) }
}

extension MatchKeys {
    /// Unseeded, so that a run can be repeated to the letter.
    func hash(_ seed: UInt64) -> UInt64 {
        var hash = seed
        for pair in [(subscription, sku), (customer, product), (partNumber, provider), (invoice, KeyID.empty)] {
            let word =
                UInt64(UInt32(truncatingIfNeeded: pair.0.index)) << 32
                | UInt64(UInt32(truncatingIfNeeded: pair.1.index))
            let product = (hash ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            hash = product.high ^ product.low ^ 0x9E37_79B9_7F4A_7C15
        }
        return hash
    }
}
