import Formats
import Foundation
import Glibc
import Streaming
import Testing

@Suite("A run that may not go on")
struct StoppingTests {
    /// The signals, and how a run ends that gets one.
    static let signals: [(number: Int32, code: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

    @Test(
        "Complaint 14: a signal ends a run that waits for the service, and never with 0", .timeLimit(.minutes(15)),
        arguments: signals)
    func signalled(by number: Int32, code: Int32) async throws {
        try await withWorkplace { place in
            try place.write("out/month-end/2026-10/summary.json", "published before")
            let server = try ScriptedServer.ion(report: .silence)
            defer { server.stop() }
            let program = try place.start(try place.serviceRun(server.address, http: Workplace.patientHTTP))
            _ = await server.requests.first { $0.hasSuffix("/reportDataCsv") }
            program.send(number)
            let ending = try await program.ending()
            #expect(ending.code == code)
            // A stage that was done already may still say so.
            #expect(ending.errorLines.contains("stopping; once more to stop at once"))
            #expect(ending.errorLines.last == "crossfoot run: stopped; what was published before is untouched")
            #expect(ending.output == "")
            #expect(try place.files(below: "out") == ["month-end/2026-10/summary.json"])
            #expect(place.unfinishedRuns() == [])
            let history = try JSONValue(parsing: Array(try await place.run("history", "--json").output.utf8))
            #expect(history.array?.map { $0["exit_code"]?.integer } == [Int(code)])
        }
    }

    @Test("Complaint 4: while another run holds the lock, a run ends with 75 and touches nothing")
    func locked() async throws {
        try await withWorkplace { place in
            #expect(try await place.runLocalFiles().code == 3)
            let before = try place.contents(below: "out")
            let name = ".crossfoot/locks/local-files-2026-10.lock"
            let lock = try File.openLock(place.path(name))
            try lock.lock(isWaiting: false)
            let ending = try await place.runLocalFiles("--param", "report=nowhere.csv")
            withExtendedLifetime(lock) {}
            #expect(ending.code == 75)
            #expect(
                ending.error == "crossfoot run: another run of this pipeline and period is under way: another process "
                    + "holds \(name)\n"
            )
            #expect(try place.contents(below: "out") == before)
            let other = try await place.run("run", "pipelines/local-files.yaml", "--param", "period=2026-09")
            #expect(other.code == 3)
        }
    }

    @Test("Complaint 4: a lock file that a dead run has left behind holds nobody")
    func staleLock() async throws {
        try await withWorkplace { place in
            try place.write(".crossfoot/locks/local-files-2026-10.lock", "")
            #expect(try await place.runLocalFiles().code == 3)
        }
    }

    @Test("Complaint 4: a second run ends with 75 at once, and when the first is killed the next goes on")
    func killed() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(reports: [.silence, .response(#"{"results":"","resultCount":"0"}"#)])
            defer { server.stop() }
            let run = try place.serviceRun(server.address, http: Workplace.patientHTTP)
            let program = try place.start(run)
            _ = await server.requests.first { $0.hasSuffix("/reportDataCsv") }
            #expect(try await place.run(run).code == 75)
            program.send(SIGKILL)
            #expect(try await program.ending().code == SIGKILL)
            #expect(place.unfinishedRuns() != [])
            let next = try await place.run(run + ["--resume"])
            #expect(next.code != 75, "\(next.error)")
            // What the killed run has left is gone with the next.
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("a file where the output directory should be: 73", arguments: ["file", "file/below"])
    func unwritableOutput(path: String) async throws {
        try await withWorkplace { place in
            try place.write("file", "in the way")
            let ending = try await place.runLocalFiles("--out", path)
            #expect(ending.code == 73)
            #expect(
                ending.message == "crossfoot run: cannot publish to \(path)/local-files/2026-10: cannot create "
                    + "directory \(path)/local-files: Not a directory. What was published before is untouched.\n"
            )
            #expect(ending.output == "")
            #expect(try place.text(of: "file") == "in the way")
            #expect(place.unfinishedRuns() == [])
        }
    }
}
