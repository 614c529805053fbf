import Reconciliation
import Records
import Testing

@testable import Reports

@Suite("How reports put things")
struct WordingTests {
    @Test(
        "How a run ended",
        arguments: [
            (0, "The books do not tie out: 2 breaks (2 where 0 are allowed)."),
            (1, "The books do not tie out: 2 breaks (2 where 1 are allowed)."),
            (2, "The books tie out, with 2 breaks allowed."),
        ])
    func verdict(_ limit: Int, _ expected: String) throws {
        let summary = try SmallMonth.summary(limit: limit)
        #expect(summary.verdict == expected + " Not judged: 1,000 rows that could not be read.")
        #expect(summary.tiesOut == (limit >= 2))
        #expect(summary.breakCount == 2)
    }

    @Test("A run without a reconcile stage never says that books tie out")
    func nothingReconciled() throws {
        let summary = RunSummary(
            toolVersion: "1", pipeline: "p", period: "all", asOf: try CivilDate(parsing: "2026-11-23"), parameters: [],
            sources: [], legs: [], gates: [])
        #expect(summary.verdict == "Nothing was reconciled.")
        #expect(summary.text == "p all, as of 2026-11-23\n\nNothing was reconciled.")
    }

    @Test(
        "Nothing that is a name can become Markdown",
        arguments: [
            ("tie_out", #"tie\_out"#), ("a|b", #"a\|b"#), ("<b>", #"\<b\>"#), ("`x`", #"\`x\`"#), ("#1", ##"\#1"##),
            (#"\"#, #"\\"#), ("[a]{b}*", #"\[a\]\{b\}\*"#), ("Åkeri 1", "Åkeri 1"), ("", ""),
        ])
    func escaping(_ text: String, _ expected: String) {
        #expect(RunSummary.escaped(text) == expected)
    }

    @Test(
        "Places of rows",
        arguments: [
            ([], ""), ([(0, 7)], "a.csv:7"), ([(0, 1), (0, 2), (0, 3), (0, 7)], "a.csv:1-3,7"),
            ([(0, 1), (0, 3), (0, 4)], "a.csv:1,3-4"), ([(0, 9), (1, 10)], "a.csv:9 b.csv:10"),
            ([(0, 1), (0, 2), (1, 3), (1, 4), (1, 6)], "a.csv:1-2 b.csv:3-4,6"),
            ([(1, 4_294_967_295)], "b.csv:4294967295"),
        ] as [([(Int, UInt32)], String)])
    func places(_ rows: [(Int, UInt32)], _ expected: String) {
        let side = OutcomeEvidence.Side(files: ["a.csv", "b.csv"]) { _ in nil }
        var text: [UInt8] = []
        side.appendPlaces(of: rows.map { RowOrigin(file: $0.0, row: $0.1) }, to: &text)
        #expect(text == Array(expected.utf8))
    }

    @Test("Texts of rows stand one below the other; those that are not at hand are counted")
    func texts() throws {
        let origins = (1...3).map { RowOrigin(file: 0, row: $0) }
        let texts = [origins[0]: "one", origins[2]: "three"]
        let text = try OutcomeEvidence.Side(files: ["a"]) { texts[$0] }.text(of: origins)
        #expect(text == "one\nthree\n… and 1 more")
    }

    @Test(
        "Thousands have commas",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-1_000, "-1,000"), (-100, "-100"), (1_234_567, "1,234,567"),
        ])
    func thousands(_ number: Int, _ expected: String) {
        #expect(grouped(number) == expected)
    }
}
