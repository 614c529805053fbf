package import Reconciliation
package import Records

/// A test that stands in a pipeline file: what a run on given inputs must come to.
package struct PipelineTest: Sendable {
    /// What stands for a fetch or read stage.
    package enum Content: Sendable, Hashable {
        /// Text in the test itself; its form is that of a file with this extension (`csv`, `json`, `jsonl` or `xml`).
        case inline(form: String, text: String)
        /// A local file, relative to the working directory.
        case file(String)
    }

    /// What is expected; what is not said is not looked at.
    package struct Expectation: Sendable {
        /// The exit code.
        package var exitCode: Expected<Int>?
        /// The stages that are skipped: no others may be.
        package var skipped: Expected<[String]>?
        /// By parse stage, how many records there are.
        package var records: [OfStage<Int>] = []
        /// By parse stage, how many of them cannot be read.
        package var rejects: [OfStage<Int>] = []
        /// By reconcile stage, how many breaks there are.
        package var breaks: [OfStage<Int>] = []
        /// By reconcile stage, how many outcomes there are of each code: all that there are.
        package var codes: [OfStage<[OutcomeCode: Int]>] = []
        /// By reconcile stage and currency, what was billed and what was expected.
        package var totals: [OfStage<[CurrencyTotal]>] = []
    }

    /// Something that is expected, and where that stands.
    package struct Expected<Value: Sendable>: Sendable {
        /// What is expected.
        package let value: Value
        /// Where it stands in the file.
        package let position: TextPosition
    }

    /// Something that is expected of a stage, and where that stands.
    package struct OfStage<Value: Sendable>: Sendable {
        /// The stage, as the file names it; one that is fanned out stands for all of its legs together.
        package let stage: String
        /// What is expected.
        package let value: Value
        /// Where it stands in the file.
        package let position: TextPosition
    }

    /// What one side of a reconcile stage comes to in a currency.
    package struct CurrencyTotal: Sendable, Hashable {
        /// The currency.
        package let currency: Currency
        /// What was billed; `nil` where the test does not ask.
        package let billed: ExactDecimal?
        /// What was expected; `nil` where the test does not ask.
        package let expected: ExactDecimal?
    }

    /// The test's name.
    package let name: String
    /// Where it stands.
    package let position: TextPosition
    /// The day that counts as today; `nil` for the day that others say.
    package let asOf: CivilDate?
    /// Values for parameters.
    package let parameters: [(name: String, value: String)]
    /// What stands for fetch and read stages, by name.
    package let given: [(stage: String, content: Content)]
    /// What is expected.
    package let expected: Expectation
}
