import Testing

@Suite("Files are held against the contracts of their columns")
struct ContractTests {
    private struct Case: CustomTestStringConvertible, Sendable {
        let promises: String
        var others = "allowed"
        var columns: String?
        var text = "id,name,amount,when\na,One,1.50,2026-10-01\nb,Two,2,2026-10-02\n"
        var file = "f.csv"
        var code: Int32 = 0
        var words: [String] = []

        var testDescription: String { "\(promises) \(others) \(file)" }
    }

    private static let json = #"[{"id":"a","n":1,"x":{"y":2}},{"id":"b","n":"q","x":{"y":3}}]"#
    private static let xml = #"<l><r><id>a</id><n>1</n></r><r><id>b</id><n>q</n></r></l>"#

    private static let cases = [
        Case(promises: "id: text, amount: decimal, when: date"),
        Case(promises: "id: text, amount: decimal, when: date", columns: "{ a: id }"),
        Case(promises: "id: text, name: text, amount: decimal, when: date", others: "refused", columns: "{ a: id }"),
        Case(promises: "nope: { type: decimal, optional: true }"),
        Case(
            promises: "id: text, nope: decimal, other: text", code: 65,
            words: [
                #"contract "c" is broken: there is no column "nope", "other"; the file has "id", "name", "amount", "when""#
            ]),
        Case(
            promises: "id: text, name: text", others: "refused", columns: "{ a: id }", code: 65,
            words: [#"it does not name "amount", "when", and refuses other columns"#]),
        // Also a column that nobody takes is what it is promised to be.
        Case(
            promises: "name: decimal", columns: "{ a: id }", code: 65,
            words: ["2 of 2 rows cannot be read", #"column name: "One" is not a plain decimal number"#]),
        // A column may be taken as text, and be promised to hold numbers.
        Case(
            promises: "name: decimal", columns: "{ a: name }", code: 65,
            words: [#"column name: "One" is not a plain decimal number"#]),
        Case(promises: "amount: decimal", text: "id,amount\na,\n", code: 65, words: ["column amount"]),
        Case(promises: "amount: { type: decimal, optional: true }", text: "id,amount\na,\n"),
        Case(promises: "id: text", text: "", code: 65, words: ["the file is empty"]),
        Case(promises: "\"Cost ({currency})\": decimal", others: "refused", text: "Cost (SEK)\n1\n"),
        Case(promises: "n: decimal", columns: "{ a: id }", text: json, file: "f.json", code: 65, words: ["column n"]),
        Case(
            promises: "n: text, id: text, x/y: decimal", others: "refused", columns: "{ a: id }", text: json,
            file: "f.json"),
        Case(
            promises: "n: text, id: text", others: "refused", columns: "{ a: id }", text: json, file: "f.json",
            code: 65,
            words: [#"it does not name "x""#]),
        Case(
            promises: "n: text", others: "refused", columns: "{ a: id }", text: json, file: "f.json", code: 78,
            words: [#"c.yaml:6:51: contract "c" has no column "id", and refuses others"#]),
        Case(
            promises: "m: text", columns: "{ a: id }", text: json, file: "f.json", code: 65,
            words: [#"no record has a field "m""#]),
        Case(
            promises: "m: text", text: json, file: "f.json", code: 78, words: ["name the `columns` in the stage"]),
        Case(
            promises: "n: decimal", columns: "{ a: id }", text: xml, file: "f.xml", code: 65,
            words: ["1 of 2 rows cannot be read"]),
        Case(
            promises: "id: text", others: "refused", columns: "{ a: id }", text: xml, file: "f.xml", code: 65,
            words: [#"it does not name "n""#]),
    ]

    @Test(
        "what a contract promises is there, is of its type, and nothing else is where that is refused", arguments: cases
    )
    private func contracts(_ example: Case) async throws {
        try await withWorkplace { place in
            let records = example.file.hasSuffix(".xml") ? ", records: l/r" : ""
            let columns = example.columns.map { ", columns: \($0)" } ?? ""
            try place.write(
                "c.yaml",
                """
                version: 1
                name: c
                contracts: { c: { columns: { \(example.promises) }, others: \(example.others) } }
                stages:
                  file: { read: \(example.file) }
                  rows: { parse: file, contract: c\(columns)\(records) }
                  out: { write: rows, to: out.csv.gz }

                """)
            try place.write(example.file, example.text)
            let ending = try await place.run("run", "c.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == example.code, "\(ending.error)")
            for words in example.words { #expect(ending.error.contains(words), "\(ending.error)") }
            guard example.code == 0, let columns = example.columns else { return }
            // What is only looked at is not handed on.
            let text = String(decoding: try place.expanded("out/c/all/out.csv.gz"), as: UTF8.self)
            #expect(text.hasPrefix("a\n"), "\(columns): \(text)")
        }
    }
    @Test(
        "a contract holds for every leg, also where its headings are known only once a stage has run",
        arguments: [("a", 0), ("a\nb", 78)] as [(String, Int32)])
    func legs(_ items: String, _ code: Int32) async throws {
        try await withWorkplace { place in
            try place.write(
                "c.yaml",
                """
                version: 1
                name: c
                contracts: { c: { columns: { id: text, aCost: decimal }, others: refused } }
                stages:
                  list: { read: items.csv }
                  items: { parse: list, columns: { item: Item } }
                  file: { for_each: { x: items, key: item }, read: "${each.x}.json" }
                  rows: { for_each: { from: file }, parse: file, contract: c, columns: { cost: "${each.x}Cost" } }
                  out: { for_each: { from: file }, write: rows, to: "${each.x}.csv" }

                """)
            try place.write("items.csv", "Item\n\(items)\n")
            for item in ["a", "b"] { try place.write("\(item).json", #"[{"id":"1","\#(item)Cost":2}]"#) }
            let ending = try await place.run("run", "c.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == code, "\(ending.error)")
            let message = #"contract "c" has no column "bCost", and refuses others"#
            #expect(ending.error.contains(message) == (code != 0), "\(ending.error)")
        }
    }
}
