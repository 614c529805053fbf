import Pipelines
import Records
import Testing

@Suite("The pipelines that come with the program")
struct ShippedPipelineTests {
    @Test(
        "They have no faults",
        arguments: [
            "agreements", "ci", "month-end", "export", "generate-invoices", "invoices", "local-files", "per-customer",
        ])
    func noFaults(_ name: String) throws {
        let path = "pipelines/\(name).yaml"
        let pipeline = try Pipeline.read(
            try Repository.contents(of: path), file: path, in: Surroundings(today: try CivilDate(parsing: "2026-11-23"))
        )
        #expect(pipeline.name == name)
        // The list of subscriptions is today's, so its agreements are this month's.
        #expect(pipeline.period?.description == (name == "agreements" ? "2026-11" : "2026-10"))
    }

    @Test("There are no others to be tested")
    func all() throws {
        #expect(
            try Repository.pipelines
                == [
                    "agreements", "ci", "export", "generate-invoices", "invoices", "local-files", "month-end",
                    "per-customer",
                ])
    }
}
