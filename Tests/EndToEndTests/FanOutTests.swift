import Formats
import Testing

@Suite("Stages that run once for each item")
struct FanOutTests {
    private static let fan = """
        version: 1
        name: fan
        params:
          period: { type: month, default: 2026-10 }
          providers: { type: list, default: [aws, gcp, ms, other, last] }
        limits: { legs: LEGS }
        stages:
          report:
            read: charges-${each.provider}.csv
            for_each: { provider: "${params.providers}" }
          list:
            read: held-${each.provider}.csv
            for_each: { from: report }
          charges:
            for_each: { from: report }
            parse: report
            columns:
              subscription: id
              customer: customer
              quantity: seats
              amount: amount
              currency: currency
              start: from
              end: until
          held:
            for_each: { from: report }
            parse: list
            columns: { subscription: id, customer: customer, quantity: seats, price: price, currency: currency, start: start }
          all: { parse: report }
          all_out: { write: all, to: all.csv.gz }
          late_out: { write: all, to: late.csv.gz, when: tie_out.breaks > 0 }
          tie_out:
            for_each: { from: report }
            reconcile: { charges: charges, entitlements: held }
            period: ${params.period}
            match: [[subscription]]
          rows_out:
            for_each: { from: report }
            write: charges
            to: charges-${each.provider}.csv.gz
            when: tie_out.breaks == 0 and each.provider != "last"
        gates: [GATE]

        """

    /// Writes books for each provider; those of `aws` have a break.
    private static func write(
        legs: Int, gate: String = "{ no_more_than: 0, of: [tie_out.breaks] }", in place: Workplace
    ) throws {
        try place.write("fan.yaml", fan.replacing("LEGS", with: "\(legs)").replacing("GATE", with: gate))
        for (index, provider) in ["aws", "gcp", "ms", "other", "last"].enumerated() {
            let count = 300 + 600 * index
            let rows = (0..<count).map { "\(provider)-\($0),C\($0),1,10,EUR,2026-10-01,2026-11-01\n" }
            try place.write("charges-\(provider).csv", Workplace.chargeHeading + rows.joined())
            let held = (0..<count).map {
                "\(provider)-\($0),C\($0),1,\(provider == "aws" && $0 == 7 ? 11 : 10),EUR,2026-01-01\n"
            }
            try place.write("held-\(provider).csv", "id,customer,seats,price,currency,start\n" + held.joined())
        }
    }

    @Test("the bytes depend neither on how many legs run at once nor on how many threads compute")
    func determinism() async throws {
        try await withWorkplace { place in
            var known: [String: [UInt8]]?
            for (legs, jobs) in [(1, 1), (1, 4), (2, 2), (4, 1), (64, 4)] {
                try Self.write(legs: legs, in: place)
                let ending = try await place.run("run", "fan.yaml", "--as-of", "2026-11-23", "--jobs", "\(jobs)")
                #expect(ending.code == 3, "\(ending.error)")
                var files = try place.contents(below: "out/fan/2026-10")
                // It names the pipeline file, whose limits differ here.
                files["manifest.json"] = nil
                #expect(known == nil || files == known, "\(legs) legs, \(jobs) jobs")
                known = files
                #expect(try await place.run("verify", "out/fan/2026-10").code == 0)
            }
        }
    }

