internal import Records

extension Ledger {
    /// What the ledger says to an order, without writing anything.
    package func standing(of key: EffectKey) throws(LedgerError) -> Standing {
        try use { (database) throws(LedgerError) in try Self.standing(of: key, database) }
    }

    /// Writes the intent to send an order, unless one that overlaps it stands. When it returns an id the intent lies on
    /// the disk, and whoever comes later finds it.
    ///
    /// - Returns: The new effect's id; `nil` beside what stands in the way.
    package func begin(
        _ key: EffectKey, by origin: EffectOrigin, at now: Moment
    ) throws(LedgerError) -> (id: Int?, standing: Standing) {
        try use { (database) throws(LedgerError) in
            try database.run("BEGIN IMMEDIATE")
            do throws(LedgerError) {
                let standing = try Self.standing(of: key, database)
                let id = standing == .free ? try Self.add(key, .intended, origin, now, database) : nil
                try database.run("COMMIT")
                return (id, standing)
            } catch {
                try? database.run("ROLLBACK")
                throw error
            }
        }
    }

    /// Writes that nobody knows whether the invoices of an order exist, though none was sent: a person has to look. Does
    /// nothing where one that overlaps it stands.
    package func doubt(
        _ key: EffectKey, by origin: EffectOrigin, at now: Moment, because words: String
    ) throws(LedgerError) {
        let (id, _) = try begin(key, by: origin, at: now)
        if let id { try settle(id, as: .unknown, at: now, words: words) }
    }

    /// Writes what became of an order that was intended.
    ///
    /// - Parameters:
    ///   - receipt: What the service answered.
    ///   - invoiceIDs: The invoices that it names.
    /// - Throws: Code ``LedgerError/Code/wrongState`` when the effect is not intended any more: a person was quicker.
    package func settle(
        _ id: Int, as state: EffectState, at now: Moment, receipt: String? = nil, invoiceIDs: [String] = [],
        words: String? = nil
    ) throws(LedgerError) {
        try use { (database) throws(LedgerError) in
            try database.transaction { () throws(LedgerError) in
                try Self.change(id, from: [.intended], to: state, now, words, database)
                try database.run("UPDATE effects SET receipt = ? WHERE id = ?", [Value(receipt), .integer(id)])
                try Self.add(invoiceIDs, "invoice", to: id, database)
            }
        }
    }

    /// Writes what a person found out about an effect.
    ///
    /// - Parameters:
    ///   - isMade: Whether its invoices exist.
    ///   - words: The person's reason.
    ///   - disregardedIDs: Invoices that the service lists and that are not of this order.
    /// - Throws: Code ``LedgerError/Code/wrongState`` for one of which it is known that nothing was made.
    package func resolve(
        _ id: Int, isMade: Bool, at now: Moment, words: String, disregardedIDs: [String] = []
    ) throws(LedgerError) {
        try use { (database) throws(LedgerError) in
            try database.transaction { () throws(LedgerError) in
                try Self.change(
                    id, from: EffectState.allCases.filter(\.isStanding), to: isMade ? .resolvedMade : .resolvedNotMade,
                    now, words, database)
                try Self.add(disregardedIDs, "disregarded", to: id, database)
            }
        }
    }

    /// All effects, the first one first.
    package func effects() throws(LedgerError) -> [Effect] {
        try use { (database) throws(LedgerError) in try Self.effects("", [], database) }
    }

    /// An effect.
    ///
    /// - Throws: Code ``LedgerError/Code/unknownEntry`` when there is none with this number.
    package func effect(_ id: Int) throws(LedgerError) -> Effect {
        let found = try use { (database) throws(LedgerError) in
            try Self.effects("WHERE id = ?", [.integer(id)], database)
        }
        guard let effect = found.first else { throw LedgerError(.unknownEntry, "there is no effect \(id) in \(path)") }
        return effect
    }

    /// The invoices that persons said are of no order that overlaps a key.
    package func disregardedInvoices(for key: EffectKey) throws(LedgerError) -> Set<String> {
        Set(try effects().filter { $0.key.overlaps(key) }.flatMap(\.disregardedIDs))
    }

    /// The states that an effect has had, the first one first.
    package func history(
        ofEffect id: Int
    ) throws(LedgerError) -> [(at: Moment, state: EffectState, words: String?)] {
        try use { (database) throws(LedgerError) in
            let sql = "SELECT at, state, words FROM effect_history WHERE effect = ? ORDER BY rowid"
            return try database.rows(sql, [.integer(id)]) { row in
                (
                    Moment(secondsSinceEpoch: row.integer(0) ?? 0),
                    row.text(1).flatMap(EffectState.init(rawValue:)) ?? .unknown, row.text(2)
                )
            }
        }
    }
}

// MARK: - Tables

