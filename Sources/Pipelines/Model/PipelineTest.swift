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
        package var exitCode: Int?
        /// The stages that are skipped: no others may be.
        package var skipped: [String]?
        /// By parse stage, how many records there are.
        package var records: [(stage: String, count: Int)] = []
        /// By parse stage, how many of them cannot be read.
        package var rejects: [(stage: String, count: Int)] = []
        /// By reconcile stage, how many breaks there are.
        package var breaks: [(stage: String, count: Int)] = []
        /// By reconcile stage, how many outcomes there are of each code: all that there are.
        package var codes: [(stage: String, counts: [OutcomeCode: Int])] = []
        /// By reconcile stage and currency, what was billed and what was expected.
        package var totals: [(stage: String, sums: [CurrencyTotal])] = []
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
    /// Values for parameters.
    package let parameters: [(name: String, value: String)]
    /// What stands for fetch and read stages, by name.
    package let given: [(stage: String, content: Content)]
    /// What is expected.
    package let expected: Expectation
}
