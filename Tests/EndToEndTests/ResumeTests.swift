import Formats
import Foundation
import Testing

@Suite("A run that resumes another")
struct ResumeTests {
    private static let fetching = ["report", "invoices", "subscriptions"]

    /// Whether a run says of a stage that what it needs was fetched before.
    private static func reuses(_ stage: String, _ ending: Ending) -> Bool {
        ending.errorLines.contains { $0.hasPrefix("\(stage): ") && $0.contains(" bytes, reused, fetched 20") }
    }

    private static func reused(_ ending: Ending) -> [String] { fetching.filter { reuses($0, ending) } }

    @Test("needs no service for what is kept, and publishes the same bytes")
    func withoutService() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox()
            let run = ["run", "pipelines/month-end.yaml", "--config", sandbox.configuration] + Workplace.month
            #expect(try await place.run(run).code == 3)
            let published = try place.contents(below: "out")
            _ = try await sandbox.stop()
            let resumed = try await place.run(run + ["--resume"])
            #expect(resumed.code == 3)
            #expect(Self.reused(resumed) == Self.fetching)
            #expect(try place.contents(below: "out") == published)
            #expect(try await place.run(run).code == 69)
        }
    }

    @Test("goes on where the service failed: what was whole is not fetched again, a list begins at its start")
    func goesOn() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox("--fault", "GET */subscriptions: 400 x1, after 2")
            let run = ["run", "pipelines/month-end.yaml", "--config", sandbox.configuration] + Workplace.month
            #expect(try await place.run(run).code == 1)
            let resumed = try await place.run(run + ["--resume", "--verbose"])
            #expect(resumed.code == 3)
            #expect(!Self.reuses("subscriptions", resumed))
            #expect(resumed.error.contains("subscriptions: fetched anew: no run has fetched it whole yet\n"))
            #expect(resumed.errorLines.contains { $0.contains("pagination.offset=0") })
            let clean = try await CleanMonth.shared.contents()
            #expect(try place.contents(below: "out/month-end") == clean)
            _ = try await sandbox.stop()
        }
    }

    /// Something that is other than before, and what the run says about the stages that it fetches anew.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var words: [String] = []
        var edit: @Sendable (String) -> String = { $0 }
        /// The stages that are fetched anew.
        let anew: [String]
        /// What is told of them.
        let reason: String
    }

    static let changes = [
        Change(
            testDescription: "another filter", edit: { $0.replacing("gte: ", with: "gt: ") }, anew: ["invoices"],
            reason: "the request changed"),
        Change(
            testDescription: "another page size",
            edit: { $0.replacing("fetch: subscriptions\n", with: "fetch: subscriptions\n    page_size: 50\n") },
            anew: ["subscriptions"], reason: "the request changed"),
        Change(
            testDescription: "another report", words: ["--param", "report=49038 "], anew: ["report"],
            reason: "the request changed"),
        Change(
            testDescription: "another service", words: ["--seed", "7"], anew: fetching,
            reason: "the address of the service changed"),
        Change(
            testDescription: "a stage that is forced", words: ["--force", "report"], anew: ["report"],
            reason: "--force asks for it"),
        Change(
            testDescription: "a new stage name",
            edit: { text in
                // The tests at the end of the file name the stage too.
                let stages = String(text.prefix(upTo: text.firstRange(of: "\ntests:")?.lowerBound ?? text.endIndex))
                return stages.replacing("  report:\n", with: "  billed:\n").replacing(
                    "parse: report", with: "parse: billed")
            }, anew: [], reason: ""),
        Change(
            testDescription: "comments, spaces and lines",
            edit: {
                "# a comment\n" + $0.replacing("fetch: subscriptions\n", with: "fetch:   subscriptions # all\n\n")
            },
            anew: [], reason: ""),
        Change(
            testDescription: "what is only computed",
            edit: { $0.replacing("quantity: 0", with: "quantity: 1") }, anew: [], reason: ""),
    ]

    @Test(
        "Complaints 1 and 2: what is fetched anew is told with the component that changed, and nothing else is",
        arguments: changes)
    func changed(_ change: Change) async throws {
        try await withWorkplace { place in
            let text = try place.text(of: "pipelines/month-end.yaml")
            let run = ["run", "month.yaml", "--sandbox"] + Workplace.month
            try place.write("month.yaml", text)
            #expect(try await place.run(run).code == 3)
            try place.write("month.yaml", change.edit(text))
            let ending = try await place.run(run + ["--resume"] + change.words)
            for stage in Self.fetching {
                let isAnew = change.anew.contains(stage)
                #expect(
                    ending.error.contains("\(stage): fetched anew: \(change.reason)\n") == isAnew, "\(ending.error)")
            }
            let reusedCount = ending.errorLines.count { $0.contains("reused, fetched 20") }
            #expect(reusedCount == Self.fetching.count - change.anew.count)
        }
    }

    @Test("the place of the state, and the times of its files, mean nothing")
    func moved() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            try FileManager.default.moveItem(atPath: place.path(".crossfoot"), toPath: place.path("elsewhere"))
            for file in try place.files(below: "elsewhere") {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: place.path("elsewhere/\(file)"))
            }
            let ending = try await place.runMonthEnd("--resume", "--state", "elsewhere")
            #expect(Self.reused(ending) == Self.fetching)
        }
    }

    @Test("what is damaged in the store, or gone, is told and fetched anew", arguments: ["damaged", "shorter", "gone"])
    func damaged(_ damage: String) async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            let published = try place.contents(below: "out")
            let kept = try #require(try place.keptFetches()["subscriptions"])
            let digest = try #require(kept["bodies"]?.array?.last?["sha256"]?.string)
            let path = ".crossfoot/sandbox/store/\(digest.prefix(2))/\(digest)"
            var bytes = try place.bytes(of: path)
            switch damage {
            case "damaged": bytes[100] ^= 1
            case "shorter": bytes.removeLast()
            default: try FileManager.default.removeItem(atPath: place.path(path))
            }
            if damage != "gone" { try place.write(path, bytes) }
            let ending = try await place.runMonthEnd("--resume")
            #expect(ending.code == 3)
            #expect(
                ending.error.contains("subscriptions: fetched anew: the store does not have its content any more\n"))
            #expect(Self.reused(ending) == ["report", "invoices"])
            #expect(try place.contents(below: "out") == published)
        }
    }

    @Test("--max-age does not use what is older")
    func aged() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            try place.editKeptFetch(of: "report") { $0["fetched_at"] = .number("1764032520") }
            let ending = try await place.runMonthEnd("--resume", "--max-age", "6h")
            #expect(Self.reused(ending) == ["invoices", "subscriptions"])
            #expect(
                ending.error.contains(
                    "report: fetched anew: what was fetched 2025-11-25T01:02Z is older than --max-age allows\n"))
            try place.editKeptFetch(of: "report") { $0["fetched_at"] = .number("1764032520") }
            let other = try await place.runMonthEnd("--resume")
            #expect(other.error.contains("report: 172362 bytes, reused, fetched 2025-11-25T01:02Z\n"))
        }
    }

    @Test("a run that does not resume fetches everything, and is what the next one resumes")
    func anew() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            try place.editKeptFetch(of: "report") { $0["fetched_at"] = .number("1764032520") }
            try place.editKeptFetch(of: "subscriptions") { $0["fetched_at"] = .number("1764032520") }
            // The report comes, the subscriptions do not: those of the run before are not what this run was about.
            let failing = try await place.runMonthEnd("--fault", "GET */subscriptions: 400")
            #expect(failing.code == 1)
            #expect(!failing.error.contains("reused"))
            let kept = try place.keptFetches()
            #expect(kept["subscriptions"] == nil || kept.count == 3, "either nothing was whole, or all is of one run")
            for (stage, fetch) in kept where kept.count < 3 {
                #expect(fetch["fetched_at"]?.integer != 1_764_032_520, "\(stage) is of the run before")
            }
        }
    }

    @Test("an input that broke its contract is asked for again, unless the pipeline was repaired")
    func unusable() async throws {
        try await withWorkplace { place in
            let text = try place.text(of: "pipelines/month-end.yaml")
            try place.write("month.yaml", text.replacing("records: items", with: "records: item"))
            let run = ["run", "month.yaml", "--sandbox"] + Workplace.month
            #expect(try await place.run(run).code == 65)
            let same = try await place.run(run + ["--resume"])
            #expect(same.code == 65)
            #expect(!Self.reuses("subscriptions", same))
            try place.write("month.yaml", text)
            let repaired = try await place.run(run + ["--resume"])
            #expect(repaired.code == 3)
        }
    }

    @Test("no secret and no key stands in what is kept")
    func secrets() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox()
            let run = ["run", "pipelines/month-end.yaml", "--config", sandbox.configuration] + Workplace.month
            #expect(try await place.run(run).code == 3)
            let configuration = try place.json(sandbox.configuration)
            let secrets = ["v1", "v3"].flatMap { version in
                ["api_key", "api_secret", "access_token", "refresh_token"].compactMap {
                    configuration[version]?[$0]?.string
                }
            }
            #expect(secrets.count == 4)
            for (name, fetch) in try place.keptFetches(state: ".crossfoot") {
                for secret in secrets { #expect(!fetch.compactText.contains(secret), "\(name)") }
            }
            _ = try await sandbox.stop()
        }
    }

    @Test(
        "flags that make no sense are told",
        arguments: [
            (["--force", "report"], "--force goes with --resume; without it everything is fetched anew"),
            (["--max-age", "6h"], "--max-age goes with --resume; without it everything is fetched anew"),
            (
                ["--resume", "--max-age", "6"],
                "--max-age must be a whole number with its unit, such as 90s, 30m, 6h or 2d, not \"6\""
            ),
            (
                ["--resume", "--force", "charges"],
                "--force charges: no stage of this name fetches; there are report, invoices, subscriptions"
            ),
        ])
    func flags(words: [String], message: String) async throws {
        try await withWorkplace { place in
            let ending = try await place.run(
                ["run", "pipelines/month-end.yaml", "--sandbox"] + Workplace.month + words)
            #expect(ending.code == 64)
            #expect(ending.message.hasPrefix("crossfoot run: \(message)\n"))
        }
    }
}

extension Workplace {
    /// What the store keeps of what was fetched whole, by stage.
    func keptFetches(state: String = ".crossfoot/sandbox") throws -> [String: JSONValue] {
        let directory = "\(state)/store/fetched/month-end/2026-10"
        return try files(below: directory).reduce(into: [:]) { kept, file in
            let fetch = try json("\(directory)/\(file)")
            kept[fetch["stage"]?.string ?? file] = fetch
        }
    }

    /// Changes what is kept of a stage.
    func editKeptFetch(of stage: String, _ edit: (inout JSONValue) -> Void) throws {
        let directory = ".crossfoot/sandbox/store/fetched/month-end/2026-10"
        for file in try files(below: directory) {
            var fetch = try json("\(directory)/\(file)")
            guard fetch["stage"]?.string == stage else { continue }
            edit(&fetch)
            try write("\(directory)/\(file)", fetch.indentedText)
        }
    }
}
