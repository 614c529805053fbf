import Formats
import Testing

@Suite("Stages that are tried again", .timeLimit(.minutes(10)))
struct StageRetryTests {
    /// The month's pipeline, whose fetches are tried three times.
    private static func writePipeline(in place: Workplace, retry: String = "{ times: 2, wait: 1s }") throws {
        let text = try place.text(of: "pipelines/month-end.yaml")
        try place.write(
            "p.yaml", text.replacing("\nparams:\n", with: "\ndefaults: { retry: \(retry) }\n\nparams:\n"))
    }

    private static let words = ["run", "p.yaml", "--config", "sandbox.json"] + Workplace.month

    /// Runs the pipeline against a sandbox whose requests are tried three times each.
    private static func run(_ rule: String?, in place: Workplace, _ more: String...) async throws -> Ending {
        let sandbox = try await place.startSandbox(rule.map { ["--fault", $0] } ?? [])
        _ = try place.makeQuick(sandbox.configuration)
        let ending = try await place.run(words + more)
        _ = try await sandbox.stop()
        return ending
    }

    /// The months that a run publishes that nothing has disturbed.
    private static func clean() async throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        try await withWorkplace { place in
            try writePipeline(in: place)
            let ending = try await run(nil, in: place)
            #expect(ending.code == 3 && !ending.error.contains("try"), "\(ending.error)")
            contents = try place.contents(below: "out")
        }
        return contents
    }

    @Test("What fails and succeeds at a later try is published as if nothing had failed, whatever had come before")
    func overcome() async throws {
        let clean = try await Self.clean()
        #expect(!clean.isEmpty)
        for (stage, rule, tries) in [
            ("report", "POST */reportDataCsv: truncate 100000 x3", 2),
            ("subscriptions", "GET */subscriptions: 503 x3, after 1", 2),
            ("subscriptions", "GET */subscriptions: 503 x6, after 1", 3),
            ("invoices", "GET */invoices/*: 500 x3, after 1", 2),
        ] {
            try await withWorkplace { place in
                try Self.writePipeline(in: place)
                let ending = try await Self.run(rule, in: place)
                #expect(ending.code == 3, "\(rule): \(ending.error)")
                let waits = ending.errorLines.filter { $0.contains(", then try ") }
                let expected = (2...tries).map { "\(stage): waiting \($0 - 1) s, then try \($0) of 3: fetching " }
                #expect(
                    waits.count == expected.count && zip(waits, expected).allSatisfy { $0.hasPrefix($1) }, "\(waits)")
                #expect(try place.contents(below: "out") == clean, "\(rule)")
                let runs = try JSONValue(parsing: Array(try await place.run("history", "--json").output.utf8))
                let retried = runs.array?.first?["stages"]?.array?.filter {
                    $0["result"]?.string?.contains("(try") == true
                }
                #expect(retried?.map { $0["stage"]?.string } == [stage])
                #expect(retried?.first?["result"]?.string?.hasSuffix(" (try \(tries))") == true)
                #expect(place.unfinishedRuns() == [])
            }
        }
    }

    @Test("After the last try the run ends with 69, says how many there were, and what was published stays")
    func exhausted() async throws {
        try await withWorkplace { place in
            try Self.writePipeline(in: place)
            try place.write("out/month-end/2026-10/manifest.json", "published before")
            let ending = try await Self.run("GET */invoices/*: 503", in: place, "--log-format", "json")
            #expect(ending.code == 69)
            let events = try ending.errorLines.filter { $0.hasPrefix("{") }.map {
                try JSONValue(parsing: Array($0.utf8))
            }
            let retries = events.filter { $0["event"] == "retrying" }
            #expect(retries.map { $0["stage"] } == ["invoices", "invoices"])
            #expect(retries.map { $0["try"] } == [.number("2"), .number("3")])
            #expect(retries.allSatisfy { $0["tries"] == .number("3") })
            #expect(retries.map { $0["wait_seconds"] } == [.number("1"), .number("2")])
            let cause = "fetching invoices from 0: the service answered 503"
            #expect(retries.allSatisfy { $0["cause"]?.string?.hasPrefix(cause) == true })
            #expect(ending.message.hasPrefix("crossfoot run: stage \"invoices\": \(cause)"), "\(ending.message)")
            #expect(ending.message.hasSuffix("(after 3 attempts). Run again later. The stage was tried 3 times.\n"))
            #expect(try place.files(below: "out") == ["month-end/2026-10/manifest.json"])
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test(
        "What does not pass ends the run at once",
        arguments: [
            ("GET */invoices/*: 403", Int32(77)), ("GET */invoices/*: 400", 1), ("GET */subscriptions: repeat", 65),
            ("GET */invoices/*: 501", 69),
            // Nobody waits as long as that.
            ("GET */invoices/*: 503, retry-after 3600", 69),
            // A refresh token is good for one use, so that its renewal is left to the next run.
            ("POST /oauth/token: 503", 69),
        ])
    func final(_ rule: String, _ code: Int32) async throws {
        try await withWorkplace { place in
            try Self.writePipeline(in: place, retry: "{ times: 2, wait: 15m }")
            let ending = try await Self.run(rule, in: place)
            #expect(ending.code == code)
            #expect(!ending.error.contains("then try") && !ending.error.contains("was tried"), "\(ending.error)")
        }
    }

    @Test("The time of a stage counts for each try, and a try that took too long is followed by another")
    func timeout() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(reports: [
                .silence, .response(#"{"results":"Name,Amount\na,1\n","resultCount":"1"}"#),
            ])
            defer { server.stop() }
            try place.writeConfiguration(service: server.address, http: Workplace.patientHTTP)
            let text = try place.text(of: "pipelines/export.yaml")
            let keys = "    timeout: 5s\n    retry: { times: 1, wait: 1s }\n"
            try place.write("p.yaml", text.replacing("    fetch: report\n", with: "    fetch: report\n" + keys))
            let ending = try await place.run(["run", "p.yaml", "--config", "ion.json"] + Workplace.month)
            #expect(ending.code == 0, "\(ending.error)")
            #expect(
                ending.errorLines.contains("report: waiting 1 s, then try 2 of 2: it took longer than its timeout"))
            #expect(
                try place.expanded("out/export/2026-10/report.csv.gz") == Array("Name,Amount\na,1\n".utf8))
        }
    }

    @Test("A wait ends with the run's own time")
    func stopped() async throws {
        try await withWorkplace { place in
            try Self.writePipeline(in: place, retry: "{ times: 2, wait: 15m }")
            let ending = try await Self.run("GET */invoices/*: 503", in: place, "--timeout", "4s")
            #expect(ending.code == 124)
            #expect(ending.errorLines.contains { $0.hasPrefix("invoices: waiting 900 s, then try 2 of 3: ") })
            #expect(ending.errorLines.contains("invoices: cancelled"), "\(ending.error)")
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("Each leg of a stage is tried again by itself")
    func legs() async throws {
        let pipeline = """
            version: 1
            name: p
            params: { period: { type: month, default: last-month } }
            defaults: { retry: { times: 1, wait: 1s } }
            stages:
              bills:
                for_each: { provider: [aws, gcp] }
                fetch: billing-report
                provider: ${each.provider}
                month: ${params.period}
              rows: { parse: bills }
              rows_out: { write: rows, to: rows.csv }

            """
        try await withWorkplace { place in
            try place.write("p.yaml", pipeline)
            let clean = try await Self.run(nil, in: place)
            #expect(clean.code == 0, "\(clean.error)")
            let bytes = try place.contents(below: "out")
            let ending = try await Self.run("GET */reports/*aws*: truncate 900 x3", in: place)
            #expect(ending.code == 0, "\(ending.error)")
            #expect(ending.errorLines.contains { $0.hasPrefix("bills[aws]: waiting 1 s, then try 2 of 2: ") })
            #expect(try place.contents(below: "out") == bytes)
        }
    }

    @Test("An order is never sent again: lint refuses it with its place and the reason")
    func order() async throws {
        try await withWorkplace { place in
            let text = try place.text(of: "pipelines/generate-invoices.yaml")
            let line = try #require(text.split(separator: "\n").first { $0.contains("generate: invoices") })
            try place.write("p.yaml", text.replacing(line, with: "\(line)\n    retry: 1"))
            let ending = try await place.run("lint", "p.yaml")
            #expect(ending.code == 78)
            #expect(
                ending.output.contains(
                    #/p\.yaml:\d+:5: stage "\w+" has no "retry": an order is sent once, because nobody can tell /#),
                "\(ending.output)")
        }
    }
}
