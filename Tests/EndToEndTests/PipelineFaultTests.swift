import Testing

@Suite("A pipeline file with faults")
struct PipelineFaultTests {
    /// A pipeline file and all that is to be said of it, in the order of the file.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        /// Each as `line:column: message`.
        let faults: [String]

        init(_ name: String, _ text: String, _ faults: String...) {
            testDescription = name
            self.text = text
            self.faults = faults
        }
    }

    private static let head = "version: 1\nname: faulty\n"
    private static let stages = """
        stages:
          bills:
            read: bills.csv
          charges:
            parse: bills
            columns: { quantity: Seats, amount: Cost, currency: Currency, subscription: Id }
          licences:
            parse: bills
            columns: { quantity: Seats, price: Cost, currency: Currency, start: Start, subscription: Id }
          tie_out:
            reconcile: { charges: charges, entitlements: licences }
            period: 2026-10
            match: [[subscription]]

        """

    static let cases = [
        Case("empty", "", "1:1: the file is empty"),
        Case("not a mapping", "- a\n", "1:1: the pipeline must be a mapping of names to values, not a list"),
        Case("another version", "version: 2\nname: a\n" + stages, "1:1: this program reads version 1, not \"2\""),
        Case(
            "unknown keys",
            head + "colour: red\nstages:\n  bills:\n    read: a.csv\n  rows:\n    parse: bills\n"
                + "    colums: { a: A }\n",
            "3:1: unknown key \"colour\" in the pipeline; known are version, name, include, params, contracts, stages, gates, secrets, hosts, defaults, limits, tests",
            "9:5: unknown key \"colums\" in stage \"rows\"; did you mean \"columns\"?"
        ),
        Case("wrong type", head + "stages: [a, b]\n", "3:9: stages must be a mapping of names to values, not a list"),
        Case(
            "list for a value",
            head + "stages:\n  bills:\n    read: [a.csv]\n",
            "5:11: read must be a single value, not a list"
        ),
        Case(
            "unknown parameter",
            head + "params:\n  bills: { type: path, default: a.csv }\nstages:\n  bills:\n"
                + "    read: ${params.bill}\n",
            "7:11: unknown parameter \"bill\"; did you mean \"bills\"?"
        ),
        Case(
            "unknown reference",
            head + "stages:\n  bills:\n    read: ${env.HOME}\n",
            "5:11: \"${env.HOME}\" refers to nothing; write ${params.NAME}"
        ),
        Case(
            "unknown stage",
            head + "stages:\n  bills:\n    read: a.csv\n  rows:\n    parse: bill\n",
            "7:12: there is no stage \"bill\"; did you mean \"bills\"?"
        ),
        Case("duplicate key", head + "name: again\n", "3:1: \"name\" stands here twice; first on line 2"),
        Case("tab", head + "stages:\n\tbills:\n", "4:1: a tab cannot indent a line; use spaces"),
        Case(
            "no verb",
            head + "stages:\n  bills:\n    raed: a.csv\n",
            "4:3: stage \"bills\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify; did you mean \"read\"?"
        ),
        Case(
            "two verbs",
            head + "stages:\n  bills:\n    read: a.csv\n    parse: bills\n",
            "4:3: stage \"bills\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify"
        ),
        Case(
            "bad gates",
            head + stages + "gates:\n  - { no_more_than: many, of: [tie_out.breaks] }\n"
                + "  - { no_more_than: 0, of: [tie_ot.breaks] }\n",
            "17:21: no_more_than must be a whole number such as 0 or 25, not \"many\"",
            "18:28: \"tie_ot.breaks\" is not the breaks of a reconcile stage; did you mean \"tie_out.breaks\"?"
        ),
        Case(
            "reserved name",
            head + "stages:\n  bills:\n    read: a.csv\n  out:\n    write: bills\n    to: manifest.json\n",
            "8:9: \"manifest.json\" is written by every run; choose another name"
        ),
        Case(
            "a faulty parameter and what uses it",
            head
                + "params:\n  month: { type: moon, default: 2026-10 }\nstages:\n  bills:\n    read: ${params.month}.csv\n",
            "4:18: type must be one of month, date, text, path, count, decimal, boolean, list, not \"moon\""
        ),
        Case(
            "a faulty stage and what uses it",
            head + "stages:\n  bills:\n    raed: a.csv\n  rows:\n    parse: bills\n  tie_out:\n"
                + "    reconcile: { charges: rows }\ngates:\n  - { no_more_than: 0, of: [tie_out.breaks] }\n",
            "4:3: stage \"bills\" needs exactly one of fetch, read, parse, reconcile, carry, write, generate, notify; did you mean \"read\"?",
            "9:5: stage \"tie_out\" needs \"period\"",
            "9:5: stage \"tie_out\" needs \"match\"",
            "9:16: reconcile needs \"entitlements\""
        ),
        Case(
            "several",
            "version: 1\nname: Faulty\nstages:\n  bills:\n    read: a.csv\n    nope: 1\n  rows:\n"
                + "    parse: bils\n    rejects: -1\n",
            "2:7: a name has lower-case letters, digits, - and _ only: \"Faulty\"",
            "6:5: unknown key \"nope\" in stage \"bills\"; known are read, when, needs, for_each, timeout",
            "8:12: there is no stage \"bils\"; did you mean \"bills\"?",
            "9:14: rejects must be a whole number such as 0 or 25, not \"-1\""
        ),
    ]

    @Test("every fault is told with its place, and the run ends with 78", arguments: cases)
    func faults(_ example: Case) async throws {
        try await withWorkplace { place in
            try place.write("faulty.yaml", example.text)
            let ending = try await place.run("run", "faulty.yaml")
            let lines = example.faults.map { "faulty.yaml:\($0)" }.joined(separator: "\n")
            #expect(ending.code == 78)
            #expect(ending.error == "crossfoot run: \(lines)\n")
            #expect(ending.output == "")
            #expect(try place.files(below: ".crossfoot") == [])
        }
    }

    @Test("a missing file is named")
    func missingFile() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("run", "missing.yaml")
            #expect(ending.code == 78)
            #expect(ending.error == "crossfoot run: cannot open missing.yaml: No such file or directory\n")
        }
    }

    @Test("a value that is none of its parameter's type is the only fault that is told")
    func badArgument() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("run", "pipelines/local-files.yaml", "--param", "period=2026-13")
            #expect(ending.code == 78)
            #expect(
                ending.error == "crossfoot run: pipelines/local-files.yaml:10:3: parameter \"period\" must be a month "
                    + "such as 2026-10, or last-month; --param says \"2026-13\"\n"
            )
        }
    }

    @Test("a parameter that the pipeline has not is named, with the one that was meant")
    func unknownArgument() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("run", "pipelines/local-files.yaml", "--param", "perod=2026-10")
            #expect(ending.code == 78)
            #expect(
                ending.error == "crossfoot run: pipelines/local-files.yaml:10:3: --param perod: the pipeline has no "
                    + "such parameter; did you mean \"period\"?\n"
            )
        }
    }
}
