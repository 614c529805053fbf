import Pipelines
import Reconciliation
import Records
import Reports

/// Holds the figures of a run against those that its test expects.
struct CountComparison {
    let pipeline: Pipeline
    let summary: RunSummary
    /// Why stages were skipped.
    let skipped: [String: String]

    /// Everything that differs.
    func differences(_ expected: PipelineTest.Expectation) -> [TestDifference] {
        expected.records.flatMap { wanted in
            count(wanted, "records", sources(wanted.stage).map { $0.reduce(0) { $0 + $1.records } })
        }
            + expected.rejects.flatMap { wanted in
                count(wanted, "rejects", sources(wanted.stage).map { $0.reduce(0) { $0 + $1.rejected } })
            }
            + expected.breaks.flatMap { wanted in
                count(wanted, "breaks", legs(wanted.stage).map { $0.reduce(0) { $0 + $1.result.breakCount } })
            } + expected.codes.flatMap(codes) + expected.totals.flatMap(totals)
    }

    private func count(_ wanted: PipelineTest.OfStage<Int>, _ what: String, _ found: Int?) -> [TestDifference] {
        guard let found else { return [absent(wanted.stage, at: wanted.position)] }
        if found == wanted.value { return [] }
        return [
            TestDifference(at: wanted.position, "\(wanted.stage).\(what): expected \(wanted.value), found \(found)")
        ]
    }

    private func codes(_ wanted: PipelineTest.OfStage<[OutcomeCode: Int]>) -> [TestDifference] {
        guard let legs = legs(wanted.stage) else { return [absent(wanted.stage, at: wanted.position)] }
        return OutcomeCode.allCases.compactMap { code in
            let found = legs.reduce(0) { $0 + ($1.result.totals[code]?.count ?? 0) }
            let count = wanted.value[code] ?? 0
            guard found != count else { return nil }
            return TestDifference(
                at: wanted.position,
                "\(wanted.stage).\(code.rawValue) \(code.name): expected \(count), found \(found)")
        }
    }

    private func totals(_ wanted: PipelineTest.OfStage<[PipelineTest.CurrencyTotal]>) -> [TestDifference] {
        guard let legs = legs(wanted.stage) else { return [absent(wanted.stage, at: wanted.position)] }
        return wanted.value.flatMap { total in
            let sides = [
                ("billed", total.billed, legs.map(\.result.charged)),
                ("expected", total.expected, legs.map(\.result.entitled)),
            ]
            return sides.compactMap { side, amount, sums -> TestDifference? in
                guard let amount else { return nil }
                let found = sum(sums, in: total.currency)
                guard found != amount else { return nil }
                return TestDifference(
                    at: wanted.position,
                    "\(wanted.stage).\(side) \(total.currency): expected \(amount), found \(found?.description ?? "too much")"
                )
            }
        }
    }

    /// - Returns: `nil` for a sum that is too large for any amount to be equal to it.
    private func sum(_ sums: [ControlTotals], in currency: Currency) -> ExactDecimal? {
        try? sums.reduce(.zero) { try $0.adding($1[currency]) }
    }

    // MARK: - Finding stages

    private func sources(_ name: String) -> [RunSummary.Source]? {
        let names = names(behind: name)
        let found = summary.sources.filter { names.contains($0.stage) }
        return found.isEmpty ? nil : found
    }

    private func legs(_ name: String) -> [RunSummary.Leg]? {
        let names = names(behind: name)
        let found = summary.legs.filter { names.contains($0.name) }
        return found.isEmpty ? nil : found
    }

    /// A stage, or its legs; those of items that were unknown before the run have the stage's name and a `[`.
    private func names(behind name: String) -> Set<String> {
        let results = summary.sources.map(\.stage) + summary.legs.map(\.name)
        return Set([name] + pipeline.stages(behind: name).map(\.name) + results.filter { $0.hasPrefix(name + "[") })
    }

    private func absent(_ stage: String, at position: TextPosition) -> TestDifference {
        let reason = skipped.first { $0.key == stage || $0.key.hasPrefix(stage + "[") }?.value
        return TestDifference(
            at: position,
            "\(stage): there is nothing to look at\(reason.map { ", since it was skipped: \($0)" } ?? "")")
    }
}
