import Pipelines
import Testing

@Suite("How often a stage is tried again")
struct StageRetryTests {
    /// The whole pipeline with something behind the key that says which report is fetched.
    private static func text(_ keys: String, defaults: String = "") throws -> String {
        try PipelineText.replacing("    range: ${params.period}\n", with: "    range: ${params.period}\n    \(keys)\n")
            .replacing("stages:\n", with: "\(defaults)stages:\n")
    }

    @Test(
        "A number, or a number and a wait",
        arguments: [
            ("retry: 2", StageRetry(times: 2, wait: .seconds(30))),
            ("retry: 10", StageRetry(times: 10)),
            ("retry: { times: 1 }", StageRetry(times: 1, wait: .seconds(30))),
            ("retry: { times: 3, wait: 1s }", StageRetry(times: 3, wait: .seconds(1))),
            ("retry: { times: \"${params.report}\", wait: 15m }", StageRetry(times: 4, wait: .seconds(900))),
        ])
    func forms(_ keys: String, _ retry: StageRetry) throws {
        let pipeline = try read(Self.text(keys), arguments: [("report", "4")])
        #expect(pipeline.stage("report")?.retry == retry)
        #expect(pipeline.stage("subscriptions")?.retry == nil)
    }

    @Test("`defaults` count for stages that fetch and do not say otherwise, and for no others")
    func defaults() throws {
        let pipeline = try read(Self.text("retry: 5", defaults: "defaults: { retry: { times: 2, wait: 1m } }\n"))
        let usual = StageRetry(times: 2, wait: .seconds(60))
        #expect(pipeline.defaults.retry == usual)
        #expect(
            pipeline.stages.map(\.retry) == [StageRetry(times: 5), usual, nil, nil, nil, nil], "\(pipeline.stages)")
    }

    @Test("Each wait is twice the one before it, up to a quarter of an hour, and there are no more than tries")
    func waits() {
        let retry = StageRetry(times: 6, wait: .seconds(50))
        #expect(
            (1...7).map { retry.wait(afterTries: $0) } == [50, 100, 200, 400, 800, 900].map { .seconds($0) } + [nil])
        #expect(StageRetry(times: 10, wait: .seconds(900)).wait(afterTries: 10) == .seconds(900))
        #expect(retry.tries == 7)
    }

    @Test("The wait is no shorter than the service asks for, and no try follows one that it asks to be too late")
    func askedWaits() throws {
        let retry = StageRetry(times: 2, wait: .seconds(50))
        #expect(retry.wait(afterTries: 1, asked: .seconds(20)) == .seconds(50))
        #expect(retry.wait(afterTries: 1, asked: .seconds(600)) == .seconds(600))
        #expect(retry.wait(afterTries: 2, asked: .seconds(900)) == .seconds(900))
        #expect(retry.wait(afterTries: 1, asked: .seconds(901)) == nil)
        #expect(retry.wait(afterTries: 3, asked: .seconds(1)) == nil)
    }

    @Test("A stage may say that it is not tried again, whatever counts for the others")
    func never() throws {
        let pipeline = try read(Self.text("retry: 0", defaults: "defaults: { retry: 3 }\n"))
        #expect(pipeline.stage("report")?.retry == nil)
        #expect(pipeline.stage("subscriptions")?.retry == StageRetry(times: 3))
    }

    @Test(
        "A fault has its place and says what is meant",
        arguments: [
            ("retry: -1", #"11:12: retry must be a whole number such as 0 or 25, not "-1""#),
            ("retry: 11", #"11:12: retry must be a whole number from 0 to 10, not "11""#),
            ("retry: often", #"11:12: retry must be a whole number such as 0 or 25, not "often""#),
            ("retry: [2]", "11:12: retry must be a single value, not a list"),
            ("retry: { wait: 1s }", #"11:12: retry needs "times""#),
            ("retry: { times: 11 }", #"11:21: times must be a whole number from 0 to 10, not "11""#),
            ("retry: { times: 1, wait: 0s }", #"11:30: wait must be a time such as 90s, 20m or 2h, not "0s""#),
            (
                "retry: { times: 1, wait: 901s }",
                "11:30: wait must be a time from 1s to 15m: no wait between two tries is longer"
            ),
            ("retry: { time: 1 }", #"11:14: unknown key "time" in retry; did you mean "times"?"#),
            ("rety: 1", #"11:5: unknown key "rety" in stage "report"; did you mean "retry"?"#),
        ])
    func faults(_ keys: String, _ message: String) throws {
        #expect(try PipelinesTests.faults(Self.text(keys)).joined(separator: "\n") == message)
    }

    @Test(
        "A stage that does not fetch is not tried again, and the file is told why",
        arguments: [
            (
                "orders: { generate: invoices, source: aws, period: 2026-02, when: tie_out.breaks == 0, retry: 1 }",
                "27:90: stage \"orders\" has no \"retry\": an order is sent once, because nobody can tell whether one "
                    + "without an answer was carried out, and a second would invoice twice"
            ),
            (
                "other: { read: x.csv, retry: 1 }",
                "27:25: stage \"other\" has no \"retry\": only a stage that fetches can be tried again; any other fails "
                    + "the same way"
            ),
        ])
    func refused(_ stage: String, _ message: String) throws {
        let text = try PipelineText.replacing("gates:\n", with: "  \(stage)\ngates:\n")
        #expect(try PipelinesTests.faults(text) == [message])
    }
}
