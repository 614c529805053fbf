import Reconciliation
import Records
import Streaming

/// The two sides of a reconciliation on disk, in parts, of which one is judged at a time.
struct PartitionedBooks: Sendable {
    /// What judges the parts; it is given aliases and earlier charges.
    var engine: PartitionedReconciler
    /// Makes charges and entitlements of records: it knows all aliases, and nothing else for long.
    private var scratch: Reconciler
    private var blank: Reconciler
    private var record: [UInt8] = []
    /// The records of each step.
    private var parts: [PartFile]
    private var waiting: PartFile
    private var outcomes: OutcomeFile
    private let limit: MemoryLimit
    private let plan: MatchPlan

    /// How many texts may gather before they are forgotten.
    private static let keptTexts = 20_000

    /// Books that are kept below a path.
    init(_ engine: PartitionedReconciler, plan: MatchPlan, limit: MemoryLimit, path: String) throws(StreamingError) {
        self.engine = engine
        self.limit = limit
        self.plan = plan
        scratch = engine.prepared
        blank = engine.prepared
        var parts: [PartFile] = []
        for step in 0..<engine.partition.stepCount { parts.append(try PartFile("\(path)-step\(step)")) }
        self.parts = parts
        waiting = try PartFile("\(path)-waiting")
        outcomes = try OutcomeFile("\(path)-outcomes", windowSize: limit.windowSize)
    }

    /// Says that all aliases are known: charges and entitlements may come.
    mutating func beginSides() {
        blank = engine.prepared
        scratch = blank
    }

    /// Takes the charges of a batch.
    mutating func take(charges batch: RecordBatch) throws {
        let binding = try ChargeBinding(batch)
        forgetTexts()
        let numbers = binding.numbers(in: &scratch)
        for row in 0..<batch.count {
            record.removeAll(keepingCapacity: true)
            let charge = try binding.charge(row, numbers)
            let place = try engine.append(charge, of: &scratch, to: &record)
            try parts[place.step].append(record, to: place.part)
        }
    }

    /// Takes the entitlements of a batch.
    mutating func take(entitlements batch: RecordBatch) throws {
        let binding = try EntitlementBinding(batch, plan)
        forgetTexts()
        let numbers = binding.numbers(in: &scratch.keys)
        for row in 0..<batch.count {
            record.removeAll(keepingCapacity: true)
            let entitlement = try binding.entitlement(row, numbers)
            let place = try engine.append(entitlement, of: scratch, to: &record)
            try parts[place.step].append(record, to: place.part)
        }
    }

    private mutating func forgetTexts() {
        if scratch.keys.count > blank.keys.count + Self.keptTexts { scratch = blank }
    }

    // MARK: - Judging

    /// Judges all parts, as many at a time as the limit allows.
    ///
    /// - Throws: `CancellationError` between two shares.
    consuming func judged() throws -> Reconciliation {
        scratch = blank
        for step in parts.indices {
            for share in parts[step].shares(ofSize: limit.shareSize) {
                try Task.checkCancellation()
                try judge(share, step)
            }
        }
        for share in waiting.shares(ofSize: limit.shareSize) {
            try Task.checkCancellation()
            var records: [UInt8] = []
            try waiting.take(share) { records += $0 }
            try outcomes.append(engine.settle(waiting: records))
        }
        return try engine.result(outcomes)
    }

    private mutating func judge(_ share: Range<Int>, _ step: Int) throws {
        var part = engine.prepared
        try parts[step].take(share) { try part.add(records: $0) }
        let settled = try engine.settle(part, step: step)
        try outcomes.append(settled.outcomes)
        for (place, record) in settled.carried { try parts[place.step].append(record, to: place.part) }
        // Any part will do; what waits is spread, since it may be all there is.
        try settled.waiting.forEach { try waiting.append($0, to: share.lowerBound) }
    }
}

extension PartitionPlan.Place {
    /// The part of a file.
    fileprivate var part: Int { Int(truncatingIfNeeded: hash >> 33) % PartFile.partCount }
}
