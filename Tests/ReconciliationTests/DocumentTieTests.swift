import Reconciliation
import Records
import TestSupport
import Testing

@Suite("Ties of documents")
struct DocumentTieTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let documents: Documents
        let outcomes: [String]
        var testDescription: String { name }
    }

    static let headerCases = [
        Case(
            name: "a header is its lines, tax and adjustments",
            documents: Documents(stated: ["A 100.00 EUR 25.00 -5.00"], explaining: ["A 50.00 EUR", "A 30.00 EUR"]),
            outcomes: ["M0 A: 100 EUR (1) | 100 EUR (1,2)"]),
        Case(
            name: "a cent too much",
            documents: Documents(stated: ["A 80.01 EUR"], explaining: ["A 50.00 EUR", "A 30.00 EUR"]),
            outcomes: ["D1 A: 80.01 EUR (1) | 80 EUR (1,2)"]),
        Case(
            name: "a line is missing", documents: Documents(stated: ["A 80 EUR"], explaining: ["A 50 EUR"]),
            outcomes: ["D1 A: 80 EUR (1) | 50 EUR (1)"]),
        Case(
            name: "a line stands twice",
            documents: Documents(stated: ["A 80 EUR"], explaining: ["A 50 EUR", "A 30 EUR", "A 30 EUR"]),
            outcomes: ["D1 A: 80 EUR (1) | 110 EUR (1,2,3)"]),
        Case(
            name: "a line in another currency is short in one and alone in the other",
            documents: Documents(stated: ["A 80 EUR"], explaining: ["A 50 EUR", "A 30 SEK"]),
            outcomes: ["D1 A: - | 30 SEK (2)", "D1 A: 80 EUR (1) | 50 EUR (1)"]),
        Case(
            name: "invoices do not help each other out",
            documents: Documents(stated: ["A 10 EUR", "B 20 EUR"], explaining: ["A 20 EUR", "B 10 EUR"]),
            outcomes: ["D1 A: 10 EUR (1) | 20 EUR (1)", "D1 B: 20 EUR (2) | 10 EUR (2)"]),
        Case(
            name: "a header without lines", documents: Documents(stated: ["A 80 EUR 5 0"], explaining: []),
            outcomes: ["D1 A: 80 EUR (1) | 5 EUR ()"]),
        Case(
            name: "lines without a header", documents: Documents(stated: [], explaining: ["A 80 EUR"]),
            outcomes: ["D1 A: - | 80 EUR (1)"]),
        Case(
            name: "an invoice of nothing", documents: Documents(stated: ["A 0 EUR"], explaining: []),
            outcomes: ["M0 A: 0 EUR (1) | -"]),
        Case(
            name: "two headers agree with lines that came twice, and do not pass",
            documents: Documents(stated: ["A 80 EUR", "A 80 EUR"], explaining: ["A 80 EUR", "A 80 EUR"]),
            outcomes: ["B4 A: 160 EUR (1,2) | 160 EUR (1,2)"]),
        Case(
            name: "two headers in two currencies are two headers of one invoice",
            documents: Documents(stated: ["A 8 EUR", "A 9 USD"], explaining: ["A 8 EUR", "A 9 USD"]),
            outcomes: ["B4 A: 8 EUR (1) | 8 EUR (1)", "B4 A: 9 USD (2) | 9 USD (2)"]),
        Case(
            name: "a tolerance covers a difference",
            documents: Documents(stated: ["A 80.01 EUR"], explaining: ["A 80 EUR"], tolerance: "0.01"),
            outcomes: ["M4 A: 80.01 EUR (1) | 80 EUR (1)"]),
        Case(
            name: "a tolerance does not cover a document that is not there",
            documents: Documents(stated: ["A 0.01 EUR"], explaining: ["B 0.01 EUR"], tolerance: "0.01"),
            outcomes: ["D1 A: 0.01 EUR (1) | -", "D1 B: - | 0.01 EUR (1)"]),
    ]

    @Test("A header against its lines", arguments: headerCases)
    func header(_ test: Case) throws {
        try test.documents.check(.headerAndLines, [.invoice], test.outcomes)
    }

    static let lineCases = [
        Case(
            name: "lines are the report's rows, however they are cut",
            documents: Documents(stated: ["P/S 30 EUR"], explaining: ["P/S 10 EUR", "P/S 20 EUR"]),
            outcomes: ["M0 P S: 30 EUR (1) | 30 EUR (1,2)"]),
        Case(
            name: "a line is missing where the provider has others",
            documents: Documents(stated: ["P/S 30 EUR"], explaining: ["P/S 30 EUR", "P/T 5 EUR"]),
            outcomes: ["M0 P S: 30 EUR (1) | 30 EUR (1)", "D2 P T: - | 5 EUR (2)"]),
        Case(
            name: "a line that no row explains",
            documents: Documents(stated: ["P/S 30 EUR", "P/S 30 EUR"], explaining: ["P/S 30 EUR"]),
            outcomes: ["D2 P S: 60 EUR (1,2) | 30 EUR (1)"]),
        Case(
            name: "a provider without any line: the document is missing, in each currency",
            documents: Documents(
                stated: ["P/S 30 EUR"], explaining: ["P/S 30 EUR", "Q/T 5 EUR", "Q/U 6 EUR", "Q/U 7 SEK"]),
            outcomes: [
                "M0 P S: 30 EUR (1) | 30 EUR (1)", "D3 Q: - | 11 EUR (2,3)", "D3 Q: - | 7 SEK (4)",
            ]),
        Case(
            name: "what nets to nothing within a missing document is still missing",
            documents: Documents(stated: [], explaining: ["Q/T 5 EUR", "Q/U -5 EUR"]),
            outcomes: ["D3 Q: - | 0 EUR (1,2)"]),
        Case(
            name: "rows of nothing need no document", documents: Documents(stated: [], explaining: ["Q/T 0 EUR"]),
            outcomes: ["M0 Q T: - | 0 EUR (1)"]),
        Case(
            name: "a provider is documented in one currency and not in the other",
            documents: Documents(stated: ["P/S 30 EUR"], explaining: ["P/S 30 SEK"]),
            outcomes: ["D2 P S: - | 30 SEK (1)", "D2 P S: 30 EUR (1) | -"]),
    ]

    @Test("Lines against a report's rows", arguments: lineCases)
    func lines(_ test: Case) throws {
        try test.documents.check(.linesAndCharges, [.provider, .subscription], test.outcomes)
    }

    @Test("Rows that do not say what they belong to agree with nothing, whatever their sums are")
    func keyless() throws {
        let documents = Documents(stated: ["/ 10 EUR", "/ 20 EUR"], explaining: ["/ 25 EUR", "/ 5 EUR"])
        let outcomes = try documents.tied(.linesAndCharges, [.provider, .subscription]).outcomes
        #expect(outcomes.map(\.code) == [.invoiceReport])
    }

    @Test("Without the provider among the keys no document is missing: each key is a difference of its own")
    func withoutProvider() throws {
        let documents = Documents(stated: [], explaining: ["S 5 EUR", "T 6 EUR"])
        let outcomes = try documents.tied(.linesAndCharges, [.subscription]).outcomes
        #expect(outcomes.map(\.code) == [.invoiceReport, .invoiceReport])
    }

    @Test("Whatever comes, in whatever order: the same outcomes, and all identities hold", arguments: 1...40)
    func anything(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = ["A/S", "A/T", "B/S", "/S"]
        let item = { (random: inout SplitMix64) -> String in
            let name = names[Int.random(in: 0..<4, using: &random)]
            let amount = Int.random(in: -3...3, using: &random)
            return "\(name) \(amount) \(Bool.random(using: &random) ? "EUR" : "JPY")"
        }
        let stated = (0..<20).map { _ in item(&random) }
        let explaining = (0..<20).map { _ in item(&random) }
        for (documents, keys) in [
            (TiePlan.Documents.headerAndLines, [MatchKey.provider]), (.linesAndCharges, [.provider]),
        ] {
            let whole = try Documents(stated: stated, explaining: explaining).tied(documents, keys)
            #expect(whole.identities.filter { !$0.holds } == [])
            #expect(whole.identities.contains { $0.name == "T5" } == (documents == .headerAndLines))
            let mixed = try Documents(stated: stated.reversed(), explaining: explaining.reversed()).tied(
                documents, keys)
            #expect(mixed.tieLines(withRows: false) == whole.tieLines(withRows: false))
        }
    }
}

