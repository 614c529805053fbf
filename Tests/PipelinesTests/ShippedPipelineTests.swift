import Pipelines
import Records
import Streaming
import Testing

@Suite("The pipelines that come with the program")
struct ShippedPipelineTests {
    @Test(
        "They have no faults",
        arguments: ["agreements", "month-end", "export", "generate-invoices", "invoices", "local-files"])
    func noFaults(_ name: String) throws {
        let path = "\(Self.root)/pipelines/\(name).yaml"
        let pipeline = try Pipeline.read(
            try File.contents(of: path), file: path, arguments: [], today: try CivilDate(parsing: "2026-11-23"))
        #expect(pipeline.name == name)
        // The list of subscriptions is today's, so its agreements are this month's.
        #expect(pipeline.period?.description == (name == "agreements" ? "2026-11" : "2026-10"))
    }

    @Test("There are no others to be tested")
    func all() throws {
        #expect(
            try Directory.names(in: "\(Self.root)/pipelines")
                == [
                    "agreements.yaml", "export.yaml", "generate-invoices.yaml", "invoices.yaml", "local-files.yaml",
                    "month-end.yaml",
                ])
    }

    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}
