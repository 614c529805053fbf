import Pipelines
import Publication
import Reconciliation
import Records
import Reports
import Streaming

/// Carries over what was left open when the month before was closed: reads that and the decisions about it, waits for all
/// legs, and rolls both forward.
struct CarryStage {
    let stage: Stage
    let task: Carry
    let context: RunContext

    func run() async throws -> StageResult {
        let decisions = try await decisions()
        guard let earlier = try earlierItems() else {
            let reason = context.request.given == nil ? task.absence : "nothing is given for stage \"\(stage.name)\""
            return .carried(CarriedItems(rollForward: .untested(reason), entry: nil))
        }
        let legs = context.pipeline.stages.filter(\.isLeg).map(\.name)
        let found = try await context.order.results(of: legs).compactMap { result in
            if case .leg(let leg, _) = result { leg } else { nil }
        }
        do {
            let rolled = try rolled(earlier, over: found, decisions)
            let carryOver = RunSummary.CarryOver(
                items: rolled, since: earlier.since, strayLegs: rolled.strayLegs(besides: Set(legs)))
            return .carried(CarriedItems(rollForward: .rolled(carryOver), entry: earlier.entry))
        } catch let error as ExactDecimal.Overflow {
            throw RunFailure(
                .badInput, "the open items of \(task.period.previous) and \(task.period) cannot be added: \(error)")
        }
    }

    private func decisions() async throws -> [String: ItemDecision] {
        var decisions: [String: ItemDecision] = [:]
        for input in stage.recordInputs {
            let channel = context.wiring.channel(input)
            while let batch = try await channel.receive() { try DecisionBinding(batch).add(to: &decisions) }
        }
        return decisions
    }

    /// What was open before; `nil` where nothing can be.
    private func earlierItems() throws -> EarlierItems? {
        if let given = context.request.given {
            return try given[stage.name].map { try EarlierItems(givenIn: $0, before: task.period) }
        }
        let out = context.request.outputDirectory
        guard let directory = task.directory(below: out, of: context.pipeline) else {
            try task.requireNoEarlierSet(below: out, of: context.pipeline)
            return nil
        }
        return try EarlierItems(of: directory, before: task.period, in: context.pipeline)
    }

    /// What became of what was open before, and of what is open of this period.
    ///
    /// - Throws: ``RunFailure`` when T6 does not hold; `ExactDecimal.Overflow`, and what reading the outcomes throws.
    private func rolled(
        _ earlier: EarlierItems, over legs: [RunSummary.Leg], _ decisions: [String: ItemDecision]
    ) throws -> RolledItems {
        var rollForward = RollForward(earlier.items, into: task.period, decisions: decisions)
        var new = ControlTotals()
        for leg in legs {
            try new.add(try leg.result.open)
            try leg.forEachOpenItem(of: task.period) { try rollForward.take($0) }
        }
        let rolled = try rollForward.finish(new: new)
        try requireIdentities(rolled)
        return rolled
    }

    private func requireIdentities(_ rolled: RolledItems) throws(RunFailure) {
        let failed = rolled.identities.filter { !$0.holds }
        guard !failed.isEmpty else { return }
        let list = failed.map { "\($0.name) (\($0.unit)): they come to \($0.source), and \($0.outcomes) is open" }
        throw RunFailure(
            .stageFailed,
            "the open items do not roll forward from \(rolled.from): \(list.joined(separator: "; ")). This is a defect of "
                + "the program; nothing was published.")
    }
}

extension Carry {
    /// The directory of the set whose open items are carried over; `nil` where the month before has none.
    func directory(below out: String, of pipeline: Pipeline) -> String? {
        switch source {
        case .directory(let path): return path
        case .lastMonth:
            let path = "\(out)/\(pipeline.name)/\(period.previous)"
            return Directory.exists(path) ? path : nil
        }
    }

    /// What is said where there is none. It is published, and so does not tell where: the bytes do not depend on that.
    var absence: String { "no set of \(period.previous) is published beside this one" }

    /// Makes sure that the month is the first: where there are sets of months before it, the one between is missing.
    func requireNoEarlierSet(below out: String, of pipeline: Pipeline) throws(RunFailure) {
        let directory = "\(out)/\(pipeline.name)"
        let months = ((try? Directory.names(in: directory)) ?? []).compactMap { Month($0) }
        guard let last = months.filter({ $0 < period }).max() else { return }
        throw RunFailure(
            .badInput,
            "there is a set of \(last) in \(directory), and none of \(period.previous): what is open would be lost on the way. "
                + "Close \(period.previous) first; to begin anew with \(period), publish with another --out")
    }
}
