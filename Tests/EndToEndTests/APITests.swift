import Formats
import Foundation
import TestSupport
import Testing

@Suite("crossfoot api", .timeLimit(.minutes(15)))
struct APITests {
    struct Call: Sendable, CustomTestStringConvertible {
        let words: String
        var code: Int32 = 0
        var lines: Int?
        var text: String?
        var error: String?

        init(_ words: String, code: Int32 = 0, lines: Int? = nil, _ text: String? = nil, error: String? = nil) {
            (self.words, self.code, self.lines, self.text, self.error) = (words, code, lines, text, error)
        }

        var testDescription: String { words }
    }

    static let calls = [
        Call("customers list", lines: 42, #"{"id":"306011","name":"accounts/17017/customers/306011""#),
        Call(
            "customers list --status INACTIVE --select id,customerStatus", lines: 3, #","customerStatus":"INACTIVE"}"#),
        Call("customers list --page-size 5 --limit 12", lines: 12),
        Call("customers list --email billing@customer-3.example --language sv-SE", lines: 1, #""id":"306085""#),
        Call("customers get 306011", lines: 1, #""id":"306011""#),
        Call("customers get 99", code: 1, lines: 0, error: "the service answered 404: customer 99 not found (request "),
        Call(
            "products list --page-size 3 --select id,marketing.displayName", lines: 11,
            #"{"id":"MailNCE","marketing.displayName":"Mail NCE"}"#),
        Call("products list --sku-name 'Mail Plan 2' --select id", lines: 1, #"{"id":"MailNCE"}"#),
        Call("products list --part-number CFQ7TTC0LGZW:0001:P1Y:A --select id", lines: 1, #"{"id":"MailNCE"}"#),
        Call(
            "products get MailNCE --exclude-definition --language sv --select id,definition", code: 65,
            error: "no record has a field \"definition\""),
        Call(
            "products get MailNCE --exclude-pricing --role OWNER", lines: 1,
            #""displayName":"Mail Plan 2","cancelTiming""#),
        Call("products get MailNCE --version 9", code: 1, error: "404"),
        Call("subscriptions list --select id", lines: 312),
        Call("subscriptions list --status active --limit 7 --offset 3 --page-size 2 --select id", lines: 7),
        Call(
            "subscriptions list --customer-name 'Åre Fjällvård' --select customerName",
            #"{"customerName":"Åre Fjällvård"}"#),
        Call(
            "subscriptions list --start-range LAST_MONTH --start-from 2026-10-01", code: 64,
            error: "--start-from cannot be used here"),
        Call(
            "subscriptions list --end-from 2026-11-01 --end-to 2026-11-02 --sort-by subscriptionEndDate --select id",
            lines: 14),
        Call("subscriptions list --custom-field 'Cost Center=CC-100' --status ACTIVE --select id"),
        Call(
            "subscriptions list --sort-by price --sort-order DESC --limit 1 --select currency", lines: 1,
            #"{"currency":"SEK"}"#),
        Call(
            "subscriptions list --start-range YESTERDAY", code: 1, lines: 0,
            error: "note: \"YESTERDAY\" is no value of --start-range"),
        Call("subscriptions list --page-size 0", code: 64, error: "--page-size must be a whole number from 1"),
        Call(
            "subscriptions get 306011 2277242 --refresh true --select id,activityLogs.totalCount", lines: 1,
            #"{"id":"2277242","activityLogs.totalCount":"1"}"#),
        Call("subscriptions get 306048 2277242", code: 1, error: "404"),
        Call("orders list --select orderId", lines: 78),
        Call(
            "orders list --status ON_HOLD --sort-by createTime --sort-order ASC --select status",
            #"{"status":"ON_HOLD"}"#),
        Call("orders list --customer 306011 --select customerId", #"{"customerId":"306011"}"#),
        Call("orders list --exclude-sub-accounts --providers microsoft --select accountId", #"{"accountId":"17017"}"#),
        Call("orders get 700001 --select orderId", lines: 1, #"{"orderId":"700001"}"#),
        Call("reports list --module REPORTS_REPORTS_MODULE --select reportId", lines: 1, #"{"reportId":"49038"}"#),
        Call("reports get 49038 --select specs.allColumns", lines: 1, "Charge StartDate"),
        Call(
            "reports data 49038 --range LAST_MONTH --columns Nothing", code: 65,
            error: "report 49038 has no column \"Nothing\""),
        Call("reports data 49038", code: 64, error: "--range is missing: give it, or both start and end"),
        Call("reports data 49038 --range LAST_MONTH --start 2020-01-01 --end 2020-01-02 --output jsonl", lines: 1240),
        Call("reports data 49038 --start 2020-01-01 --end 2020-01-02 --output jsonl", lines: 0),
        Call(
            "reports data 49038 --stream --start 2026-10-31 --end 2026-10-31 --columns 'Charge StartDate' --output jsonl",
            #"{"Charge StartDate":"2026-10-31"}"#),
        Call(
            "invoices list --filter billingStartDate:gte=2026-10-01 --filter billingEndDate:lte=2026-10-31 --sort id:desc --select id",
            lines: 6),
        Call(
            "invoices list --filter number:partial=IN-2026-09% --relations '' --accept xml --limit 2 --select number",
            lines: 2, #"{"number":"IN-2026-09-EUR"}"#),
        Call(
            "invoices list --customer 17017 --fields number,total --limit 1", lines: 1,
            #"{"id":"900088","number":"IN-2026-09-EUR","total":"1787.90"}"#),
        Call("invoices list --filter number:like=x", code: 64, error: "--filter has no modifier \"like\""),
        Call("invoices files 900116 --select name", lines: 2, #"{"name":"IN-2026-10-SEK.csv"}"#),
        Call(
            "legacy-customers list --filter company:partial=A% --relations group --select id,group.name",
            #""group.name":"Group 1""#),
        Call("legacy-customers get 306011 --accept xml --select id,customFieldsValues", lines: 1, "Cost Center"),
        Call(
            "billing report aws --customer 306048 --select customer_id,price_currency", lines: 6,
            #"{"customer_id":"306048","price_currency":"SEK"}"#),
        Call(
            "billing report gcp --month 2026-10 --currency EUR --select is_credit,price_currency", lines: 8,
            #"{"is_credit":"true","price_currency":"EUR"}"#),
        Call("billing report azureplan --month 2026-09", lines: 0),
        Call("billing report azure", code: 64, error: "PROVIDER must be one of aws, azureplan, gcp, not \"azure\""),
    ]

    /// Words as a shell parts them: single quotes hold together.
    private static func words(_ text: String) -> [String] {
        text.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { place, part in
            place % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }

    @Test("every operation, through the program")
    func operations() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox("--as-of", "2026-11-23")
            for call in Self.calls {
                let words =
                    ["api"] + Self.words(call.words) + ["--config", sandbox.configuration, "--as-of", "2026-11-23"]
                let ending = try await place.run(words)
                #expect(ending.code == call.code, "\(call.words): \(ending.error)")
                let lines = ending.output.split(separator: "\n")
                if let count = call.lines { #expect(lines.count == count, "\(call.words)") }
                if let text = call.text {
                    #expect(ending.output.contains(text), "\(call.words): \(ending.output.prefix(300))")
                }
                if let error = call.error { #expect(ending.error.contains(error), "\(call.words): \(ending.error)") }
                for line in lines where call.code == 0 { _ = try JSONValue(parsing: String(line)) }
            }
            #expect(try await sandbox.stop().code == 0)
        }
    }

    @Test(
        "a call without --yes shows the order and sends nothing; with it, it is sent once, and the invoices are there")
    func generation() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox("--as-of", "2026-11-23")
            let order = ["api", "invoices", "generate", "--source", "aws", "--customers", "306011,306048"]
            let common = ["--config", sandbox.configuration, "--as-of", "2026-11-23"]
            let shown = try await place.run(order + common + ["--verbose"])
            #expect(shown.code == 0)
            #expect(shown.output.contains("period = m-10-2026\n") && shown.output.contains("Nothing was sent."))
            #expect(!shown.error.contains("POST"))
            let list = ["api", "invoices", "list", "--filter", "cloudUsed=aws", "--select", "customerId"] + common
            #expect(try await place.run(list).output == "")
            let sent = try await place.run(order + common + ["--yes"])
            #expect(sent.code == 0)
            #expect(try await place.run(list).output == "{\"customerId\":\"306011\"}\n{\"customerId\":\"306048\"}\n")
            #expect(try await sandbox.stop().code == 0)
        }
    }

    @Test(
        "an order whose answer does not come is not sent again, and the message says that nobody knows",
        arguments: ["reset", "503"])
    func unknownGeneration(_ fault: String) async throws {
        try await withWorkplace { place in
            let ending = try await place.run(
                "api", "invoices", "generate", "--source", "aws", "--yes", "--sandbox", "--as-of", "2026-11-23",
                "--fault",
                "POST */generate: \(fault)", "--verbose")
            #expect(ending.code == 69, "\(ending.error)")
            #expect(ending.error.contains("it is not known whether these invoices were made"))
            #expect(ending.error.components(separatedBy: "/invoices/generate").count <= 4, "\(ending.error)")
        }
    }

    @Test("an order that found no connection made nothing: the ledger says so, and the next one is not held up")
    func unreachedGeneration() async throws {
        try await withWorkplace { place in
            try place.writeConfiguration(service: "http://127.0.0.1:9", http: #"{"attempts": 1}"#)
            let order = ["api", "invoices", "generate", "--source", "aws", "--yes", "--config", "ion.json"]
            for _ in 1...2 {
                let ending = try await place.run(order)
                #expect(ending.code == 69, "\(ending.error)")
                #expect(ending.error.contains("The order never reached the service: nothing was made."))
            }
            #expect(try await place.effectStates() == ["refused", "refused"])
        }
    }

    @Test(
        "an order to a server that is not to be trusted was not sent, and made nothing",
        .enabled(if: TLSServer.isPossible, "there is no openssl"))
    func untrustedGeneration() async throws {
        try await withWorkplace { place in
            let server = try TLSServer(in: place.path("."))
            defer { server.stop() }
            try place.writeConfiguration(service: "https://127.0.0.1:\(server.port)")
            let ending = try await place.run(
                "api", "invoices", "generate", "--source", "aws", "--yes", "--config", "ion.json")
            #expect(ending.code == 69, "\(ending.error)")
            #expect(ending.error.contains("The order never reached the service: nothing was made."))
            #expect(try await place.effectStates() == ["refused"])
        }
    }

    @Test("files of an invoice are saved under safe names, an older one replaced in one step")
    func files() async throws {
        try await withWorkplace { place in
            try place.write("files/summary.txt", "old")
            let ending = try await place.run(
                "api", "invoices", "files", "900116", "--save", "files", "--sandbox", "--output", "csv")
            #expect(ending.code == 0, "\(ending.error)")
            #expect(try place.files(below: "files") == ["IN-2026-10-SEK.csv", "summary.txt"])
            #expect(try place.text(of: "files/summary.txt").hasPrefix("Invoice IN-2026-10-SEK\n"))
            #expect(ending.output.hasPrefix("name,host,file,bytes\n"))
        }
    }

    @Test("output formats say the same", arguments: ["jsonl", "json", "csv", "table"])
    func formats(_ format: String) async throws {
        try await withWorkplace { place in
            let ending = try await place.run(
                "api", "customers", "list", "--limit", "3", "--select", "id,customerOrganization,customerAddress.city",
                "--sandbox", "--output", format)
            #expect(ending.code == 0)
            try Golden.check(ending.output, "api-customers-\(format).txt")
        }
    }

    @Test("a list that breaks off is not passed off as whole, and a full disk is told")
    func incomplete() async throws {
        try await withWorkplace { place in
            let broken = try await place.run(
                "api", "subscriptions", "list", "--sandbox", "--fault", "GET */subscriptions: repeat", "--output",
                "json")
            #expect(broken.code == 65)
            #expect(
                broken.error.contains("came twice")
                    && broken.error.contains("100 records were written before the fault"))
            #expect(!broken.output.hasSuffix("]\n"))
            let program = try Program.crossfoot()
            let full = try await place.runSystem(
                "/bin/sh", "-c", "\(program) api customers list --sandbox --output jsonl >/dev/full")
            #expect(full.code == 73)
            #expect(full.error.contains("standard output takes no more"))
        }
    }

    @Test("a list of any length needs no more memory than a page of it")
    func memory() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox("--scale", "20000")
            let program = try Program.crossfoot()
            let script =
                "ulimit -v 600000; exec \(program) api subscriptions list --select id --page-size 1000 "
                + "--config \(sandbox.configuration)"
            let ending = try await place.runSystem("/bin/sh", "-c", script)
            #expect(ending.code == 0, "\(ending.error)")
            #expect(ending.output.split(separator: "\n").count == 20_000)
            #expect(try await sandbox.stop().code == 0)
        }
    }

    @Test("a scaled month ties out, as JSON and as XML", arguments: ["json", "xml"])
    func scale(_ accept: String) async throws {
        try await withWorkplace { place in
            let ending = try await place.run(
                [
                    "run", "pipelines/month-end.yaml", "--sandbox", "--scale", "1000", "--seed", "7", "--param",
                    "accept=\(accept)",
                ]
                    + Workplace.month)
            #expect(ending.code == 0, "\(ending.error)")
            #expect(ending.output.contains("The books tie out."))
        }
    }

    @Test("completions: bash completes commands, flags and values; the other shells' are made of the same table")
    func completions() async throws {
        try await withWorkplace { place in
            for shell in ["bash", "zsh", "fish"] {
                let text = try await place.run("completions", shell)
                #expect(text.code == 0)
                try place.write("completions.\(shell)", text.output)
                for word in ["subscriptions", "status", "IN_PROGRESS", "fault"] {
                    #expect(text.output.contains(word))
                }
            }
            let script = """
                source completions.bash
                complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); COMPREPLY=(); _crossfoot; echo "${COMPREPLY[@]}"; }
                complete_words crossfoot a
                complete_words crossfoot api sub
                complete_words crossfoot api subscriptions list --sta
                complete_words crossfoot api subscriptions list --status AC
                complete_words crossfoot api orders get 12 --cu
                """
            let completed = try await place.runSystem("/bin/bash", "-c", script)
            #expect(
                completed.output == """
                    api
                    subscriptions
                    --status --start-range --start-from --start-to
                    ACCEPTED ACTIVE
                    --customer

                    """)
            #expect(try await place.run("completions", "tcsh").code == 64)
        }
    }

    @Test("the manual page is well-formed, and has every command and flag")
    func manual() async throws {
        try await withWorkplace { place in
            let page = try await place.run("man")
            #expect(page.code == 0)
            for word in ["crossfoot api invoices generate", "resource\\-type", "page\\-size"] {
                #expect(page.output.contains(word.replacing("-t", with: "-t")), "\(word)")
            }
            for line in page.output.split(separator: "\n") where line.hasPrefix(".") {
                #expect(
                    [".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi", ".B", ".I"].contains(
                        String(line.prefix { $0 != " " })))
            }
        }
    }
}
