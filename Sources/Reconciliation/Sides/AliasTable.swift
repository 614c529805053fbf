/// What ids stand for which, as the user's alias files say, key by key.
package struct AliasTable: Sendable {
    /// One alias that is said to stand for two ids.
    package struct Conflict: Error, Sendable, CustomStringConvertible {
        /// The key whose alias file it is.
        package let key: MatchKey
        /// The alias.
        package let alias: String
        /// The ids, in the order in which they were said.
        package let ids: [String]

        /// What a reader of the message is told.
        package var description: String {
            "the alias \"\(alias)\" of \(key.rawValue) stands for \"\(ids[0])\" and for \"\(ids[1])\"; keep one of them"
        }
    }

    private var meanings: [MatchKey: [KeyID: KeyID]] = [:]
    private var known: [MatchKey: Set<KeyID>] = [:]

    /// Takes an alias.
    ///
    /// - Throws: ``Conflict``.
    mutating func add(_ alias: KeyID, standsFor id: KeyID, for key: MatchKey, in keys: KeyTable) throws(Conflict) {
        if let other = meanings[key]?[alias], other != id {
            throw Conflict(key: key, alias: keys.text(alias), ids: [keys.text(other), keys.text(id)].sorted())
        }
        meanings[key, default: [:]][alias] = id
        known[key, default: []].formUnion([alias, id])
    }

    /// Gives groups what their aliases stand for.
    func resolve(_ groups: inout GroupTable) {
        guard !meanings.isEmpty else { return }
        groups.replaceKeys { resolve(&$0) }
    }

    /// Replaces aliases by what they stand for, once; returns whether there was any.
    func resolve(_ keys: inout MatchKeys) -> Bool {
        var isAliased = false
        for (key, ids) in meanings {
            guard let id = ids[keys[key]], id != keys[key] else { continue }
            keys[key] = id
            isAliased = true
        }
        return isAliased
    }

    /// Whether one of the keys has an alias file that does not know its value.
    func lacks(_ keys: MatchKeys, among aliasedKeys: Set<MatchKey>) -> Bool {
        aliasedKeys.contains { key in !keys[key].isEmpty && known[key]?.contains(keys[key]) != true }
    }
}