/// Two documents in words: `invoice amount currency [tax adjustments]`, or `provider/subscription amount currency`.
struct Documents: Sendable {
    var stated: [String]
    var explaining: [String]
    var tolerance: String?

    func check(_ documents: TiePlan.Documents, _ keys: [MatchKey], _ outcomes: [String]) throws {
        let result = try tied(documents, keys)
        #expect(Set(result.tieLines(withRows: true)) == Set(outcomes))
        #expect(result.outcomes.count == outcomes.count)
        #expect(result.identities.filter { !$0.holds } == [])
    }

    func tied(_ documents: TiePlan.Documents, _ keys: [MatchKey]) throws -> Reconciliation {
        let amount = Tolerance(absolute: try tolerance.map { try ExactDecimal(parsing: $0) })
        var tie = DocumentTie(plan: TiePlan(documents: documents, keys: keys, amount: amount))
        for (row, text) in stated.enumerated() { try tie.add(stated: try item(text, row + 1, &tie, keys)) }
        for (row, text) in explaining.enumerated() { try tie.add(explaining: try item(text, row + 1, &tie, keys)) }
        return try tie.finish()
    }

    private func item(_ text: String, _ row: Int, _ tie: inout DocumentTie, _ keys: [MatchKey]) throws -> TieItem {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let names = words[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var matchKeys = MatchKeys()
        for (key, name) in zip(keys, names) { matchKeys[key] = tie.keys.id(of: name) }
        let currency = try #require(Currency(words[2]))
        var item = TieItem(
            keys: matchKeys, amount: try ExactDecimal(parsing: words[1]), currency: currency,
            origin: RowOrigin(file: 0, row: UInt32(row)))
        if words.count > 3 {
            item.tax = try ExactDecimal(parsing: words[3])
            item.adjustments = try ExactDecimal(parsing: words[4])
        }
        return item
    }
}

extension Reconciliation {
    /// The outcomes in words: `D1 A: 10 EUR (1) | 9 EUR (1,2)`, with the row numbers in brackets.
    fileprivate func tieLines(withRows: Bool) -> [String] {
        listed.map { outcome, keys in
            let names = outcome.keys.names(in: keys).filter { !$0.isEmpty }
            // The provider stands behind the subscription among the published keys, and before it in the cases.
            let sides = [outcome.billed, outcome.expected].map { side in
                side.map { "\($0.amount) \($0.currency)" + (withRows ? $0.rowText : "") } ?? "-"
            }
            return "\(outcome.code.rawValue) \(names.reversed().joined(separator: " ")): \(sides[0]) | \(sides[1])"
        }
    }
}

extension OutcomeSide {
    fileprivate var rowText: String { " (\(rows.map { String($0.row) }.joined(separator: ",")))" }
}
