import Formats
import Testing

@Suite("A service that fails for a while")
struct RetryTests {
    private static let csv = (0..<4000).map { "row-\($0),\($0 * 7919 % 10_007)\\n" }.joined()
    private static let body = #"{"results":"Name,Amount\n"# + csv + #"","resultCount":"4000"}"#
    private static let words = ["run", "pipelines/export.yaml", "--config", "ion.json"] + Workplace.month
    private static let quickly = #"{"attempts": 4, "retry_wait": 0}"#

    @Test("a body that breaks off twice ends as the undisturbed one, and each wait is told")
    func resumed() async throws {
        let half = String(Self.body.prefix(30_000))
        let disturbed = try await Self.run([
            .truncated(half, of: Self.body.utf8.count), .response("busy", status: "503 Busy"),
            .truncated(String(Self.body.prefix(50_000)), of: Self.body.utf8.count), .response(Self.body),
        ])
        let undisturbed = try await Self.run([.response(Self.body)])
        #expect(disturbed.ending.code == 0, "\(disturbed.ending.error)")
        #expect(undisturbed.ending.code == 0, "\(undisturbed.ending.error)")
        #expect(disturbed.inputs != nil)
        #expect(disturbed.inputs == undisturbed.inputs)
        let waits = disturbed.ending.errorLines.filter { $0.hasPrefix("waiting 0 s, then attempt ") }
        #expect(waits.count == 3, "\(disturbed.ending.error)")
        let path = "POST ADDRESS/api/v3/accounts/17017/reports/49038/reportDataCsv"
        #expect(waits.dropFirst().first == "waiting 0 s, then attempt 3 of 4: \(path) answered 503")
    }

    @Test(
        "other bytes at a later attempt end the run, and nothing is published",
        arguments: [
            ("other bytes", Reply.response(body.replacing("row-17,", with: "row-18,"))),
            ("a shorter body", .response(#"{"results":"Name,Amount\n","resultCount":"0"}"#)),
            ("the beginning alone", .response(String(body.prefix(20_000)))),
            ("another content type", .response(body, type: "text/csv")),
        ])
    func otherBytes(_ name: String, _ second: Reply) async throws {
        let half = String(Self.body.prefix(30_000))
        let outcome = try await Self.run([.truncated(half, of: Self.body.utf8.count), second])
        #expect(outcome.ending.code == 69, "\(name)")
        #expect(
            outcome.ending.message == "crossfoot run: stage \"report\": the service sent other bytes on the second "
                + "attempt, nothing of it is used, run again\n", "\(name)")
        #expect(outcome.inputs == nil)
    }

    @Test("after the last attempt the message says how many there were")
    func exhausted() async throws {
        let outcome = try await Self.run([.response("busy", status: "503 Busy", type: "text/plain")])
        #expect(outcome.ending.code == 69)
        #expect(
            outcome.ending.message
                == "crossfoot run: stage \"report\": fetching report 49038: the service answered 503 "
                + "(after 4 attempts). Run again later.\n")
    }

    @Test("--verbose tells every request with its status, size, time and attempt, and no secret")
    func verbose() async throws {
        let outcome = try await Self.run([.response(Self.body)], "--verbose")
        let line = outcome.ending.errorLines.first { $0.contains("/reportDataCsv answered 200, ") }
        #expect(
            line?.hasPrefix("POST ADDRESS/api/v3/accounts/17017/reports/49038/reportDataCsv answered 200, ") == true)
        #expect(line?.contains(", \(Self.body.utf8.count) bytes, ") == true)
        #expect(line?.hasSuffix(" ms, attempt 1") == true)
        #expect(outcome.ending.errorLines.contains { $0.contains("/oauth/validateAccess answered 200") })
        #expect(!outcome.ending.error.contains("an-access-token"))
        let quiet = try await Self.run([.response(Self.body)])
        #expect(!quiet.ending.error.contains("answered"))
    }

    /// A parameter may hold a secret by mistake, and a service may send one back.
    @Test("a secret in a parameter or in a row is in nothing that is published")
    func secretsInData() async throws {
        try await withWorkplace { place in
            let row = #"{"results":"Name,Amount\n\#("x"),an-access-token\n","resultCount":"1"}"#
            let server = try ScriptedServer.ion(reports: [.response(row)])
            defer { server.stop() }
            try place.writeConfiguration(service: server.address)
            try place.write(
                "check.yaml",
                """
                version: 1
                name: check
                parameters:
                  hint: { type: text, default: an-access-token }
                stages:
                  report:
                    fetch: report
                    id: "49038"
                    from: "2026-10-01"
                    to: "2026-11-01"
                  charges:
                    parse: report
                    columns: { customer: Name, amount: Amount }
                  out:
                    write: charges
                    to: charges.csv
                """)
            let ending = try await place.run(
                "run", "check.yaml", "--config", "ion.json", "--param", "hint=a-refresh-token")
            #expect(!ending.error.contains("an-access-token"), "\(ending.error)")
            #expect(!ending.error.contains("a-refresh-token"))
        }
    }

    private static func run(_ replies: [Reply], _ more: String...) async throws -> (ending: Ending, inputs: JSONValue?)
    {
        var outcome: (Ending, JSONValue?)?
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(reports: replies)
            defer { server.stop() }
            try place.writeConfiguration(service: server.address, http: quickly)
            let ending = try await place.run(words + more)
            let manifest = try place.files(below: "out").first { $0.hasSuffix("manifest.json") }
            let inputs = try manifest.map { try place.json("out/" + $0)["inputs"] } ?? nil
            let error = ending.error.replacing(server.address, with: "ADDRESS")
            outcome = (Ending(code: ending.code, output: ending.output, error: error), inputs)
        }
        return try #require(outcome)
    }
}
