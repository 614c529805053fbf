import Formats
import Foundation
import Glibc
import Testing

@Suite("crossfoot clean")
struct CleanTests {
    private static let store = ".crossfoot/sandbox/store"

    /// The files of the store that hold content.
    private static func content(_ place: Workplace) throws -> [String] {
        try place.files(below: store).filter { ($0.split(separator: "/").last ?? "").count == 64 }
    }

    @Test("keeps what a set needs, and removes what is no longer needed")
    func unneeded() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            let needed = try Self.content(place)
            let digest = String(repeating: "0", count: 64)
            try place.write("\(Self.store)/00/\(digest)", "nobody's")
            try place.write("\(Self.store)/00/\(digest).123.new", "half writ")
            let counted = try await place.run("clean", "--dry-run")
            #expect(counted.code == 0)
            #expect(
                counted.output.hasPrefix(
                    ".crossfoot: nothing would be removed; 0 files (0 bytes) stay\n.crossfoot/sandbox: 2 files (17 bytes) "
                        + "would be removed; \(needed.count) files ("))
            #expect(try Self.content(place).count == needed.count + 1)
            let cleaned = try await place.run("clean")
            #expect(cleaned.output.contains("sandbox: 2 files (17 bytes) removed; "))
            #expect(try Self.content(place) == needed)
            #expect(try await place.runMonthEnd("--resume").error.contains("report: 172362 bytes, reused"))
        }
    }

    @Test("forgets what is too old, or too much: the set stays good, and only its rows can no longer be read")
    func forgets() async throws {
        try await withWorkplace { place in
            #expect(try await place.runMonthEnd().code == 3)
            let explain = ["explain", Workplace.sandboxSet, "--break", "1"]
            let before = try await place.run(explain)
            let cleaned = try await place.run("clean", "--max-size", "1MB")
            #expect(cleaned.output.contains("sandbox: nothing removed; "))
            #expect(try await place.run(explain).code == before.code)
            for file in try place.files(below: "\(Self.store)/sets") {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1)],
                    ofItemAtPath: place.path("\(Self.store)/sets/\(file)"))
            }
            for stage in ["report", "invoices", "subscriptions"] {
                try place.editKeptFetch(of: stage) { $0["fetched_at"] = .number("1") }
            }
            let forgotten = try await place.run("clean", "--older-than", "90d")
            #expect(
                forgotten.output.contains(", 1 sets can no longer be explained, 3 fetches can no longer be resumed; 0 ")
            )
            #expect(try Self.content(place) == [])
            #expect(try await place.run("verify", Workplace.sandboxSet).code == 0)
        }
    }

    @Test(
        "Complaint: work directories without bound. After a run the store is within its limit, the new set's part aside"
    )
    func limit() async throws {
        try await withWorkplace { place in
            #expect([0, 3].contains(try await place.runMonthEnd("--seed", "1", "--scale", "400").code))
            let first = try Self.content(place)
            let ending = try await place.runMonthEnd("--store-limit", "1MB")
            #expect(ending.code == 3)
            #expect(ending.errorLines.contains { $0.hasPrefix("the store: ") && $0.contains(" files (") })
            let second = try Self.content(place)
            #expect(Set(first).intersection(second).count <= 2, "both need the pipeline's text and the empty last page")
            // What the new set needs is all there: it can be fetched from the store again, whole.
            let resumed = try await place.runMonthEnd("--resume", "--store-limit", "1MB")
            #expect(resumed.errorLines.count { $0.contains(", reused, ") } == 3)
        }
    }

    @Test(
        "What a killed run leaves goes with the next run, or with clean; rejects that a message names go with clean only"
    )
    func leftovers() async throws {
        try await withWorkplace { place in
            let report = try Workplace.report().replacing(",12,", with: ",twelve,")
            try place.write("bad.csv", report)
            let failed = try await place.runLocalFiles("--param", "report=bad.csv")
            #expect(failed.code == 65)
            let kept = place.unfinishedRuns()
            #expect(kept.contains { $0.hasSuffix("/staging/rejects-charges.csv.gz") })
            for name in ["killed/fetched/a", "killed/staging/b", "half-removed/staging/c"] {
                try place.write(".crossfoot/runs/\(name)", "x")
            }
            #expect(try await place.runLocalFiles().code == 3)
            #expect(place.unfinishedRuns() == kept)
            let cleaned = try await place.run("clean")
            #expect(cleaned.output.hasSuffix("; directories of 1 unfinished runs removed\n"))
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("while a run is under way, nothing is removed: 75")
    func busy() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(report: .silence)
            defer { server.stop() }
            let program = try place.start(try place.serviceRun(server.address, http: Workplace.patientHTTP))
            _ = await server.requests.first { $0.hasSuffix("/reportDataCsv") }
            let ending = try await place.run("clean")
            #expect(ending.code == 75)
            #expect(ending.message.hasPrefix("crossfoot clean: a run is under way: "))
            program.send(SIGKILL)
            _ = try await program.ending()
            #expect(try await place.run("clean").code == 0)
            #expect(place.unfinishedRuns() == [])
        }
    }
}
