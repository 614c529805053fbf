import Formats
import Pipelines
import Reconciliation
import Records
import Reports
import Streaming

/// Holds the charges of one parse stage against the entitlements of another.
struct ReconcileStage {
    let stage: Stage
    let task: Reconcile
    let context: RunContext

    func run() async throws -> StageResult {
        let result =
            if let limit = context.request.memoryLimit {
                try await PartitionedReconciling(stage: stage, task: task, context: context, limit: limit).result()
            } else {
                try await result()
            }
        let leg = RunSummary.Leg(
            name: stage.name, billedSource: task.charges, expectedSource: task.entitlements, result: result,
            settlesOn: task.plan.settlesOn)
        try leg.requireIdentities()
        try checkSubstance(leg.result)
        let recall = EvidenceRecall(
            billed: task.charges, expected: task.entitlements, leg: stage, context: context)
        return .leg(leg, try await recall.evidence(for: leg.result))
    }

    private func result() async throws -> Reconciliation {
        let engine = SharedEngine(Reconciler(plan: task.plan))
        // What is due depends on the prices, so they come first.
        if let prices = task.priceInput(of: stage.name) {
            try await context.drain(prices) { batch in
                let binding = try PriceBinding(batch)
                try await engine.fill { try binding.add(to: &$0) }
            }
        }
        // All sides are drained at once, so no sender waits for another's.
        try await withThrowingTaskGroup { group in
            for (input, take) in zip(stage.recordInputs, sides(of: engine)) {
                group.addTask { try await context.drain(input, take) }
            }
            try await group.waitForAll()
        }
        let (shares, order, ending) = try await judged(engine)
        return try ending.result(of: shares, in: order)
    }

    /// Judges the books, which are gone afterwards, with all of their rows.
    private func judged(
        _ engine: SharedEngine<Reconciler>
    ) async throws -> ([JudgedShare], OutcomeOrder, JudgedBooks) {
        let books = engine.take()
        let keys = books.keys
        async let ordering = OutcomeOrder(of: keys)
        // The last use of the books: their tables are changed in place.
        let judging = (consume books).judging()
        async let matching = judging.matches()
        let order = await ordering
        let settled = try judging.settled(in: order)
        return ([settled] + (try await shares(of: judging, await matching, in: order)), order, judging.ending)
    }

    /// Judges all shares, as many at a time as there are threads that compute.
    private func shares(
        of judging: Judging, _ matches: CascadeResult, in order: OutcomeOrder
    ) async throws -> [JudgedShare] {
        try await withThrowingTaskGroup { group in
            for number in 0..<Judging.shareCount {
                group.addTask { (number: number, share: try judging.judged(number, of: matches, in: order)) }
            }
            var shares: [(number: Int, share: JudgedShare)] = []
            while let share = try await group.next() { shares.append(share) }
            return shares.sorted { $0.number < $1.number }.map(\.share)
        }
    }

    /// What is done with the records of each input, in the order of the inputs.
    private func sides(of engine: SharedEngine<Reconciler>) -> [@Sendable (RecordBatch) async throws -> Void] {
        let plan = task.plan
        let charges: @Sendable (RecordBatch) async throws -> Void = { batch in
            let binding = try ChargeBinding(batch)
            try await engine.fill { engine in
                let numbers = binding.numbers(in: &engine)
                for row in 0..<batch.count { try engine.add(try binding.charge(row, numbers)) }
            }
        }
        let entitlements: @Sendable (RecordBatch) async throws -> Void = { batch in
            let binding = try EntitlementBinding(batch, plan)
            try await engine.fill { engine in
                let numbers = binding.numbers(in: &engine.keys)
                for row in 0..<batch.count { try engine.add(try binding.entitlement(row, numbers)) }
            }
        }
        let earlier: @Sendable (RecordBatch) async throws -> Void = { batch in
            let binding = try ChargeBinding(batch)
            try await engine.fill { engine in
                let numbers = binding.numbers(in: &engine.keys)
                for row in 0..<batch.count {
                    engine.add(earlier: try binding.charge(row, numbers))
                }
            }
        }
        return [charges, entitlements] + (task.earlier == nil ? [] : [earlier])
            + task.aliases.map { engine.aliasTaker(for: $0.key) }
    }

    /// A month in which nothing was billed and nothing was due is a wrong period or a wrong source, and no all-clear.
    private func checkSubstance(_ result: Reconciliation) throws {
        guard result.charged.count == 0, result.breakCount == 0 else { return }
        throw RunFailure(
            .badInput,
            "stage \"\(stage.name)\": there is no charge in \"\(task.charges)\", and none of the "
                + "\(result.entitled.count) entitlements in \"\(task.entitlements)\" is due in \(task.plan.period): "
                + "there is nothing to close. Check the period and the sources. Nothing was published.")
    }
}

extension RunContext {
    /// Takes the batches of a parse stage, one by one, until there are no more.
    func drain(_ input: RecordInput, _ take: @Sendable (RecordBatch) async throws -> Void) async throws {
        let channel = wiring.channel(input)
        while let batch = try await channel.receive() { try await take(batch) }
    }
}

extension RunSummary.Leg {
    /// Makes sure that the outcomes are the sources. A failed identity is a defect of the program: nothing may be
    /// published on its word.
    func requireIdentities() throws(RunFailure) {
        let failed = result.identities.filter { !$0.holds }
        guard !failed.isEmpty else { return }
        let list = failed.map { "\($0.name) (\($0.unit)): source \($0.source), outcomes \($0.outcomes)" }
        throw RunFailure(
            .stageFailed,
            "stage \"\(name)\": the outcomes do not add up to the sources: \(list.joined(separator: "; ")). "
                + "This is a defect of the program; nothing was published.")
    }
}
