import Formats
import Testing

@Suite("crossfoot plan")
struct PlanTests {
    /// Every way in which something may be known before a run, or not.
    private static let pipeline = """
        version: 1
        name: p
        params:
          dry: { type: boolean, default: "true", about: whether nothing is invoiced }
          providers: { type: list, default: [aws, gcp], env: LANG }
        secrets: { hook: { env: HOOK } }
        defaults: { timeout: 20m, retry: 2 }
        limits: { legs: 2 }
        stages:
          note: { notify: "${secrets.hook}" }
          made: { generate: invoices, source: aws, period: 2026-10, when: tie.breaks == 0 and ids.records > 3 }
          out: { write: rows, to: rows.csv, timeout: 90s }
          later: { write: rows, to: later.csv, needs: [out], when: ids.records > 0 and not params.dry }
          last: { write: rows, to: last.csv, needs: [later] }
          perhaps: { write: rows, to: perhaps.csv, when: rows.records > 0 }
          bills: { for_each: { provider: "${params.providers}" }, fetch: billing-report, provider: aws, month: 2026-10 }
          rows: { parse: bills }
          customers: { fetch: customers, retry: { times: 1, wait: 2m } }
          ids: { parse: customers, records: customers, columns: { id: id } }
          invoices: { for_each: { customer: ids, key: id }, fetch: invoices, customer: "${each.customer}" }
          heads: { parse: invoices, records: invoice, columns: { amount: a, currency: c, invoice: id } }
          files: { fetch: invoice-files, invoice_id: "3", files: "*.csv", when: ids.records > 0 }
          lines: { parse: files, columns: { amount: a, currency: c, invoice: id } }
          kept: { read: kept.csv, when: not params.dry }
          kept_rows: { parse: kept }
          kept_out: { write: kept_rows, to: kept.csv }
          tie: { reconcile: { invoices: heads, lines: lines } }
        gates:
          - { require: rows.records > 0, because: there must be bills }

        """

    @Test("each stage is told in order, with what is known of it")
    func plan() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", Self.pipeline)
            let ending = try await place.run("plan", "p.yaml", "--as-of", "2026-11-23", "--param", "providers=aws,gcp")
            #expect(ending.code == 0 && ending.error == "")
            try Golden.check(ending.output, "plan.txt")
        }
    }

    @Test("--values shows each value and where it came from, and no secret")
    func values() async throws {
        try await withWorkplace { place in
            try place.write("p.yaml", Self.pipeline)
            let ending = try await place.run("plan", "p.yaml", "--values")
            #expect(ending.code == 0 && ending.error == "")
            try Golden.check(ending.output, "plan-values.txt")
        }
    }

    @Test("what is told to be published is what a run publishes", arguments: ["month-end", "export", "agreements"])
    func published(_ name: String) async throws {
        try await withWorkplace { place in
            let words = ["pipelines/\(name).yaml", "--sandbox", "--json"] + Workplace.month
            let plan = try JSONValue(parsing: Array(try await place.run(["plan"] + words).output.utf8))
            #expect(try place.files(below: ".crossfoot") == [] && place.files(below: "out") == [])
            let result = try JSONValue(parsing: Array(try await place.run(["run"] + words).output.utf8))
            #expect(plan["publishes"]?["directory"] == result["directory"])
            let files = plan["publishes"]?["files"]?.array?.compactMap { $0["name"] }
            #expect(files == result["files"]?.array)
        }
    }

    @Test("addresses have no secrets in them, and nobody is asked")
    func addresses() async throws {
        try await withWorkplace { place in
            try place.writeConfiguration(
                service: "http://127.0.0.1:1", access: "access-in-secret", key: "key-in-secret")
            let before = try place.files(below: ".")
            let ending = try await place.run(
                ["plan", "pipelines/month-end.yaml", "--config", "ion.json"] + Workplace.month)
            #expect(ending.code == 0 && ending.error == "")
            #expect(
                ending.output.contains("POST http://127.0.0.1:1/api/v3/accounts/17017/reports/49038/reportDataCsv\n"))
            #expect(!ending.output.contains("in-secret") && !ending.output.contains("needs --config"))
            #expect(try place.files(below: ".") == before)
        }
    }

    @Test("what a run would use again is told, and what it would fetch all the same, with the reason")
    func reuse() async throws {
        try await withWorkplace { place in
            let words = ["pipelines/month-end.yaml", "--sandbox"] + Workplace.month
            _ = try await place.run(["run"] + words)
            let anew = try await place.run(["plan"] + words)
            #expect(!anew.output.contains("uses again") && !anew.output.contains("fetched:"))
            let resuming = ["--resume", "--force", "invoices", "--param", "report=49039"]
            let plan = try await place.run(["plan"] + words + resuming)
            #expect(plan.output.contains("fetched: the request changed\n"), "\(plan.output)")
            #expect(plan.output.contains("fetched: --force asks for it\n"))
            #expect(
                plan.output.firstMatch(of: /fetch subscriptions\n +uses again what was fetched 20.*Z\n  charges/) != nil
            )
        }
    }

    @Test("what a run would refuse is refused")
    func faults() async throws {
        try await withWorkplace { place in
            let value = try await place.run("plan", "pipelines/month-end.yaml", "--param", "period=2026-13")
            #expect(value.code == 78 && value.error.contains("must be a month such as 2026-10"))
            let stage = try await place.run("plan", "pipelines/month-end.yaml", "--resume", "--force", "report_")
            #expect(stage.code == 64 && stage.error.contains("no stage of this name fetches"))
            let file = try await place.run("plan", "missing.yaml")
            #expect(file.code == 78)
            #expect(file.error == "crossfoot plan: cannot open missing.yaml: No such file or directory\n")
            let configuration = try await place.run("plan", "pipelines/month-end.yaml", "--config", "missing.json")
            #expect(configuration.code == 78 && configuration.error.contains("missing.json"))
            #expect(try await place.run("plan", "pipelines/month-end.yaml", "--scale", "10").code == 64)
        }
    }
}
