import Pipelines
import Records
import Testing

@Suite("Columns, held against contracts and against what comes before")
struct HeadingTests {
    /// A pipeline whose parse stage has these columns.
    private static func text(_ columns: String, others: String = "refused", source: String = "read: x.csv") -> String {
        """
        version: 1
        name: a
        contracts:
          bill:
            others: \(others)
            columns: { Id: text, Seats: decimal, Begin: date, "Cost ({currency})": decimal }
        stages:
          file: { \(source) }
          rows:
            parse: file
            contract: bill
            columns: \(columns)
          out: { write: rows, to: rows.csv }

        """
    }

    @Test(
        "A column is one that the contract has, and of the type that it promises",
        arguments: [
            ("{ subscription: Id, quantity: Seats, start: Begin }", ""),
            ("{ amount: \"Cost ({currency})\" }", ""), ("{ amount: Cost (EUR) }", ""), ("{ note: Seats }", ""),
            ("{ quantity: Id }", ""),
            (
                "{ quantity: Seat }",
                "12:26: contract \"bill\" has no column \"Seat\", and refuses others; did you mean \"Seats\"?"
            ),
            (
                "{ quantity: { column: Licences } }",
                "12:36: contract \"bill\" has no column \"Licences\", and refuses others"
            ),
            (
                "{ quantity: Begin }",
                "12:26: \"quantity\" is decimal, and contract \"bill\" promises that \"Begin\" is date"
            ),
        ])
    func contracts(_ columns: String, _ fault: String) throws {
        #expect(try faults(Self.text(columns)).joined(separator: "\n") == fault)
    }

    @Test("A contract that allows others allows them")
    func others() throws {
        #expect(try faults(Self.text("{ quantity: Licences }", others: "allowed")) == [])
    }

    @Test(
        "A column is one that the stage before brings, where that is known",
        arguments: [
            (#"fetch: report, report_id: "1", range: 2026-10, columns: [Seats, Cost]"#, "Seats", ""),
            (
                #"fetch: report, report_id: "1", range: 2026-10, columns: [Seats, Cost]"#, "Seat",
                #"12:26: stage "file" brings no column "Seat"; did you mean "Seats"?"#
            ),
            (#"fetch: report, report_id: "1", range: 2026-10, columns: [Seats, Cost]"#, "Cost (EUR)", ""),
            (#"fetch: report, report_id: "1", range: 2026-10, columns: ["Cost (EUR)"]"#, "Cost", ""),
            (#"fetch: report, report_id: "1", range: 2026-10, columns: ["Cost (EUR)"]"#, "\"Cost ({currency})\"", ""),
            (#"fetch: report, report_id: "1", range: 2026-10"#, "Seat", ""),
            ("fetch: billing-report, provider: aws, month: 2026-10", "usage", ""),
            (
                "fetch: billing-report, provider: aws, month: 2026-10", "useage",
                #"12:26: stage "file" brings no column "useage"; did you mean "usage"?"#
            ),
        ])
    func brought(_ source: String, _ heading: String, _ fault: String) throws {
        let text = Self.text("{ quantity: \(heading) }", others: "allowed", source: source)
        #expect(try faults(text).joined(separator: "\n") == fault)
    }

    @Test(
        "Every leg is held against the contract; what is wrong is told of one",
        arguments: [
            ("[Seats, Begin]", #"13:26: "quantity" is decimal, and contract "bill" promises that "Begin" is date"#),
            (
                "[Seats, Seat, Licences]",
                #"13:26: contract "bill" has no column "Seat", and refuses others; did you mean "Seats"?"#
            ),
        ])
    func legs(_ items: String, _ fault: String) throws {
        let text = Self.text("{ quantity: \"${each.x}\" }", source: "for_each: { x: \(items) }, read: x.csv")
            .replacing("    parse: file", with: "    for_each: { from: file }\n    parse: file")
            .replacing(
                "out: { write: rows, to: rows.csv }",
                with: "out: { for_each: { from: file }, write: rows, to: \"${each.x}.csv\" }")
        #expect(try faults(text).joined(separator: "\n") == fault)
    }

    @Test("What follows from a sample is not held against anything")
    func samples() throws {
        let text =
            "params: { wanted: { type: list } }\n"
            + Self.text(
                "{ quantity: Seats }", others: "allowed",
                source: #"fetch: report, report_id: "1", range: 2026-10, columns: "${params.wanted}""#)
        let today = try CivilDate(parsing: "2026-03-15")
        let surroundings = Surroundings(today: today, takesSamples: true)
        #expect(Pipeline.check(Array(text.utf8), file: "a.yaml", in: surroundings).diagnostics == [])
    }
}