    @Test("each leg has its name, its files and its gate; a union has the records of all legs in their order")
    func legs() async throws {
        try await withWorkplace { place in
            try Self.write(legs: 2, in: place)
            #expect(try await place.run("run", "fan.yaml", "--as-of", "2026-11-23").code == 3)
            let summary = try place.json("out/fan/2026-10/summary.json")
            let names = ["aws", "gcp", "ms", "other", "last"].map { "tie_out[\($0)]" }
            #expect(summary["legs"]?.array?.map { $0["leg"]?.string } == names)
            #expect(summary["gates"]?.array?.first?["legs"]?.array?.map(\.string) == names)
            let skipped = summary["skipped"]?.array?.map {
                "\($0["stage"]?.string ?? ""): \($0["reason"]?.string ?? "")"
            }
            #expect(
                skipped == [
                    "rows_out[aws]: tie_out.breaks == 0 is false: tie_out.breaks is 1",
                    "rows_out[last]: each.provider != \"last\" is false: each.provider is \"last\"",
                ])
            let all = try place.rows(of: "out/fan/2026-10/all.csv.gz").compactMap { $0["id"] }
            #expect(all.count == 300 * 5 + 600 * 10)
            #expect(all.first == "aws-0" && all[300] == "gcp-0" && all.last == "last-2699")
            let breaks = try place.rows(of: "out/fan/2026-10/breaks.csv.gz")
            #expect(breaks.map { $0["leg"] } == ["tie_out[aws]"])
            let story = try await place.run("explain", "aws-7", "--run", "out/fan/2026-10")
            #expect(story.code == 0 && story.output.contains("charges-aws.csv:8"), "\(story.output)\(story.error)")
        }
    }

    @Test("a gate counts the breaks of all legs", arguments: [(0, 3), (1, 0)] as [(Int, Int32)])
    func gate(_ limit: Int, _ code: Int32) async throws {
        try await withWorkplace { place in
            try Self.write(legs: 4, gate: "{ require: tie_out.breaks <= \(limit) }", in: place)
            #expect(try await place.run("run", "fan.yaml", "--as-of", "2026-11-23").code == code)
            #expect(try await place.run("verify", "out/fan/2026-10").code == 0)
        }
    }

    // MARK: - Items from records

    private static let found = """
        version: 1
        name: found
        include: [more.yaml]
        params: { period: { type: month, default: 2026-10 } }
        limits: { legs: 2 }
        stages:
          list: { read: held.csv }
          customers:
            parse: list
            columns: { customer: customer }
          files:
            for_each: { c: customers, key: customer }
            read: of/${each.c}.csv
          charges:
            parse: files
            columns:
              subscription: id
              customer: customer
              quantity: seats
              amount: amount
              currency: currency
              start: from
              end: until
          rows: { for_each: { from: files }, parse: files }
          rows_out: { for_each: { from: files }, write: rows, to: "of-${each.c}.csv" }
          customers_out: { write: customers, to: customers.csv.gz }

        """

    private static let more = """
        stages:
          held:
            parse: list
            columns: { subscription: id, customer: customer, quantity: seats, price: price, currency: currency, start: start }
          tie_out:
            reconcile: { charges: charges, entitlements: held }
            period: 2026-10
            match: [[subscription]]

        """

    private static func writeFound(_ held: String, in place: Workplace) throws {
        try place.write("found.yaml", found)
        try place.write("more.yaml", more)
        try place.write("held.csv", "id,customer,seats,price,currency,start\n" + held)
        for customer in ["A", "B", "C"] {
            try place.write(
                "of/\(customer).csv",
                Workplace.chargeHeading + "S\(customer),\(customer),1,10,EUR,2026-10-01,2026-11-01\n")
        }
    }

    @Test("items are the values of a column, each once, in the order of their bytes, and nothing is read twice")
    func column() async throws {
        try await withWorkplace { place in
            try Self.writeFound(
                "SC,C,1,10,EUR,2026-01-01\nSA,A,1,10,EUR,2026-01-01\nSB,B,1,12,EUR,2026-01-01\nSA2,A,0,10,EUR,2026-01-01\n",
                in: place)
            let ending = try await place.run("run", "found.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == 3, "\(ending.error)")
            #expect(ending.errorLines.filter { $0.hasPrefix("list: read") }.count == 1)
            let manifest = try place.json("out/found/2026-10/manifest.json")
            let inputs = manifest["inputs"]?.array?.compactMap { $0["name"]?.string }
            #expect(inputs?.sorted() == ["held.csv", "of/A.csv", "of/B.csv", "of/C.csv"])
            let summary = try place.json("out/found/2026-10/summary.json")
            let charges = summary["sources"]?.array?.first { $0["stage"]?.string == "charges" }
            #expect(charges?["files"]?.array?.compactMap(\.string) == ["of/A.csv", "of/B.csv", "of/C.csv"])
            #expect(
                try place.files(below: "out/found/2026-10").filter { $0.hasPrefix("of-") } == [
                    "of-A.csv", "of-B.csv", "of-C.csv",
                ])
            #expect(try await place.run("verify", "out/found/2026-10").code == 0)
        }
    }

    @Test("a run whose items came from records, and with an include, is explained when both have changed")
    func explained() async throws {
        try await withWorkplace { place in
            try Self.writeFound("SA,A,1,10,EUR,2026-01-01\nSB,B,1,12,EUR,2026-01-01\n", in: place)
            #expect(try await place.run("run", "found.yaml", "--as-of", "2026-11-23").code == 3)
            try place.write("found.yaml", "changed")
            try place.write("more.yaml", "changed")
            let story = try await place.run("explain", "SB", "--run", "out/found/2026-10")
            #expect(story.code == 0, "\(story.error)")
            #expect(story.output.contains("of/B.csv:1: ") && story.output.contains("held.csv:2: "), "\(story.output)")
        }
    }

    @Test(
        "no items, a record without one, and far too many end the run",
        arguments: [
            ("", 65, "stage \"customers\" has no records, so that for_each has no items"),
            ("SA,,1,10,EUR,2026-01-01\n", 65, "row 1 of held.csv has nothing in \"customer\""),
            ((0...10_000).map { "S,C\($0),1,1,EUR,2026-01-01\n" }.joined(), 65, "has more than 10000 values"),
            ("SA,../A,1,10,EUR,2026-01-01\n", 78, "\"to\" is a file's name, without a directory"),
        ] as [(String, Int32, String)]
    )
    func badItems(_ held: String, _ code: Int32, _ words: String) async throws {
        try await withWorkplace { place in
            try Self.writeFound(held, in: place)
            let ending = try await place.run("run", "found.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == code && ending.error.contains(words), "\(ending.error)")
            #expect(try place.files(below: "out").isEmpty)
            #expect(place.unfinishedRuns().isEmpty)
        }
    }

    @Test("where the stage with the items is skipped, so are all that would run for them")
    func noItemsWanted() async throws {
        try await withWorkplace { place in
            try Self.writeFound("SA,A,1,10,EUR,2026-01-01\n", in: place)
            try place.write(
                "found.yaml",
                Self.found.replacing(
                    "parse: list\n    columns: { customer",
                    with: "parse: list\n    when: params.period > 2026-10\n    columns: { customer"))
            let ending = try await place.run("run", "found.yaml", "--as-of", "2026-11-23")
            #expect(ending.code == 3, "\(ending.error)")
            #expect(ending.output.contains("The books do not tie out: tie_out was skipped."), "\(ending.output)")
            #expect(try await place.run("verify", "out/found/2026-10").code == 0)
        }
    }

    // MARK: - Fetching

    @Test("files of different items never have one name, whatever the items have in them")
    func names() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(
                subscriptions: .response(#"{"items":[{"id":"1"}],"paginationResponse":{"totalSize":1}}"#))
            defer { server.stop() }
            try place.write(
                "names.yaml",
                """
                version: 1
                name: names
                stages:
                  subs:
                    for_each: { c: ["a/b", "a%2Fb", "../x", "a b", "\(String(repeating: "å", count: 200))", "A/b"] }
                    fetch: subscriptions
                    customer: ${each.c}
                  rows: { parse: subs, records: items, columns: { id: id } }
                  out: { write: rows, to: rows.csv.gz }

                """)
            try place.writeConfiguration(service: server.address)
            let ending = try await place.run("run", "names.yaml", "--config", "ion.json", "--as-of", "2026-11-23")
            #expect(ending.code == 0, "\(ending.error)")
            let manifest = try place.json("out/names/all/manifest.json")
            let names = manifest["inputs"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(names.count == 6 && Set(names).count == 6)
            #expect(
                names.prefix(4) == [
                    "subs[a%2Fb]-1.json", "subs[a%252Fb]-1.json", "subs[..%2Fx]-1.json", "subs[a%20b]-1.json",
                ])
            #expect(names.allSatisfy { !$0.contains("/") && $0.utf8.count < 200 })
            #expect(try place.rows(of: "out/names/all/rows.csv.gz").count == 6)
        }
    }

    @Test("the pipeline for each customer brings what the one for all brings", arguments: [1, 8])
    func perCustomer(_ legs: Int) async throws {
        try await withWorkplace { place in
            let text = try place.text(of: "pipelines/per-customer.yaml").replacing("legs: 4", with: "legs: \(legs)")
            try place.write("per-customer.yaml", text)
            let ending = try await place.run(["run", "per-customer.yaml", "--sandbox"] + Workplace.month)
            #expect(ending.code == 3, "\(ending.error)")
            let set = "out/sandbox/per-customer/2026-10"
            #expect(try place.files(below: set).filter { $0.hasPrefix("customer-") }.count == 42)
            #expect(try await place.run("verify", set).code == 0)
            #expect(try await place.runLocalFiles().code == 3)
            let keys = ["code", "subscription", "customer", "billed_amount", "expected_amount", "why"]
            let breaks = try [set, Workplace.localSet].map { set in
                try place.rows(of: set + "/breaks.csv.gz").map { row in keys.map { row[$0] ?? "" } }
            }
            #expect(breaks[0].count > 20 && breaks[0] == breaks[1])
        }
    }

    @Test("the pipeline of a CI job checks its files, and leaves nothing for payment while it does not tie out")
    func continuousIntegration() async throws {
        try await withWorkplace { place in
            let words = ["run", "pipelines/ci.yaml"] + Workplace.month
            let failing = try await place.run(words)
            #expect(
                failing.code == 3 && failing.output.contains("more breaks than somebody knows of"), "\(failing.error)")
            #expect(try !place.files(below: "out/ci/2026-10").contains("approved-charges.csv.gz"))
            let passing = try await place.run(words + ["--param", "allowed_breaks=1000"])
            #expect(passing.code == 0, "\(passing.error)")
            #expect(try place.files(below: "out/ci/2026-10").contains("approved-charges.csv.gz"))
            #expect(try await place.run("verify", "out/ci/2026-10").code == 0)
            try place.write("cut.csv", "Subscription ID,Seat Count\na,1\n")
            let broken = try await place.run(words + ["--param", "report=cut.csv"])
            #expect(broken.code == 65 && broken.error.contains("contract \"report\" is broken"), "\(broken.error)")
        }
    }
}
