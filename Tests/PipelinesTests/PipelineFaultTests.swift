import Testing

@Suite("Faults of pipeline files")
struct PipelineFaultTests {
    @Test("The whole file has none")
    func none() throws {
        #expect(try faults(PipelineText.whole) == [])
    }

    @Test("A change and the fault that it makes", arguments: Self.changes)
    func change(_ piece: String, _ other: String, _ fault: String) throws {
        let found = try faults(PipelineText.replacing(piece, with: other))
        #expect(found.joined(separator: "\n") == fault, "\(piece) replaced by \(other)")
    }

    @Test("All faults are told at once, in the order of the file")
    func several() throws {
        let text = """
            version: 2
            name: Month End
            stages:
              a:
                read: x.csv
                colums: 1
              b:
                parse: c
                columns: { quantity: Q }
              d: {}
            gates: [{ no_more_than: -1, of: [a.breaks] }]
            extra: 1

            """
        #expect(
            try faults(text) == [
                "1:1: this program reads version 1, not \"2\"",
                "2:7: a name has lower-case letters, digits, - and _ only: \"Month End\"",
                "6:5: unknown key \"colums\" in stage \"a\"; known are read, when, needs, for_each, timeout",
                "8:12: there is no stage \"c\"; did you mean \"a\"?",
                "10:3: stage \"d\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify",
                "11:25: no_more_than must be a whole number such as 0 or 25, not \"-1\"",
                "11:33: \"a.breaks\" is not the breaks of a reconcile stage",
                "12:1: unknown key \"extra\" in the pipeline; known are version, name, include, params, contracts, stages, gates, secrets, hosts, defaults, limits, tests",
            ])
    }

    @Test(
        "A file that is empty, or no mapping",
        arguments: [
            ("", "1:1: the file is empty"),
            ("[a]", "1:1: the pipeline must be a mapping of names to values, not a list"),
            ("just text", "1:1: the pipeline must be a mapping of names to values, not a single value"),
        ])
    func noPipeline(_ text: String, _ fault: String) throws {
        #expect(try faults(text) == [fault])
    }

    @Test("A file without anything that it needs")
    func needs() throws {
        #expect(
            try faults("params: {}\n") == [
                "1:1: the pipeline needs \"version\"", "1:1: the pipeline needs \"name\"",
                "1:1: the pipeline needs \"stages\"",
            ])
    }

    @Test(
        "The name of a file that every run writes is taken",
        arguments: [
            "summary.json", "summary.md", "manifest.json", "breaks.csv.gz", "matches.csv.gz", "rejects.csv.gz",
            "open-items.jsonl.gz", "junit.xml", "report.html", "report.xlsx",
        ])
    func reserved(_ name: String) throws {
        let found = try faults(PipelineText.replacing("to: charges.csv.gz", with: "to: \(name)"))
        #expect(found.last == "26:9: \"\(name)\" is written by every run; choose another name")
    }

    /// What is replaced, by what, and the one fault.
    static let changes: [(String, String, String)] = [
        ("version: 1", "version: 1.0", "1:1: this program reads version 1, not \"1.0\""),
        ("gates:", "gate:", "27:1: unknown key \"gate\" in the pipeline; did you mean \"gates\"?"),
        // Parameters.
        (
            "type: text,", "type: string,",
            "5:19: type must be one of month, date, text, path, count, decimal, boolean, list, not \"string\""
        ),
        (
            "type: month,", "type: moth,",
            "4:19: type must be one of month, date, text, path, count, decimal, boolean, list, not \"moth\"; did you mean \"month\"?"
        ),
        (
            "default: last-month", "default: 2026-13",
            "4:35: parameter \"period\" must be a month such as 2026-10, or last-month; its default says \"2026-13\""
        ),
        (
            "default: last-month", "defualt: last-month",
            "4:3: parameter \"period\" has no value; give one with --param period=…\n4:26: unknown key \"defualt\" in parameter \"period\"; did you mean \"default\"?"
        ),
        // References.
        ("${params.report}", "${params.reprot}", "9:16: unknown parameter \"reprot\"; did you mean \"report\"?"),
        ("${params.report}", "${env.HOME}", "9:16: \"${env.HOME}\" refers to nothing; write ${params.NAME}"),
        ("${params.report}", "${params}", "9:16: \"${params}\" refers to nothing; write ${params.NAME}"),
        ("${params.report}", "${}", "9:16: \"${}\" refers to nothing; write ${params.NAME}"),
        ("${params.report}", "x${params.report", "9:16: \"${\" without \"}\""),
        (
            "${params.report}", "${params.period.first}",
            "9:16: \"period\" has no part \"first\"; a month has start, end and last_day"
        ),
        (
            "${params.report}", "${params.report.start}",
            "9:16: \"report\" has no part \"start\"; a month has start, end and last_day"
        ),
        // fetch
        (
            "fetch: report", "fetch: reprot",
            "8:12: fetch must be one of report, billing-report, invoice-files, subscriptions, subscription, customers, customer, products, product, orders, order, reports, report-description, invoices, legacy-customers, legacy-customer, not \"reprot\"; did you mean \"report\"?"
        ),
        ("report_id: ${params.report}", "report_id: ''", "9:16: report_id is empty"),
        (
            "report_id: ${params.report}", "report_ids: 1",
            "9:5: unknown key \"report_ids\" in stage \"report\"; did you mean \"report_id\"?"
        ),
        (
            "    range: ${params.period}", "    range: ${params.report}",
            "10:12: range must be a month such as 2026-10, or refer to a parameter of type month"
        ),
        ("    range: ${params.period}", "    range: [2026-10]", "10:12: range must be a month, not a list"),
        (
            "    range: ${params.period}", "    range: 2026-10\n    columns: all",
            "11:14: columns must be a list, not a single value"
        ),
        (
            "fetch: subscriptions", "fetch: subscriptions\n    page_size: 0",
            "13:16: page_size must be a whole number from 1 to 100000, not \"0\""
        ),
        (
            "fetch: subscriptions", "fetch: subscriptions\n    page_size: 1e3",
            "13:16: page_size must be a whole number from 1 to 100000, not \"1e3\""
        ),
        ("fetch: subscriptions", "fetch: subscriptions\n    status: ''", "13:13: status is empty"),
        (
            "fetch: subscriptions", "fetch: subscriptions\n    read: x",
            "11:3: stage \"subscriptions\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify"
        ),
        (
            "fetch: subscriptions", "fecth: subscriptions",
            "11:3: stage \"subscriptions\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify; did you mean \"fetch\"?"
        ),
        // parse
        (
            "parse: report", "parse: charges_out",
            "14:12: parse takes what a fetch or read stage has; \"charges_out\" is neither"
        ),
        ("parse: report", "parse: raport", "14:12: there is no stage \"raport\"; did you mean \"report\"?"),
        (
            "parse: report", "parse: report\n    format: cvs",
            "15:13: format must be one of csv, json, jsonl, xml, report, not \"cvs\"; did you mean \"csv\"?"
        ),
        (
            "parse: report", "parse: report\n    delimiter: ';;'",
            "15:16: delimiter must be one character such as \";\", or tab"
        ),
        (
            "parse: report", "parse: report\n    delimiter: '\"'",
            "15:16: delimiter must be one character such as \";\", or tab"
        ),
        (
            "parse: report", "parse: report\n    rejects: -1",
            "15:14: rejects must be a whole number such as 0 or 25, not \"-1\""
        ),
        ("records: items", "records: a//b", "18:14: records is a path of names such as invoice/lines/line"),
        (
            "quantity: Seats,", "quantity: { column: Seats, type: text },",
            "15:80: \"quantity\" is always of type decimal"
        ),
        (
            "quantity: Seats,", "quantity: { column: Seats, optional: yes },",
            "15:84: optional must be true or false, not \"yes\""
        ),
        (
            "quantity: Seats,", "quantity: { columns: Seats },",
            "15:59: unknown key \"columns\" in column \"quantity\"; did you mean \"column\"?\n"
                + "20:3: reconcile needs a column \"quantity\" in stage \"charges\""
        ),
        (
            "quantity: Seats,", "quantity: Seats, note: { column: N, type: number },",
            "15:89: type must be one of text, decimal, date, currency, boolean, not \"number\""
        ),
        (
            "quantity: Seats,", "quantity: Seats, currency: C,",
            "15:14: the currency comes from the heading \"Seller Cost ({currency})\" already; leave out \"currency\""
        ),
        (
            "columns: { subscription: id", "colums: { subscription: id",
            "19:5: unknown key \"colums\" in stage \"entitlements\"; did you mean \"columns\"?"
        ),
        ("quantity: Seats, ", "", "20:3: reconcile needs a column \"quantity\" in stage \"charges\""),
        (
            "price: cost", "prize: cost",
            "19:51: reconcile knows no column \"prize\"; did you mean \"price\"? If not, say its type: { column: …, type: text }"
        ),
        // reconcile
        (
            "reconcile: { charges: charges, ", "reconcile: { charge: charges, ",
            "21:18: unknown key \"charge\" in reconcile; did you mean \"charges\"?"
        ),
        (
            "entitlements: entitlements }", "entitlements: report }",
            "21:50: reconcile takes the records of a parse stage; \"report\" is none"
        ),
        (
            "    period: ${params.period}", "    period: October",
            "22:13: period must be a month such as 2026-10, or refer to a parameter of type month"
        ),
        ("    period: ${params.period}\n", "", "21:5: stage \"tie_out\" needs \"period\""),
        (
            "match: [[subscription]]", "match: []",
            "23:12: match must be a list of levels, such as [[subscription, sku], [subscription]]"
        ),
        (
            "match: [[subscription]]", "match: [subscription]",
            "23:13: a level of match is a list of keys, such as [subscription, sku]"
        ),
        (
            "match: [[subscription]]", "match: [[]]",
            "23:13: a level of match is a list of keys, such as [subscription, sku]"
        ),
        (
            "match: [[subscription]]", "match: [[interval]]",
            "20:3: reconcile needs the columns \"end\" or \"last_day\", \"start\" in stage \"charges\"\n"
                + "23:13: interval alone finds nothing; add another key"
        ),
        (
            "match: [[subscription]]", "match: [[subscribtion]]",
            "23:14: a match key must be one of subscription, sku, customer, product, part_number, provider, invoice, interval, not \"subscribtion\"; did you mean \"subscription\"?"
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    compare: { amount: -1 }",
            "24:24: amount must be a number such as 0.01, not \"-1\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    compare: { amount: { absolut: 1 } }",
            "24:26: unknown key \"absolut\" in amount; did you mean \"absolute\"?"
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    compare: { quantity: { percent: 5% } }",
            "24:37: percent must be a number such as 0.01, not \"5%\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    rates: { EURUSD: 1.08 }",
            "24:14: a rate is of two currencies, such as EUR/USD (one EUR in USD), not \"EURUSD\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    cutoff_days: 32",
            "24:18: cutoff_days must be a whole number from 0 to 31, not \"32\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    settlement_days: 9999999999",
            "24:22: settlement_days must be a whole number from 0 to 366, not \"9999999999\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    compare: { days: 367 }",
            "24:22: days must be a whole number from 0 to 366, not \"367\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    rates: { EUR/USD: 0 }",
            "24:23: a rate is above 0"
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    price_of: year",
            "24:15: price_of must be one of cycle, term, not \"year\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    compare: { codes: { V11: 1 } }",
            "24:25: codes may have a tolerance for V1, V2, V3, V4, V9, not for \"V11\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    aliases: { provider: charges }",
            "24:16: aliases are of subscription, sku, customer, product, part_number, not of \"provider\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    aliases: { customer: charges }",
            "20:3: reconcile needs the columns \"alias\", \"stands_for\" in stage \"charges\""
        ),
        (
            "match: [[subscription]]", "match: [[subscription]]\n    charge_types: { rebate: credits }",
            "24:29: the class of \"rebate\" must be one of subscription, change, credit, correction, usage, one-time, tax, not \"credits\"; did you mean \"credit\"?"
        ),
        // write
        (
            "to: charges.csv.gz", "to: charges.csv.gz\n    level: 10",
            "27:12: \"level\" goes from 1 (fast) to 9 (small)"
        ),
        (
            "to: charges.csv.gz", "to: charges.csv.gz\n    level: fast",
            "27:12: level must be a whole number such as 0 or 25, not \"fast\""
        ),
        (
            "to: charges.csv.gz", "to: charges.csv\n    level: 9",
            "27:12: \"level\" is for files that are compressed, whose names end with .gz"
        ),
        (
            "to: charges.csv.gz", "to: charges.jsonl\n    spreadsheet_safe: true",
            "27:23: \"spreadsheet_safe\" is for records that are written as CSV"
        ),
        (
            "to: charges.csv.gz", "to: charges.csv\n    spreadsheet_safe: 1",
            "27:23: spreadsheet_safe must be true or false, not \"1\""
        ),
        (
            "write: charges\n", "write: report\n    spreadsheet_safe: true\n",
            "25:12: \"report\" is written as it is; parse it first to write it as spreadsheet_safe"
        ),
        (
            "write: charges", "write: tie_out",
            "25:12: the outcomes of \"tie_out\" are published by every run; there is no need to write them"
        ),
        (
            "write: charges", "write: subscriptions",
            "25:12: write takes a report or records; parse \"subscriptions\" first"
        ),
        (
            "to: charges.csv.gz", "to: charges.xlsx",
            "25:12: records are written to a name that ends with .csv, .csv.gz, .jsonl or .jsonl.gz"
        ),
        (
            "to: charges.csv.gz", "to: ../charges.csv",
            "26:9: \"to\" is a file's name, without a directory: \"../charges.csv\""
        ),
        (
            "to: charges.csv.gz", "to: charges.csv.gz\n  more:\n    write: entitlements\n    to: charges.csv.gz",
            "27:3: \"charges.csv.gz\" is written by stage \"charges_out\" already"
        ),
        // gates
        (
            "no_more_than: 0", "no_more_than: none",
            "28:21: no_more_than must be a whole number such as 0 or 25, not \"none\""
        ),
        (
            "of: [tie_out.breaks]", "of: [tie_uot.breaks]",
            "28:28: \"tie_uot.breaks\" is not the breaks of a reconcile stage; did you mean \"tie_out.breaks\"?"
        ),
        ("of: [tie_out.breaks]", "of: []", "28:28: a gate counts the breaks of at least one stage"),
    ]
}
