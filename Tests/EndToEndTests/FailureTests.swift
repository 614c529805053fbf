import Foundation
import Glibc
import Testing

@Suite("A run in which something fails")
struct FailureTests {
    /// A fault, and the stages that it reaches.
    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: String
        let failed: String
        let skipped: [String]
        /// What a stage says that is done all the same.
        let done: [String]
        var testDescription: String { rule }
    }

    static let faults = [
        Fault(
            rule: "GET */subscriptions: 400", failed: "subscriptions", skipped: ["entitlements", "tie_out"],
            done: ["header_tie: 5 breaks", "line_tie: 7 breaks", "charges_out: 1240 records"]),
        Fault(
            rule: "GET */invoices/*: 400", failed: "invoices",
            skipped: ["invoice_headers", "invoice_lines", "header_tie", "line_tie"],
            done: ["tie_out: 38 breaks", "charges_out: 1240 records"]),
        Fault(
            rule: #"POST */reportDataCsv: body "{\"results\":\"a,b\\n1,2\"}""#, failed: "charges",
            skipped: ["charges_out", "line_tie", "tie_out"],
            done: ["header_tie: 5 breaks", "invoice_lines: 271 records", "entitlements: 312 records"]),
    ]

    @Test(
        "Complaint 13: with --keep-going what does not depend on the failure goes on; each end is told, the root cause last",
        .timeLimit(.minutes(5)), arguments: faults)
    func keepsGoing(_ fault: Fault) async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("-k", "--fault", fault.rule)
            #expect(ending.code == 4)
            for line in fault.done { #expect(ending.errorLines.contains(line)) }
            let reason = "stage \"\(fault.failed)\" failed, on which it depends"
            for stage in fault.skipped {
                #expect(ending.errorLines.contains("\(stage): skipped: \(reason)"))
                #expect(ending.message.contains("  \(stage): skipped: \(reason)\n"))
            }
            #expect(
                ending.message.hasPrefix("crossfoot run: of 12 stages 1 failed, \(fault.skipped.count) skipped. "))
            #expect(ending.message.contains("\n  \(fault.failed): failed: "))
            #expect(ending.errorLines.last?.hasPrefix("Root cause: stage \"\(fault.failed)\": ") == true)
            #expect(try place.files(below: "out") == [])
            #expect(place.unfinishedRuns(state: ".crossfoot/sandbox") == [])
        }
    }

    @Test(
        "Complaint 13: without it the others are cancelled, which is told apart, and the root cause comes last",
        arguments: faults)
    func failsFast(_ fault: Fault) async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--fault", fault.rule)
            #expect([1, 65].contains(ending.code))
            #expect(ending.errorLines.count { $0.contains(": failed: ") } == 1)
            #expect(ending.errorLines.contains { $0.hasPrefix("\(fault.failed): failed: ") })
            #expect(ending.errorLines.last?.hasPrefix("crossfoot run: stage \"\(fault.failed)\": ") == true)
            // Each stage has one end.
            for stage in fault.skipped {
                #expect(
                    ending.errorLines.count { $0 == "\(stage): cancelled" || $0.hasPrefix("\(stage): skipped: ") } == 1)
            }
        }
    }

    @Test("A stage that another's failure stops is cancelled, also while its token is being looked at")
    func cancelled() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd(
                "--fault", "POST /oauth/validateAccess: stall", "--fault", "GET */invoices/*: 403")
            #expect(ending.code == 77)
            #expect(ending.errorLines.filter { $0.contains(": failed: ") }.count == 1, "\(ending.error)")
            for stage in ["report", "subscriptions"] {
                #expect(ending.errorLines.contains("\(stage): cancelled"), "\(ending.error)")
            }
        }
    }

    @Test("A failure of everything is no partial success")
    func nothingDone() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--keep-going", "--fault", "* *: 403")
            #expect(ending.code == 77)
        }
    }

    @Test("A run that takes longer than --timeout ends with 124, and what was fetched is kept")
    func timeout() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--fault", "GET */invoices/*: stall x1", "--timeout", "2s")
            #expect(ending.code == 124)
            #expect(
                ending.errorLines.last
                    == "crossfoot run: the run took longer than 2 s (--timeout) and was stopped. Nothing was published; "
                    + "what was fetched whole is kept for --resume")
            #expect(try place.files(below: "out") == [])
            #expect(place.unfinishedRuns(state: ".crossfoot/sandbox") == [])
        }
    }
}

@Suite("A run that does not stop by itself")
struct StuckTests {
    /// A pipe that takes nothing more: whoever writes into it waits for ever.
    private static func fullPipe() -> Pipe {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let bytes = [UInt8](repeating: 0, count: 4096)
        while unsafe write(descriptor, bytes, bytes.count) > 0 {}
        while unsafe write(descriptor, bytes, 1) > 0 {}
        _ = fcntl(descriptor, F_SETFL, 0)
        return pipe
    }

    /// Starts a run whose messages nobody takes; it waits to write the first of them.
    private static func start(in place: Workplace) throws -> (process: Process, ended: AsyncStream<Int32>, pipe: Pipe) {
        let (process, pipe) = (Process(), fullPipe())
        process.executableURL = URL(filePath: try Program.crossfoot())
        process.arguments = ["run", "pipelines/month-end.yaml", "--sandbox"] + Workplace.month
        process.currentDirectoryURL = URL(filePath: place.path(""))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try process.run()
        // The credentials of the sandbox are there a moment before the first message, and the signals are watched.
        return (process, ended, pipe)
    }

    /// Waits until the run has a directory: it watches for signals before it makes one.
    private static func untilRunning(_ place: Workplace) async {
        while place.unfinishedRuns(state: ".crossfoot/sandbox").isEmpty { await Task.yield() }
    }

    @Test("Complaint 14: a second signal ends it at once, with 130, whatever it waits for")
    func second() async throws {
        try await withWorkplace { place in
            let (process, ended, pipe) = try Self.start(in: place)
            await Self.untilRunning(place)
            // Signals of one kind that are sent together may come as one: another is sent until the program has ended.
            let signals = Task {
                while !Task.isCancelled {
                    kill(process.processIdentifier, SIGINT)
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(await ended.first { _ in true } == 130)
            signals.cancel()
            withExtendedLifetime(pipe) {}
        }
    }

    @Test("Complaint 14: a first signal ends it within 20 seconds, with 143", .timeLimit(.minutes(15)))
    func first() async throws {
        try await withWorkplace { place in
            let (process, ended, pipe) = try Self.start(in: place)
            await Self.untilRunning(place)
            kill(process.processIdentifier, SIGTERM)
            #expect(await ended.first { _ in true } == 143)
            withExtendedLifetime(pipe) {}
        }
    }
}
