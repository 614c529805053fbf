import Foundation
import Testing

@Suite("crossfoot init")
struct InitTests {
    private static let files = [
        "fixtures/month-end/reports/49038.csv", "fixtures/month-end/reports/49038.json",
        "fixtures/month-end/sandbox.json",
        "fixtures/month-end/subscriptions.json", "ion.json", "month-end.yaml",
    ]

    /// Runs the program in a directory of the workplace.
    private static func run(in directory: String, _ words: String, _ place: Workplace) async throws -> Ending {
        try await place.runSystem("/bin/sh", "-c", "cd \(directory) && exec \(Program.crossfoot()) \(words)")
    }

    @Test("what is written lints clean, its tests hold, and it runs in the sandbox as it is")
    func starting() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("init", "books", "--as-of", "2024-03-05")
            #expect(ending.code == 0 && ending.error == "")
            #expect(try place.files(below: "books") == Self.files)
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path("books/ion.json"))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try await place.run("lint", "--strict", "books").code == 0)
            #expect(try await place.run("test", "books").code == 0)
            // As the command says it.
            let next = try #require(ending.output.firstMatch(of: /crossfoot (run month-end.yaml --sandbox .*)\n/)?.1)
            let run = try await Self.run(in: "books", String(next), place)
            #expect(run.code == 0, "\(run.error)")
            #expect(run.output.contains("month-end 2024-02,") && run.output.contains("The books tie out."))
            #expect(try await place.run("verify", "books/out/sandbox/month-end/2024-02").code == 0)
        }
    }

    @Test("it runs on the fixtures of this package too, and finds the breaks that are in them")
    func onFixtures() async throws {
        try await withWorkplace { place in
            _ = try await place.run("init", "books")
            let run = try await place.run(["run", "books/month-end.yaml", "--sandbox"] + Workplace.month)
            #expect(run.code == 3, "\(run.error)")
            #expect(try place.breaks(in: Workplace.sandboxSet) == (try Workplace.plantedBreaks()))
        }
    }

    @Test("what is there already is never overwritten", arguments: ["month-end.yaml", "ion.json"])
    func keeping(_ name: String) async throws {
        try await withWorkplace { place in
            try place.write("books/\(name)", "mine")
            let ending = try await place.run("init", "books")
            #expect(ending.code == 73 && ending.output == "")
            #expect(
                ending.error
                    == "crossfoot init: books/\(name) is there already, and is not overwritten; nothing was written\n")
            #expect(try place.files(below: "books") == [name] && place.text(of: "books/\(name)") == "mine")
        }
    }

    @Test("fixtures that are there stay as they are")
    func keepingFixtures() async throws {
        try await withWorkplace { place in
            try place.write("books/fixtures/month-end/sandbox.json", "mine")
            #expect(try await place.run("init", "books").code == 0)
            #expect(
                try place.files(below: "books") == ["fixtures/month-end/sandbox.json", "ion.json", "month-end.yaml"])
        }
    }

    @Test("a run with the configuration as it is says what to fill in")
    func configuration() async throws {
        try await withWorkplace { place in
            _ = try await place.run("init", "books")
            let ending = try await place.run("run", "books/month-end.yaml", "--config", "books/ion.json")
            #expect(ending.code == 78)
            #expect(
                ending.error.contains("\"v1.api_key\" is \"env:ION_API_KEY\", and there is no variable ION_API_KEY"))
        }
    }
}
