import Pipelines
import Reconciliation
import Records
import StreamOneIon
import Testing

@Suite("Invoices in pipeline files")
struct InvoicePipelineTests {
    /// Fetches invoices and ties them both ways.
    static let whole = """
        version: 1
        name: invoices
        params: { month: { type: month, default: 2026-10 } }
        stages:
          invoices:
            fetch: invoices
            accept: xml
            filters: { status: open, billingStartDate: { gte: "${params.month.start}", lt: "${params.month.end}" } }
            sort: { billingStartDate: desc, id: asc }
            relations: []
            page_size: 50
            limit: 500
            offset: 5
            customer: "77"
          files:
            fetch: invoice-files
            invoices: invoices
            files: "*.csv"
          headers:
            parse: invoices
            records: invoice
            columns: { invoice: id, amount: total, currency: currency }
          lines:
            parse: invoices
            format: xml
            records: invoice/lines/line
            columns: { invoice: { column: id, of: invoice }, provider: p, amount: amount, currency: currency }
          rows:
            read: rows.csv
          charges:
            parse: rows
            columns: { provider: Provider, amount: Cost, currency: Currency }
          header_tie:
            reconcile: { invoices: headers, lines: lines }
          line_tie:
            reconcile: { lines: lines, charges: charges }
            by: [provider]
            compare: { amount: 0.05 }
        gates:
          - { no_more_than: 0, of: [header_tie.breaks, line_tie.breaks] }

        """

    @Test("The query is read whole")
    func query() throws {
        let pipeline = try read(Self.whole)
        guard case .fetch(let task)? = pipeline.stage("invoices")?.task else {
            Issue.record("no such stage")
            return
        }
        #expect(task.call == Self.wholeQuery.invoices)
    }

    private static var wholeQuery: LegacyQuery {
        var query = LegacyQuery()
        query.encoding = .xml
        query.filters = [
            .init(field: "status", value: "open"),
            .init(field: "billingStartDate", modifier: .lt, value: "2026-11-01"),
            .init(field: "billingStartDate", modifier: .gte, value: "2026-10-01"),
        ]
        query.customerID = "77"
        query.sorting = [.init(field: "billingStartDate", direction: .desc), .init(field: "id", direction: .asc)]
        query.relations = []
        query.pageSize = 50
        query.limit = 500
        query.offset = 5
        return query
    }

    @Test("Without relations none are sent, and lists are taken as they stand")
    func relations() throws {
        for (text, relations) in [("", nil), ("relations: [lines, customer]", ["lines", "customer"])] {
            let pipeline = try read(Self.whole.replacing("relations: []", with: text))
            guard case .fetch(let task)? = pipeline.stage("invoices")?.task else { continue }
            var query = Self.wholeQuery
            query.relations = relations
            #expect(task.call == query.invoices)
        }
    }

    @Test("Ties are plans of their own")
    func ties() throws {
        let pipeline = try read(Self.whole)
        guard case .tie(let header)? = pipeline.stage("header_tie")?.task,
            case .tie(let lines)? = pipeline.stage("line_tie")?.task
        else {
            Issue.record("no such stages")
            return
        }
        #expect(header.plan == TiePlan(documents: .headerAndLines, keys: [.invoice], amount: Tolerance()))
        let tolerance = Tolerance(absolute: try ExactDecimal(parsing: "0.05"))
        #expect(lines.plan == TiePlan(documents: .linesAndCharges, keys: [.provider], amount: tolerance))
    }

    static let changes: [(String, String, String)] = [
        ("accept: xml", "accept: xlm", "7:13: accept must be one of json, xml, not \"xlm\"; did you mean \"xml\"?"),
        ("gte:", "ge:", "8:50: unknown key \"ge\" in the filter on \"billingStartDate\"; did you mean \"gt\"?"),
        ("status: open", "status: [open]", "8:24: the filter on \"status\" must be a single value, not a list"),
        (
            "id: asc", "id: up",
            "9:41: the direction of \"id\" must be one of asc, desc, not \"up\""
        ),
        ("relations: []", "relations: lines", "10:16: relations must be a list, not a single value"),
        ("limit: 500", "limit: 0", "12:12: limit must be a whole number from 1 to 2147483647, not \"0\""),
        (
            "invoices: invoices", "invoices: rows",
            "17:15: \"invoices\" is a stage that fetches invoices; \"rows\" is none"
        ),
        (
            "    invoices: invoices\n", "",
            "16:5: fetch: invoice-files needs either \"invoice_id\", or \"invoices\" with a stage that fetches them"
        ),
        (
            "of: invoice }", "of: line }",
            "27:43: of must name a step of `records` before its last; it has invoice, lines"
        ),
        (
            "records: invoice\n", "records: invoice\n    colums: {}\n",
            "22:5: unknown key \"colums\" in stage \"headers\"; did you mean \"columns\"?"
        ),
        ("{ invoice: id, amount", "{ amount", "33:3: reconcile needs a column \"invoice\" in stage \"headers\""),
        (
            "{ invoices: headers, lines: lines }", "{ invoices: headers, charges: charges }",
            "34:16: reconcile needs \"lines\"\n34:37: unknown key \"charges\" in reconcile; known are invoices, lines"
        ),
        ("    by: [provider]\n", "", "36:5: stage \"line_tie\" needs \"by\""),
        (
            "by: [provider]", "by: [provider, interval]",
            "37:9: amounts and seats are added up by keys; interval is none of them"
        ),
        (
            "{ provider: Provider, amount", "{ amount",
            "35:3: reconcile needs a column \"provider\" in stage \"charges\""
        ),
        (
            "compare: { amount: 0.05 }", "compare: { quantity: 0 }",
            "38:16: unknown key \"quantity\" in compare; known are amount"
        ),
    ]

    @Test("A change and the fault that it makes", arguments: changes)
    func change(_ piece: String, _ other: String, _ fault: String) throws {
        #expect(Self.whole.contains(piece))
        let found = try faults(Self.whole.replacing(piece, with: other)).joined(separator: "\n")
        #expect(found == fault)
    }

    @Test(
        "Patterns of names",
        arguments: [
            ("*", "a.csv", true), ("*.csv", "a.csv", true), ("*.csv", "a.csv.gz", false), ("a*b*c", "axxbyyc", true),
            ("a*b*c", "acb", false), ("a.csv", "a.csv", true), ("a.csv", "b.csv", false), ("*a*", "banana", true),
            ("ab*ba", "aba", false), ("", "", true), ("", "a", false),
        ])
    func patterns(_ pattern: String, _ name: String, _ matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
        #expect(NamePattern(pattern).text == pattern)
    }
}