extension Ledger {
    private static func standing(
        of key: EffectKey, _ database: borrowing Database
    ) throws(LedgerError) -> Standing {
        let bill: [Value] = [
            .text(key.service), .text(key.account), .text(key.source), .text(key.period.description),
        ]
        let sql = "WHERE service = ? AND account = ? AND source = ? AND period = ?"
        return Standing(key, among: try effects(sql, bill, database).filter { $0.key.overlaps(key) })
    }

    private static func add(
        _ key: EffectKey, _ state: EffectState, _ origin: EffectOrigin, _ now: Moment,
        _ database: borrowing Database
    ) throws(LedgerError) -> Int {
        try database.run(
            """
            INSERT INTO effects (service, account, source, period, state, sender, place, intended_at, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(key.service), .text(key.account), .text(key.source), .text(key.period.description),
                .text(state.rawValue), .text(origin.sender), .text(origin.place), .integer(now.secondsSinceEpoch),
                .integer(now.secondsSinceEpoch),
            ])
        let id = database.lastRowID
        try add(key.customers.ids, "customer", to: id, database)
        try add(key.resellers.ids, "reseller", to: id, database)
        try note(id, state, now, nil, database)
        return id
    }

    private static func add(
        _ ids: [String], _ kind: Value, to effect: Int, _ database: borrowing Database
    ) throws(LedgerError) {
        for id in ids {
            try database.run(
                "INSERT INTO effect_ids (effect, kind, id) VALUES (?, ?, ?)", [.integer(effect), kind, .text(id)])
        }
    }

    private static func change(
        _ id: Int, from states: [EffectState], to state: EffectState, _ now: Moment, _ words: String?,
        _ database: borrowing Database
    ) throws(LedgerError) {
        guard let effect = try effects("WHERE id = ?", [.integer(id)], database).first else {
            throw LedgerError(.unknownEntry, "there is no effect \(id) in \(database.path)")
        }
        guard states.contains(effect.state) else {
            throw LedgerError(
                .wrongState, "effect \(id) (\(effect.key)) is \(effect.state.rawValue) since \(effect.changedAt)")
        }
        try database.run(
            "UPDATE effects SET state = ?, changed_at = ?, words = ? WHERE id = ?",
            [.text(state.rawValue), .integer(now.secondsSinceEpoch), Value(words), .integer(id)])
        try note(id, state, now, words, database)
    }

    private static func note(
        _ id: Int, _ state: EffectState, _ now: Moment, _ words: String?, _ database: borrowing Database
    ) throws(LedgerError) {
        try database.run(
            "INSERT INTO effect_history (effect, at, state, words) VALUES (?, ?, ?, ?)",
            [.integer(id), .integer(now.secondsSinceEpoch), .text(state.rawValue), Value(words)])
    }

    private static func effects(
        _ condition: String, _ values: [Value], _ database: borrowing Database
    ) throws(LedgerError) -> [Effect] {
        let sql = """
            SELECT id, service, account, source, period, state, sender, place, intended_at, changed_at, receipt, words
            FROM effects \(condition) ORDER BY id
            """
        let rows = try database.rows(sql, values) { EffectRow($0) }
        var effects: [Effect] = []
        for row in rows {
            let ids = try database.rows(
                "SELECT kind, id FROM effect_ids WHERE effect = ? ORDER BY rowid", [.integer(row.id)]
            ) { ($0.text(0) ?? "", $0.text(1) ?? "") }
            guard let effect = row.effect(Dictionary(grouping: ids, by: \.0).mapValues { $0.map(\.1) }) else {
                throw LedgerError(.corrupt, "\(database.path): effect \(row.id) cannot be read")
            }
            effects.append(effect)
        }
        return effects
    }
}

/// A row of the table of effects.
private struct EffectRow {
    let id: Int
    private let texts: [String?]
    private let times: [Int]

    init(_ row: borrowing Statement) {
        id = row.integer(0) ?? 0
        texts = (1...7).map { row.text($0) } + [row.text(10), row.text(11)]
        times = [row.integer(8) ?? 0, row.integer(9) ?? 0]
    }

    /// The effect; `nil` when the row is none: then nobody can say what it stands for.
    func effect(_ ids: [String: [String]]) -> Effect? {
        guard let service = texts[0], let account = texts[1], let source = texts[2],
            let period = texts[3].flatMap({ Month($0) }), let state = texts[4].flatMap(EffectState.init(rawValue:)),
            let sender = texts[5], let place = texts[6]
        else { return nil }
        let key = EffectKey(
            service: service, account: account, source: source, period: period,
            customers: .init(ids["customer"] ?? []), resellers: .init(ids["reseller"] ?? []))
        return Effect(
            id: id, key: key, state: state, origin: EffectOrigin(sender: sender, place: place),
            intendedAt: Moment(secondsSinceEpoch: times[0]), changedAt: Moment(secondsSinceEpoch: times[1]),
            receipt: texts[7], invoiceIDs: ids["invoice"] ?? [], words: texts[8],
            disregardedIDs: ids["disregarded"] ?? [])
    }
}
