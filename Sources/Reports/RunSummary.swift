package import Reconciliation
package import Records

/// What a run found: the figures behind the summary in each of its forms.
package struct RunSummary: Sendable {
    /// A stage's input: how many records it had, and how many of them could be read.
    package struct Source: Sendable {
        /// The parse stage.
        package let stage: String
        /// The files that it read.
        package let files: [String]
        /// How many records there were.
        package let records: Int
        /// How many could not be read.
        package let rejected: Int

        /// A source from its parts.
        package init(stage: String, files: [String], records: Int, rejected: Int) {
            self.stage = stage
            self.files = files
            self.records = records
            self.rejected = rejected
        }
    }

    /// What a reconcile stage found.
    package struct Leg: Sendable {
        /// The stage.
        package let name: String
        /// The parse stage whose records were held against the others.
        package let billedSource: String
        /// The parse stage whose records they were held against.
        package let expectedSource: String
        /// What it found.
        package let result: Reconciliation
        /// The day from which on what was billed is taken for final; `nil` where nothing says.
        package let settlesOn: CivilDate?

        /// A leg from its parts.
        package init(
            name: String, billedSource: String, expectedSource: String, result: Reconciliation,
            settlesOn: CivilDate? = nil
        ) {
            self.name = name
            self.billedSource = billedSource
            self.expectedSource = expectedSource
            self.result = result
            self.settlesOn = settlesOn
        }
    }

    /// A stage that did not run.
    package struct Skipped: Sendable, Hashable {
        /// The stage.
        package let stage: String
        /// Why it did not run.
        package let reason: String

        /// A skipped stage from its parts.
        package init(stage: String, reason: String) {
            self.stage = stage
            self.reason = reason
        }
    }

    /// What became of the open items of earlier periods.
    package enum RollForward: Sendable {
        /// They were carried over.
        case rolled(CarryOver)
        /// They were not, and why.
        case untested(String)
    }

    /// What was carried over.
    package struct CarryOver: Sendable {
        /// What was open, what ended, and what is open.
        package let items: RolledItems
        /// The month whose open items were the first to be carried over, by this set and those before it.
        package let since: Month
        /// The legs of carried items that the pipeline does not have.
        package let strayLegs: [String]

        /// What was carried over, from its parts.
        package init(items: RolledItems, since: Month, strayLegs: [String]) {
            self.items = items
            self.since = since
            self.strayLegs = strayLegs
        }
    }

    /// A control that was not carried out, and why.
    package struct Untested: Sendable {
        /// The control.
        package let control: UntestedControl
        /// Why it was not carried out.
        package let reason: String
    }

    /// The program's version.
    package let toolVersion: String
    /// The pipeline's name.
    package let pipeline: String
    /// The month that was closed, or `all` for a pipeline without one.
    package let period: String
    /// The day that counted as today.
    package let asOf: CivilDate
    /// The parameters, as they were given.
    package let parameters: [(name: String, value: String)]
    /// What was read, in the order of the stages.
    package let sources: [Source]
    /// What was found, in the order of the stages.
    package let legs: [Leg]
    /// How the gates ended.
    package let gates: [GateResult]
    /// The stages that did not run, in their order.
    package let skipped: [Skipped]
    /// What became of the open items of earlier periods.
    package let rollForward: RollForward
    /// How what was read differs from what an earlier run had read; `nil` where no such run was named.
    package let sourceChanges: SourceChanges?

    /// A summary from its parts.
    package init(
        toolVersion: String, pipeline: String, period: String, asOf: CivilDate,
        parameters: [(name: String, value: String)], sources: [Source], legs: [Leg], gates: [GateResult],
        skipped: [Skipped] = [], rollForward: RollForward = .untested(UntestedControl.rollForward.reason),
        sourceChanges: SourceChanges? = nil
    ) {
        self.toolVersion = toolVersion
        self.pipeline = pipeline
        self.period = period
        self.asOf = asOf
        self.parameters = parameters
        self.sources = sources
        self.legs = legs
        self.gates = gates
        self.skipped = skipped
        self.rollForward = rollForward
        self.sourceChanges = sourceChanges
    }

    /// Whether every gate holds, and no source is another than it was.
    package var tiesOut: Bool { gates.allSatisfy(\.holds) && sourceChanges?.holds ?? true }

    /// The day from which on everything that was billed is taken for final; `nil` where nothing says.
    package var settlesOn: CivilDate? { legs.compactMap(\.settlesOn).max() }

    /// Whether the bill may still change, so that no result is final (D4).
    package var isProvisional: Bool { settlesOn.map { asOf < $0 } ?? false }

    /// What was carried over from earlier periods; `nil` where nothing was.
    package var rolled: RolledItems? { carryOver?.items }

    /// The same, with where it began.
    var carryOver: CarryOver? { if case .rolled(let carryOver) = rollForward { carryOver } else { nil } }

    /// Whether there are outcomes or open items to publish. Where all legs were skipped, what was carried over stays open.
    package var hasBooks: Bool { !legs.isEmpty || rolled != nil }

    /// What was not tested because nothing of earlier runs was known.
    package var untested: [Untested] {
        guard hasBooks else { return [] }
        var untested: [Untested] = []
        if sourceChanges == nil {
            untested.append(Untested(control: .changedSources, reason: UntestedControl.changedSources.reason))
        }
        if case .untested(let reason) = rollForward {
            untested.append(Untested(control: .rollForward, reason: reason))
        }
        return untested
    }

    /// How many items the next period begins with.
    package var openCount: Int {
        rolled?.closing.count
            ?? legs.flatMap(\.result.totals).reduce(0) { $0 + ($1.key.isOpen ? $1.value.count : 0) }
    }

    /// How many breaks there are of each code of each leg, where there are any.
    package var breakCounts: [(leg: String, code: String, count: Int)] {
        legs.flatMap { leg in
            OutcomeCode.allCases.compactMap { code in
                guard code.isBreak, let totals = leg.result.totals[code] else { return nil }
                return (leg.name, "\(code.rawValue) \(code.name)", totals.count)
            }
        }
    }

    /// How many breaks there are in all legs.
    package var breakCount: Int { legs.reduce(0) { $0 + $1.result.breakCount } }
}

extension Reconciliation {
    /// How many outcomes need a person.
    package var breakCount: Int {
        totals.reduce(0) { $0 + ($1.key.isBreak ? $1.value.count : 0) }
    }
}
