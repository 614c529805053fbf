import Records

/// Finds the items of a list that have the keys of a level. It holds places in the list, and not the items.
struct LevelIndex {
    /// The keys of a level; those that it leaves out are empty.
    struct Key: Hashable {
        fileprivate let keys: MatchKeys
        fileprivate let occurrence: Int32

        /// The keys of a level, without the interval; `nil` when one of them is empty.
        init?(_ level: [MatchKey], of keys: MatchKeys, occurrence: Int32) {
            var found = MatchKeys()
            for property in level where property != .interval {
                guard !keys[property].isEmpty else { return nil }
                found[property] = keys[property]
            }
            self.keys = found
            self.occurrence = occurrence
        }

        /// Unseeded, so that a run can be repeated to the letter.
        fileprivate var hash: UInt64 { keys.hash(UInt64(UInt32(bitPattern: occurrence))) }
    }

    /// The key with each number.
    private var keys: [Key] = []
    private var numbers: IdentityIndex
    /// The first entitlement with each key, by the key's number.
    private var first: [Int32] = []
    /// The next entitlement with the same key, by the entitlement's place, or -1.
    private var next: [Int32]

    /// An index of a list of entitlements that holds none of them yet.
    ///
    /// - Parameter expected: How many of them it will hold, about.
    init(count: Int, expecting expected: Int) {
        next = Array(repeating: -1, count: count)
        numbers = IdentityIndex(expecting: expected)
        keys.reserveCapacity(expected)
        first.reserveCapacity(expected)
    }

    /// Adds an entitlement, before those with the same key that were added before.
    mutating func insert(_ entitlement: Int, _ key: Key) {
        let number = numbers.place(of: key.hash) { keys[$0] == key }
        if number == keys.count {
            keys.append(key)
            first.append(Int32(entitlement))
        } else {
            next[entitlement] = first[number]
            first[number] = Int32(entitlement)
        }
    }

    /// Whether anything has a key.
    func contains(_ key: Key) -> Bool { numbers.find(key.hash) { keys[$0] == key } != nil }

    /// Hands on the entitlements with a key.
    func forEach(_ key: Key, _ body: (Int) -> Void) {
        guard let number = numbers.find(key.hash, where: { keys[$0] == key }) else { return }
        var place = first[number]
        while place >= 0 {
            body(Int(place))
            place = next[Int(place)]
        }
    }
}
