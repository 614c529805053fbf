import Reconciliation
import Records

extension RunSummary {
    /// The controls of the run as JUnit has tests, for a CI job's page: a suite for what was read, for each leg and for the
    /// gates, and a case for each control.
    ///
    /// A break is a failure where no gate lets it pass; what was not tested, and what was skipped, is skipped.
    package var junit: String {
        let suites =
            [("sources", sources.map(Self.testCase))] + legs.map { ($0.name, cases(of: $0)) }
            + [("earlier periods", casesOfEarlierPeriods)] + [("gates", gates.map(Self.testCase))]
            + [("stages", skipped.map { JUnitReport.Case(name: $0.stage, skipped: $0.reason) })]
        return JUnitReport(
            suites.filter { !$0.1.isEmpty }.map {
                JUnitReport.Suite(name: "\(pipeline) \(period): \($0.0)", cases: $0.1)
            }
        ).xml
    }

    private static func testCase(_ source: Source) -> JUnitReport.Case {
        let records = "\(source.stage): \(grouped(source.records)) records"
        return JUnitReport.Case(name: records + ", \(grouped(source.rejected)) of them not readable")
    }

    private func cases(of leg: Leg) -> [JUnitReport.Case] {
        let isHeld = gates.allSatisfy { $0.holds || !$0.asks(about: leg.name) }
        let identities = leg.result.identities.map(Self.testCase)
        let codes = OutcomeCode.allCases.filter { $0.isBreak && leg.result.totals[$0] != nil }.map { code in
            let count = leg.result.totals[code]?.count ?? 0
            let words = "\(grouped(count)) \(count == 1 ? "break" : "breaks"): \(code.meaning(in: leg.result.kind))"
            return JUnitReport.Case(name: "\(code.rawValue) \(code.name)", failures: isHeld ? [] : [words])
        }
        let untested = leg.result.untested.map { JUnitReport.Case(name: $0.rawValue, skipped: $0.reason) }
        return identities + (codes.isEmpty ? [JUnitReport.Case(name: "no breaks")] : codes) + untested
    }

    private static func testCase(_ identity: IdentityCheck) -> JUnitReport.Case {
        JUnitReport.Case(
            name: "\(identity.name) \(identity.unit): \(identity.source) = \(identity.outcomes)",
            failures: identity.holds ? [] : ["the outcomes are not what was read"])
    }

    /// What needs to know earlier runs: what was tested, and what was not.
    private var casesOfEarlierPeriods: [JUnitReport.Case] {
        let sources = sourceChanges.map {
            JUnitReport.Case(name: $0.title, failures: $0.holds ? [] : $0.changes.map(\.description))
        }
        return (rolled?.identities ?? []).map(Self.testCase) + [sources].compactMap(\.self)
            + untested.map { JUnitReport.Case(name: $0.control.rawValue, skipped: $0.reason) }
    }

    private static func testCase(_ gate: GateResult) -> JUnitReport.Case {
        JUnitReport.Case(name: gate.title, failures: gate.failure.map { [$0] } ?? [])
    }
}

extension RunSummary.GateResult {
    /// What is demanded.
    fileprivate var title: String {
        switch demand {
        case .breaks(let limit, _, let legs): "no more than \(grouped(limit)) breaks in \(legs.joined(separator: ", "))"
        case .condition(let result): "require \(result.text)"
        }
    }

    fileprivate func asks(about leg: String) -> Bool {
        switch demand {
        case .breaks(_, _, let legs): legs.contains(leg)
        case .condition(let result): result.values.contains { $0.reference.hasPrefix(leg + ".") }
        }
    }
}
