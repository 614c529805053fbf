package import Records

/// A run, as the ledger keeps it: figures and times, no rows, no secrets.
package struct RunRecord: Sendable, Hashable {
    /// A parameter of the pipeline and its value.
    package struct Parameter: Sendable, Hashable {
        package let name: String
        package let value: String

        /// A parameter from its parts.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A stage, and what came of it.
    package struct Stage: Sendable, Hashable {
        /// The stage's name.
        package let name: String
        /// The verb and its object.
        package let verb: String
        /// How long it took; `nil` when it did not end.
        package var milliseconds: Int?
        /// How much passed through it, in its unit; `nil` when it counts nothing.
        package var amount: Int?
        /// What is counted: `records` or `bytes`.
        package var unit: String?
        /// What came of it, in words; `nil` when it did not end.
        package var result: String?

        /// A stage that began.
        package init(name: String, verb: String) {
            self.name = name
            self.verb = verb
        }
    }

    /// The records of a parse stage.
    package struct Source: Sendable, Hashable {
        package let stage: String
        package let records: Int
        package let rejected: Int

        /// A source from its parts.
        package init(stage: String, records: Int, rejected: Int) {
            self.stage = stage
            self.records = records
            self.rejected = rejected
        }
    }

    /// What a reconcile stage found.
    package struct Leg: Sendable, Hashable {
        /// How often an outcome occurred.
        package struct Outcome: Sendable, Hashable {
            package let code: String
            package let isBreak: Bool
            package let count: Int

            /// An outcome from its parts.
            package init(code: String, isBreak: Bool, count: Int) {
                self.code = code
                self.isBreak = isBreak
                self.count = count
            }
        }

        /// What both sides came to in a currency.
        package struct Total: Sendable, Hashable {
            package let currency: String
            package let billed: ExactDecimal
            package let expected: ExactDecimal

            /// A total from its parts.
            package init(currency: String, billed: ExactDecimal, expected: ExactDecimal) {
                self.currency = currency
                self.billed = billed
                self.expected = expected
            }
        }

        /// The stage's name.
        package let name: String
        /// How many outcomes need a person.
        package let breaks: Int
        /// The outcomes by their codes.
        package let outcomes: [Outcome]
        /// The totals by their currencies.
        package let totals: [Total]

        /// A leg from its parts.
        package init(name: String, breaks: Int, outcomes: [Outcome], totals: [Total]) {
            self.name = name
            self.breaks = breaks
            self.outcomes = outcomes
            self.totals = totals
        }
    }

    /// The pipeline's name.
    package let pipeline: String
    /// The month, or `all`.
    package let period: String
    /// The program's version.
    package let toolVersion: String
    /// When it began.
    package let startedAt: Moment
    /// The parameters, in the order of the file.
    package let parameters: [Parameter]
    /// When it ended; `nil` while it runs, and for one that was killed.
    package var endedAt: Moment?
    /// The exit code; `nil` for one that did not end by itself.
    package var exitCode: Int?
    /// Why it failed, or the verdict.
    package var message: String?
    /// Where the published set lies; `nil` when none was published.
    package var directory: String?
    /// The SHA-256 of the set's manifest.
    package var manifestDigest: String?
    /// The stages, in the order of the file.
    package var stages: [Stage] = []
    /// What was read.
    package var sources: [Source] = []
    /// What was found.
    package var legs: [Leg] = []

    /// A run that begins.
    package init(
        pipeline: String, period: String, toolVersion: String, startedAt: Moment, parameters: [Parameter]
    ) {
        self.pipeline = pipeline
        self.period = period
        self.toolVersion = toolVersion
        self.startedAt = startedAt
        self.parameters = parameters
    }

    /// How many breaks there are in all legs.
    package var breakCount: Int { legs.reduce(0) { $0 + $1.breaks } }

    /// How many seconds it took; `nil` when it did not end.
    package var seconds: Int? { endedAt.map { $0.secondsSinceEpoch - startedAt.secondsSinceEpoch } }
}

/// A run with its number in the ledger.
package struct RecordedRun: Sendable, Hashable {
    /// The number.
    package let id: Int
    /// The run.
    package let run: RunRecord
}
