import Pipelines
import Records
import StreamOneIon
import Testing

@Suite("Generate stages")
struct GeneratePipelineTests {
    /// The whole pipeline with a stage that orders.
    private static func text(_ keys: String) throws -> String {
        try PipelineText.replacing("gates:\n", with: "  orders: { generate: invoices, \(keys) }\ngates:\n")
    }

    @Test("What is ordered, when, and for how long it is waited for")
    func order() throws {
        let keys = "source: aws, period: \"${params.period}\", when: tie_out.breaks == 0, customer: \"7\", wait: 90s"
        let stage = try #require(try read(Self.text(keys)).stage("orders"))
        guard case .generate(let task) = stage.task else { return #expect(Bool(false), "\(stage.task)") }
        let month = try #require(Month("2026-02"))
        #expect(task.order == InvoiceGeneration(source: "aws", month: month, customerIDs: ["7"]))
        #expect(stage.condition?.expression.description == "tie_out.breaks == 0")
        #expect(task.wait == .seconds(90))
        #expect(stage.verb == "generate invoices of aws for 2026-02" && !stage.isLeg)
    }

    @Test("Without a wait it is ten minutes, and without a customer it is all of them")
    func defaults() throws {
        let keys = "source: gcp, period: 2026-02, when: tie_out.breaks == 3"
        guard case .generate(let task)? = try read(Self.text(keys)).stage("orders")?.task else {
            return #expect(Bool(false))
        }
        #expect(task.wait == .seconds(600) && task.order.customerIDs == [] && task.order.resellerIDs == [])
    }

    @Test(
        "A fault has its place and says what is meant",
        arguments: [
            (
                "source: aws, period: 2026-02",
                #"27:11: generate needs "when": invoices are made only where the books tie out, such as when: tie_out.breaks == 0"#
            ),
            ("period: 2026-02, when: tie_out.breaks == 0", #"27:11: stage "orders" needs "source""#),
            (
                "source: aws, period: 2026-02, when: tie_ot.breaks == 0",
                #"27:69: there is no stage "tie_ot"; did you mean "tie_out"?"#
            ),
            (
                "source: aws, period: 2026-02, when: charges.breaks == 0",
                #"27:69: only a reconcile stage has breaks; "charges" is none"#
            ),
            (
                "source: aws, period: 2026-02, when: tie_out.breaks",
                "27:69: a condition must be true or false; `tie_out.breaks` is a number: write tie_out.breaks == 0"
            ),
            (
                "source: aws, period: 2026-02, when: tie_out.breaks == 0, wait: 10",
                #"27:96: wait must be a time such as 90s, 20m or 2h, not "10""#
            ),
            (
                "source: aws, period: 2026-02, when: params.report == \"49038\"",
                "27:3: the `when` of generate must ask for the breaks of a reconcile stage, such as tie_out.breaks == 0"
            ),
            (
                #"source: aws, period: 2026-02, when: tie_out.breaks == 0, customer: "1,2""#,
                #"27:100: customer must be one id; for several, write a stage with for_each"#
            ),
            (
                "source: aws, period: 2026-02, when: tie_out.breaks == 0, customers: 1",
                #"27:90: unknown key "customers" in stage "orders"; did you mean "customer"?"#
            ),
        ])
    func fault(_ keys: String, _ message: String) throws {
        #expect(try faults(Self.text(keys)).joined(separator: "\n") == message)
    }
}
