import Formats
import Pipelines
import Reconciliation
import Records
import StreamOneIon
import Testing

@Suite("What a pipeline file says")
struct PipelineReadingTests {
    @Test("Every stage kind")
    func stages() throws {
        let pipeline = try read(PipelineText.whole)
        #expect(pipeline.name == "month-end")
        #expect(
            pipeline.stages.map(\.verb) == [
                "fetch report 49038", "fetch subscriptions", "parse report", "parse subscriptions",
                "reconcile charges with entitlements", "write charges.csv.gz",
            ])
        guard case .breaks(0, of: ["tie_out"])? = pipeline.gates.first?.demand else {
            Issue.record("not the gate: \(pipeline.gates)")
            return
        }
        #expect(pipeline.period?.description == "2026-02")
    }

    @Test("A reconcile stage's plan")
    func plan() throws {
        let text = try PipelineText.replacing(
            "match: [[subscription]]",
            with: """
                match: [[subscription, interval], [customer, part_number]]
                    compare: { quantity: 1, amount: { absolute: "0.01", percent: 0.5 } }
                    charge_types: { Rebate: credit }
                """
        ).replacing(
            "subscription: Subscription ID,",
            with: "subscription: S, customer: C, part_number: N, start: A, last_day: B,"
        )
        .replacing("subscription: id,", with: "subscription: id, customer: c, part_number: n,")
        guard case .reconcile(let task)? = try read(text).stage("tie_out")?.task else { throw Unexpected() }
        #expect(task.plan.levels == [[.subscription, .interval], [.customer, .partNumber]])
        #expect(task.plan.comparison.quantity == Tolerance(absolute: .one))
        #expect(
            task.plan.comparison.amount
                == Tolerance(absolute: try ExactDecimal(parsing: "0.01"), percent: try ExactDecimal(parsing: "0.5")))
        #expect(task.plan.chargeTypes.chargeClass(of: "rebate") == .credit)
        #expect(task.plan.period.description == "2026-02")
    }

    @Test("Without compare nothing is tolerated")
    func noCompare() throws {
        guard case .reconcile(let task)? = try read(PipelineText.whole).stage("tie_out")?.task else {
            throw Unexpected()
        }
        #expect(task.plan.comparison.quantity == Tolerance())
        #expect(task.plan.comparison.amount == Tolerance())
    }

    @Test("A report without columns of its own fetches those that are parsed, without their currencies")
    func chosenColumns() throws {
        #expect(try Self.reportColumns(PipelineText.whole) == ["Subscription ID", "Seats", "Seller Cost"])
        let written = try PipelineText.replacing(
            "write: charges\n    to: charges.csv.gz", with: "write: report\n    to: a.csv")
        #expect(try Self.reportColumns(written) == nil)
        let named = try PipelineText.replacing(
            "fetch: report\n", with: "fetch: report\n    columns: [Seats, Seller Cost, Subscription ID, B]\n")
        #expect(try Self.reportColumns(named) == ["Seats", "Seller Cost", "Subscription ID", "B"])
        let twice = try PipelineText.replacing(
            "  entitlements:\n    parse: sub",
            with: "  more:\n    parse: report\n    columns: { a: Seats, b: Other }\n  entitlements:\n    parse: sub")
        #expect(try Self.reportColumns(twice) == ["Subscription ID", "Seats", "Seller Cost", "Other"])
        let all = try PipelineText.replacing(
            "  entitlements:\n    parse: sub", with: "  more:\n    parse: report\n  entitlements:\n    parse: sub")
        #expect(try Self.reportColumns(all) == nil)
    }

    @Test("A heading that carries the currency gives a column of its own")
    func currencyColumn() throws {
        guard case .parse(let parse)? = try read(PipelineText.whole).stage("charges")?.task else { throw Unexpected() }
        #expect(parse.columns?.map(\.column.name) == ["subscription", "quantity", "amount", "currency"])
        #expect(parse.columns?.map(\.column.type) == [.text, .decimal, .decimal, .currency])
        #expect(parse.columns?.last?.source == "Seller Cost ({currency})")
    }

    @Test("A parse stage's keys")
    func parseKeys() throws {
        let text = try PipelineText.replacing(
            "parse: report\n", with: "parse: report\n    format: csv\n    delimiter: tab\n    rejects: 25\n")
        guard case .parse(let parse)? = try read(text).stage("charges")?.task else { throw Unexpected() }
        #expect(parse.format == .csv)
        #expect(parse.delimiter == UInt8(ascii: "\t"))
        #expect(parse.rejectLimit == 25)
        guard case .parse(let plain)? = try read(PipelineText.whole).stage("charges")?.task else { throw Unexpected() }
        #expect(plain.format == nil)
        #expect(plain.delimiter == UInt8(ascii: ","))
        #expect(plain.rejectLimit == 0)
    }

    @Test(
        "Values of parameters",
        arguments: [
            ("month", "last-month", "2026-02"), ("month", "this-month", "2026-03"), ("month", "2024-12", "2024-12"),
            ("date", "today", "2026-03-15"), ("date", "2026-02-28", "2026-02-28"),
            ("text", "no", "no"), ("text", "012", "012"), ("text", "1e3", "1e3"), ("text", "2026-10-01", "2026-10-01"),
            ("text", "last-month", "last-month"),
            ("path", "a.csv", "pipelines/a.csv"), ("path", "../a.csv", "a.csv"), ("path", "../../a", "../a"),
            ("path", "/a", "/a"),
        ])
    func defaults(_ type: String, _ text: String, _ expected: String) throws {
        let pipeline = try read(Self.parameter(type, text))
        #expect(pipeline.parameters.map(\.value.description) == [expected])
    }

    @Test(
        "Values that are not of the type",
        arguments: [
            ("month", "2026-1"), ("month", "2026-00"), ("month", "2026-10-01"), ("month", "october"), ("month", ""),
            ("date", "2026-02-29"), ("date", "2026-10"), ("date", "2026-10-01T00:00:00Z"), ("date", "yesterday"),
        ])
    func badValues(_ type: String, _ text: String) throws {
        let ownFaults = try faults(Self.parameter(type, text))
        #expect(ownFaults.count == 1)
        let argument = try faults(Self.parameter(type, Self.good[type] ?? ""), arguments: [("p", text)])
        #expect(argument.count == 1)
        #expect(argument.first?.contains("--param says \"\(text)\"") == true)
    }

    @Test("Arguments go before defaults, the last of them first, and paths in them begin where the user is")
    func arguments() throws {
        let path = try read(Self.parameter("path", "a.csv"), arguments: [("p", "x.csv"), ("p", "y.csv")])
        #expect(path.parameters.map(\.value) == [.path("y.csv")])
        guard case .read(let task)? = path.stage("s")?.task else { throw Unexpected() }
        #expect(task.path == "y.csv")
        let text = try read(Self.parameter("text", "a.csv"), arguments: [("p", "y.csv")])
        guard case .read(let other)? = text.stage("s")?.task else { throw Unexpected() }
        #expect(other.path == "pipelines/y.csv")
    }

    @Test("An argument for no parameter, and a parameter without a value")
    func unknownArgument() throws {
        let unknown = try faults(PipelineText.whole, arguments: [("perod", "2026-10")])
        #expect(unknown == ["4:3: --param perod: the pipeline has no such parameter; did you mean \"period\"?"])
        let missing = try faults(PipelineText.replacing("type: text, default: \"49038\"", with: "type: text"))
        #expect(missing.first == "5:3: parameter \"report\" has no value; give one with --param report=…")
    }

    @Test(
        "References become text inside text",
        arguments: [
            ("${params.period}", "2026-02"), ("r-${params.period}.x", "r-2026-02.x"),
            ("${params.period.start}", "2026-02-01"), ("${params.period.end}", "2026-03-01"),
            ("${params.period.last_day}", "2026-02-28"), ("${params.report}${params.period}", "490382026-02"),
            ("$params.period", "$params.period"), ("a$b}", "a$b}"), ("$${params.report}", "$49038"),
        ])
    func interpolation(_ text: String, _ expected: String) throws {
        let pipeline = try read(PipelineText.replacing("report_id: ${params.report}", with: "report_id: \"\(text)\""))
        guard case .fetchReport(let task)? = pipeline.stage("report")?.task else { throw Unexpected() }
        #expect(task.reportID == expected)
    }

    @Test("A value is not searched for references again")
    func noSecondLook() throws {
        let pipeline = try read(PipelineText.whole, arguments: [("report", "${params.period}")])
        guard case .fetchReport(let task)? = pipeline.stage("report")?.task else { throw Unexpected() }
        #expect(task.reportID == "${params.period}")
    }

    @Test("A fetch's range is the whole month, and subscriptions have a status and a page size")
    func fetchKeys() throws {
        let text = try PipelineText.replacing(
            "fetch: subscriptions", with: "fetch: subscriptions\n    status: ACTIVE\n    page_size: 250")
        let pipeline = try read(text)
        guard case .fetchReport(let report)? = pipeline.stage("report")?.task,
            case .fetch(let list)? = pipeline.stage("subscriptions")?.task
        else { throw Unexpected() }
        guard case .fixed(let days) = report.query.days else { throw Unexpected() }
        #expect(days.description == "2026-02-01/2026-03-01")
        var query = SubscriptionQuery()
        query.status = .active
        query.pageSize = 250
        #expect(list.call == query.call)
    }

    @Test(
        "The names of written files say how",
        arguments: [
            ("a.csv", RecordOutputFormat.csv, false), ("a.csv.gz", .csv, true), ("a.jsonl", .jsonLines, false),
            ("a.jsonl.gz", .jsonLines, true), ("a.txt", nil, false), ("a.gz", nil, true),
        ])
    func outputNames(_ name: String, _ format: RecordOutputFormat?, _ isCompressed: Bool) throws {
        let text = try PipelineText.replacing(
            "write: charges\n    to: charges.csv.gz", with: "write: report\n    to: \(name)")
        guard case .write(let task)? = try read(text).stage("charges_out")?.task else { throw Unexpected() }
        #expect(task.recordFormat == format)
        #expect(task.isCompressed == isCompressed)
    }

    @Test(
        "A written file's level is 6, or what is said",
        arguments: [("", 6), ("\n    level: 9", 9), ("\n    level: 1", 1)])
    func level(_ line: String, _ level: Int) throws {
        let text = try PipelineText.replacing("to: charges.csv.gz", with: "to: charges.csv.gz\(line)")
        guard case .write(let task)? = try read(text).stage("charges_out")?.task else { throw Unexpected() }
        #expect(task.level == level)
        #expect(!task.isSpreadsheetSafe)
    }

    @Test("Cells are kept from becoming formulas where that is said", arguments: ["true", "false"])
    func spreadsheetSafe(_ value: String) throws {
        let text = try PipelineText.replacing(
            "to: charges.csv.gz", with: "to: charges.csv\n    spreadsheet_safe: \(value)")
        guard case .write(let task)? = try read(text).stage("charges_out")?.task else { throw Unexpected() }
        #expect(task.isSpreadsheetSafe == (value == "true"))
    }

    private struct Unexpected: Error {}
    private static let good = ["month": "2026-01", "date": "2026-01-01"]

    private static func parameter(_ type: String, _ text: String) -> String {
        "version: 1\nname: p\nparams: { p: { type: \(type), default: \"\(text)\" } }\n"
            + "stages: { s: { read: \"${params.p}\" } }\n"
    }

    private static func reportColumns(_ text: String) throws -> [String]? {
        guard case .fetchReport(let task)? = try read(text).stage("report")?.task else { throw Unexpected() }
        return task.query.columns
    }
}
