import Formats
import Foundation
import Testing

@Suite("Invoices are ordered once", .timeLimit(.minutes(15)))
struct GenerationTests {
    private static let allow = ["--allow-effects"]

    @Test("a second run sends nothing, under whatever name, and finds the invoices")
    func twice() async throws {
        try await withSandbox { place, sandbox in
            let first = try await place.run(try place.generationRun() + Self.allow)
            #expect(first.code == 0, "\(first.error)")
            #expect(first.output.contains("orders: ordered invoices of aws for 2026-10, customer 306011 (effect 1)"))
            #expect(first.output.contains("1 invoice: 990001 (IN-2026-10-aws-1"))
            for name in ["orders", "another"] {
                let again = try await place.run(try place.generationRun(name) + Self.allow)
                #expect(again.code == 0, "\(again.error)")
                #expect(
                    again.output.contains("nothing was sent: invoices of aws for 2026-10, customer 306011 were ordered")
                )
            }
            #expect(try sandbox.orders(in: place) == 1)
            #expect(try await place.effectStates() == ["done"])
        }
    }

    @Test(
        "without leave nothing is sent, and it is said what would be",
        arguments: [
            ([], "would order invoices of aws for 2026-10, customer 306011; to order them, run with --allow-effects"),
            (["--dry-run"], "would order invoices of aws for 2026-10, customer 306011; this is a dry run"),
            (["--dry-run", "--allow-effects"], "this is a dry run"),
        ] as [([String], String)])
    func withheld(_ flags: [String], _ words: String) async throws {
        try await withSandbox { place, sandbox in
            let ending = try await place.run(try place.generationRun() + flags)
            #expect(ending.code == 0 && ending.output.contains(words), "\(ending.output)\(ending.error)")
            #expect(try sandbox.orders(in: place) == 0)
            #expect(try await place.effectStates() == [])
        }
    }

    @Test("where the gate does not hold nothing is sent, and the exit code is that of the books")
    func gate() async throws {
        try await withSandbox { place, sandbox in
            let ending = try await place.run(try place.generationRun(isEven: false) + Self.allow)
            #expect(ending.code == 3, "\(ending.error)")
            #expect(
                ending.error.contains("orders: skipped: tie.breaks == 0 is false: tie.breaks is 1\n"), "\(ending.error)"
            )
            #expect(try sandbox.orders(in: place) == 0)
        }
    }

    @Test("nothing is ordered as long as anything else of the run may fail")
    func last() async throws {
        try await withSandbox { place, sandbox in
            let words = try place.generationRun() + Self.allow
            let name = try #require(words.first { $0.hasSuffix(".yaml") })
            let text = try place.text(of: name)
            try place.write(
                name,
                text.replacing(
                    "stages:\n",
                    with: "stages:\n  broken_file: { read: gone.csv }\n  broken: { write: broken_file, to: gone.csv }\n"
                ))
            // A stage that fails stops the others; those that do not depend on it go on where they are told to.
            let ending = try await place.run(words + ["--keep-going"])
            #expect(ending.code == 4, "\(ending.error)")
            #expect(ending.error.contains("orders: skipped: stage \"broken_file\" failed"), "\(ending.error)")
            #expect(try sandbox.orders(in: place) == 0)
            #expect(try await place.effectStates() == [])
        }
    }

    @Test("an order without an answer stops every later run like it until a person has looked")
    func unanswered() async throws {
        try await withSandbox("--fault", "generate-unanswered x1") { place, sandbox in
            let first = try await place.run(try place.generationRun() + Self.allow)
            #expect(first.code == 69 && first.error.contains("it is not known whether these invoices were made"))
            #expect(first.error.contains("crossfoot effects resolve 1 --state .crossfoot --config FILE"))
            #expect(!first.error.contains("Run again."))
            for (name, customer) in [("orders", "306011"), ("another", "306011"), ("all", nil)] {
                let later = try await place.run(try place.generationRun(name, customer: customer) + Self.allow)
                #expect(later.code == 1, "\(later.error)")
                #expect(later.message.contains("effect 1") && later.message.contains("Nothing was sent now."))
            }
            // One for another customer is none of its business.
            let other = try await place.run(try place.generationRun("other", customer: "306048") + Self.allow)
            #expect(other.code == 0, "\(other.error)")
            #expect(try sandbox.orders(in: place) == 2)
            try await resolveMade(place)
            let last = try await place.run(try place.generationRun() + Self.allow)
            #expect(last.code == 0 && last.output.contains("nothing was sent"), "\(last.error)")
            #expect(try sandbox.orders(in: place) == 2)
        }
    }

    private func resolveMade(_ place: Workplace) async throws {
        let resolve = ["effects", "resolve", "1", "--config", "sandbox.json"]
        let look = try await place.run(resolve)
        #expect(look.code == 0 && look.output.contains("  990001, customer 306011: IN-2026-10-aws-1"), "\(look.error)")
        let wrong = try await place.run(resolve + ["--not-made", "--because", "I think so"])
        #expect(wrong.code == 1 && wrong.error.contains("invoices that may be of effect 1: 990001"))
        #expect(try await place.run(resolve + ["--made"]).code == 64)
        #expect(try await place.effectStates() == ["unknown", "done"])
        let right = try await place.run(resolve + ["--made", "--because", "seen in the portal"])
        #expect(right.code == 0, "\(right.error)")
        #expect(try await place.effectStates() == ["resolved-made", "done"])
    }

    @Test("an order that was not made is sent again once a person has said so")
    func notMade() async throws {
        try await withSandbox("--fault", "POST */generate: reset x1") { place, sandbox in
            #expect(try await place.run(try place.generationRun() + Self.allow).code == 69)
            let answer = try await place.run(
                "effects", "resolve", "1", "--config", "sandbox.json", "--not-made", "--because", "the list is empty")
            #expect(
                answer.code == 0 && answer.output.contains("The service has no invoice like that."), "\(answer.error)")
            let again = try await place.run(try place.generationRun() + Self.allow)
            #expect(again.code == 0, "\(again.error)")
            #expect(try sandbox.orders(in: place) == 2)
            #expect(try await place.effectStates() == ["resolved-not-made", "done"])
        }
    }

    @Test("an order that the service refuses made nothing, and may be sent again")
    func refused() async throws {
        try await withSandbox("--fault", "generate-refused x1") { place, sandbox in
            let first = try await place.run(try place.generationRun() + Self.allow)
            #expect(first.code == 1 && first.error.contains("The service refused the order: nothing was made."))
            #expect(try await place.effectStates() == ["refused"])
            #expect(try await place.run(try place.generationRun() + Self.allow).code == 0)
            #expect(try sandbox.orders(in: place) == 2)
        }
    }

    @Test("a run that is killed between sending and the receipt leaves a doubt; while it lives, others wait for it")
    func killed() async throws {
        try await withSandbox("--fault", "POST */generate: stall") { place, sandbox in
            // The order must not end by itself, however busy the machine is.
            var configuration = try place.json(sandbox.configuration)
            configuration["http"] = ["idle_timeout": 86_400]
            try place.write("patient.json", configuration.indentedText, mode: 0o600)
            let words = try place.generationRun(config: "patient.json") + Self.allow
            let program = try place.start(words)
            try await sandbox.waitForOrders(1, in: place)
            let beside = try await place.run(try place.generationRun("beside") + Self.allow)
            #expect(beside.code == 75 && beside.error.contains("at this moment (effect 1)"), "\(beside.error)")
            let early = try await place.run(
                "effects", "resolve", "1", "--config", "sandbox.json", "--made", "--because", "surely")
            #expect(early.code == 75)
            program.send(SIGKILL)
            _ = try await program.ending()
            let later = try await place.run(words)
            #expect(later.code == 1 && later.message.contains("crossfoot effects resolve 1"), "\(later.error)")
            #expect(try await place.effectStates() == ["intended"])
            #expect(try sandbox.orders(in: place) == 1)
        }
    }

    @Test("a run that is stopped while an order is on its way waits for the answer, and keeps it")
    func stopped() async throws {
        try await withSandbox("--fault", "POST */generate: slow 8") { place, sandbox in
            let program = try place.start(try place.generationRun() + Self.allow)
            try await sandbox.waitForOrders(1, in: place)
            program.send(SIGINT)
            let ending = try await program.ending()
            #expect(ending.code == 130 && ending.error.contains("the service took the order"), "\(ending.error)")
            #expect(try await place.effectStates() == ["done"])
            #expect(try place.files(below: "out") == [])
        }
    }

    @Test("a run that is stopped while an order is never answered ends all the same, and leaves a doubt")
    func neverAnswered() async throws {
        try await withSandbox("--fault", "POST */generate: stall x1") { place, sandbox in
            let words = try place.generationRun() + Self.allow
            let program = try place.start(words)
            try await sandbox.waitForOrders(1, in: place)
            program.send(SIGINT)
            let ending = try await program.ending()
            #expect(ending.code == 130, "\(ending.error)")
            #expect(ending.error.contains("orders: the order was sent, and no answer was waited for."))
            #expect(ending.error.contains("crossfoot effects resolve 1"))
            #expect(try await place.effectStates() == ["unknown"])
            let later = try await place.run(words)
            #expect(later.code == 1 && later.message.contains("Nothing was sent now."), "\(later.error)")
        }
    }

    @Test("invoices that come late are waited for; what is not there in time is told, and is not ordered again")
    func late() async throws {
        try await withSandbox("--fault", "POST */generate: late 2") { place, sandbox in
            let early = try await place.run(try place.generationRun(wait: "0s") + Self.allow)
            #expect(early.code == 124 && early.error.contains("does not list them yet (still missing: 990001)"))
            let patient = try await place.run(try place.generationRun() + Self.allow)
            #expect(patient.code == 0 && patient.output.contains("990001"), "\(patient.error)")
            #expect(try sandbox.orders(in: place) == 1)
        }
    }

    @Test("invoices that the ledger knows nothing of are not ordered again")
    func foreign() async throws {
        try await withSandbox { place, sandbox in
            // Ordered from another place, whose ledger is another.
            let order = [
                "api", "invoices", "generate", "--source", "aws", "--period", "2026-10", "--customers", "306011",
            ]
            #expect(
                try await place.run(order + ["--config", "sandbox.json", "--yes", "--state", "elsewhere"]).code == 0)
            let one = try await place.run(try place.generationRun() + Self.allow)
            #expect(one.code == 0 && one.output.contains("nothing was sent: the service has 1 invoice: 990001"))
            let all = try await place.run(try place.generationRun("all", customer: nil) + Self.allow)
            #expect(all.code == 1 && all.error.contains("it cannot be said whether they are all that are due"))
            #expect(try sandbox.orders(in: place) == 1)
            let answer = try await place.run(
                "effects", "resolve", "1", "--config", "sandbox.json", "--not-made", "--because",
                "only one was ordered",
                "--disregard", "990001")
            #expect(answer.code == 0, "\(answer.error)")
            let again = try await place.run(try place.generationRun("all", customer: nil) + Self.allow)
            #expect(again.code == 0, "\(again.error)")
            #expect(try sandbox.orders(in: place) == 2)
        }
    }

    @Test("an order of crossfoot api goes through the same ledger")
    func api() async throws {
        try await withSandbox { place, sandbox in
            let order = ["api", "invoices", "generate", "--source", "aws", "--period", "2026-10"]
            let words = order + ["--config", "sandbox.json", "--yes"]
            #expect(try await place.run(words).code == 0)
            let again = try await place.run(words)
            #expect(again.code == 1 && again.error.contains("were ordered already"), "\(again.error)")
            let part = try await place.run(try place.generationRun() + Self.allow)
            #expect(part.code == 0 && part.output.contains("nothing was sent"), "\(part.error)")
            #expect(try sandbox.orders(in: place) == 1)
        }
    }

    @Test("a sandbox of a run's own has a ledger of its own, and each is a service of its own")
    func sandboxLedger() async throws {
        try await withWorkplace { place in
            let words = try place.generationRun().filter { $0 != "--config" && $0 != "sandbox.json" }
            for count in 1...2 {
                let ending = try await place.run(words + ["--sandbox", "--allow-effects"])
                #expect(ending.code == 0 && ending.output.contains("ordered invoices"), "\(ending.error)")
                #expect(try await place.effectStates("--sandbox").count == count)
            }
            #expect(try await place.effectStates() == [])
            #expect(try !place.files(below: ".crossfoot").contains("ledger.sqlite"))
        }
    }

    @Test("the pipeline that comes with the program orders where the books tie out, and only there")
    func shipped() async throws {
        try await withWorkplace { place in
            let words = [
                "run", "pipelines/generate-invoices.yaml", "--sandbox", "--allow-effects", "--as-of", "2026-11-23",
            ]
            let broken = try await place.run(words + ["--param", "period=2026-10"])
            #expect(broken.code == 3 && broken.output.contains("skipped: header_tie.breaks == 0 is false"))
            let even = try await place.run(words + ["--scale", "300"])
            #expect(even.code == 0 && even.output.contains("the service has 12 invoices"), "\(even.error)")
            // The books of a month that is not settled may still change.
            let early = try await place.run(
                ["run", "pipelines/generate-invoices.yaml", "--sandbox", "--allow-effects", "--as-of", "2026-11-04"]
                    + ["--scale", "300"])
            #expect(early.code == 5 && early.output.contains("are provisional until"), "\(early.output)\(early.error)")
        }
    }

    private func withSandbox(
        _ words: String..., body: (Workplace, SandboxProcess) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox(["--as-of", "2026-11-23"] + words)
            try await body(place, sandbox)
            #expect(try await sandbox.stop().code == 0)
        }
    }
}
