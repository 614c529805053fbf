import Reconciliation
import Records

/// Books that are judged in parts, all of which are in memory: what the program does with files.
struct PartitionedBooks {
    /// The engine.
    var engine: PartitionedReconciler
    private let count: UInt64
    /// The records of each step, by the parts.
    private var records: [[UInt64: [UInt8]]]

    /// Books for a plan; `nil` when its levels cannot be carried out on parts.
    init?(plan: MatchPlan, count: UInt64) {
        guard let engine = PartitionedReconciler(plan: plan) else { return nil }
        self.engine = engine
        self.count = count
        records = Array(repeating: [:], count: engine.partition.stepCount)
    }

    /// Adds an alias.
    mutating func add(alias: String, standsFor id: String, for key: MatchKey) throws {
        let ids = (engine.prepared.keys.id(of: alias), engine.prepared.keys.id(of: id))
        try engine.prepared.add(alias: ids.0, standsFor: ids.1, for: key)
    }

    /// Takes a record; each has a table of its own.
    mutating func take(
        _ append: (inout PartitionedReconciler, inout Reconciler, inout [UInt8]) throws -> PartitionPlan.Place
    ) throws {
        var (scratch, record): (Reconciler, [UInt8]) = (engine.prepared, [])
        let place = try append(&engine, &scratch, &record)
        put(record, at: place)
    }

    private mutating func put(_ record: [UInt8], at place: PartitionPlan.Place) {
        records[place.step][place.hash % count, default: []] += record
    }

    /// What becomes of it all.
    mutating func judged() throws -> Reconciliation {
        var (outcomes, waiting): ([OutcomeRecord], [UInt8]) = ([], [])
        for step in records.indices {
            for records in records[step].values {
                var part = engine.prepared
                try part.add(records: records)
                let settled = try engine.settle(part, step: step)
                outcomes += settled.outcomes.records
                settled.waiting.forEach { waiting += $0 }
                for (place, record) in settled.carried { put(record, at: place) }
            }
        }
        outcomes += engine.settle(waiting: waiting).records
        return try engine.result(MergedRecords(records: outcomes.sorted { $0.sortKey.precedes($1.sortKey) }))
    }
}

/// Records that are in memory, in their published order.
private struct MergedRecords: OutcomeSource {
    let records: [OutcomeRecord]

    func forEach(ofCodes isWanted: (OutcomeCode) -> Bool, _ body: (Outcome, KeyTable) throws -> Void) throws {
        for record in records where isWanted(record.code) {
            var keys = KeyTable()
            let outcome = record.outcome(in: &keys)
            try body(outcome, keys)
        }
    }
}

extension OutcomeRecords {
    /// The records as values.
    fileprivate var records: [OutcomeRecord] {
        var records: [OutcomeRecord] = []
        forEach { bytes in
            var place = 0
            if let record = OutcomeRecord(bytes, at: &place) { records.append(record) }
        }
        return records
    }
}
