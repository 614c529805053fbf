import Foundation
import Testing

@Suite("Seats held against agreements")
struct AgreementTests {
    @Test("agreements.yaml finds what was planted: nothing more, nothing less")
    func findsWhatWasPlanted() async throws {
        try await withWorkplace { place in
            let words = ["run", "pipelines/agreements.yaml", "--sandbox"] + Workplace.month
            #expect(try await place.run(words).code == 3)
            let breaks = try place.rows(of: "out/sandbox/agreements/2026-10/breaks.csv.gz")
            let found = breaks.map { Self.line($0, held: "billed_quantity", agreed: "expected_quantity") }
            let planted = try place.text(of: "fixtures/month-end/planted-agreements.csv")
            #expect(
                found.sorted() == CSVText.rows(planted).map { Self.line($0, held: "held", agreed: "agreed") }.sorted())
        }
    }

    private static func line(_ row: [String: String], held: String, agreed: String) -> String {
        let count = { (name: String) in row[name].flatMap { $0.isEmpty ? nil : $0 } ?? "0" }
        return [row["code"] ?? "", row["customer"] ?? "", row["sku"] ?? "", count(held), count(agreed)]
            .joined(separator: ",")
    }

    @Test(
        "a bad alias file is told, and nothing is published",
        arguments: [
            (
                "alias,stands_for\nAcme,1\nAcme,2\n",
                "row 2: the alias \"Acme\" of customer stands for \"1\" and for \"2\""
            ),
            ("alias,stands_for\n,306011\n", "row 1 of the aliases of customer lacks its alias"),
            ("alias,stands_for\nAcme,\n", "row 1 of the aliases of customer lacks its stands_for"),
            ("alias,means\nAcme,1\n", "no column \"stands_for\""),
        ]
    )
    func badAliases(_ text: String, _ message: String) async throws {
        try await withWorkplace { place in
            try place.write("aliases.csv", text)
            let words = ["run", "pipelines/agreements.yaml", "--sandbox", "--param", "customers=aliases.csv"]
            let ending = try await place.run(words + Workplace.month)
            #expect(ending.code == 65)
            #expect(ending.error.contains(message), "\(ending.error)")
            #expect(try place.files(below: "out") == [])
        }
    }
}
