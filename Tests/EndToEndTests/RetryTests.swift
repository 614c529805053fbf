import Formats
import Testing

@Suite("A service that fails for a while")
struct RetryTests {
    private static let csv = (0..<4000).map { "row-\($0),\($0 * 7919 % 10_007)\\n" }.joined()
    private static let body = #"{"results":"Name,Amount\n"# + csv + #"","resultCount":"4000"}"#
    private static let words = ["run", "pipelines/export.yaml", "--config", "ion.json"] + Workplace.month
    private static let quickly = #"{"attempts": 4, "retry_wait": 0}"#

    @Test("Complaint 10: a body that breaks off twice ends as the undisturbed one, and each wait is told")
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
        "Complaint 10: other bytes at a later attempt end the run, and nothing is published",
        arguments: [
            ("other bytes", Reply.response(body.replacing("row-17,", with: "row-18,"))),
            ("a shorter body", .response(#"{"results":"Name,Amount\n","resultCount":"0"}"#)),
            ("the beginning alone", .response(String(body.prefix(20_000)))),
            ("another content type", .response(body, type: "application/vnd.ion+json")),
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

    @Test("a secret that is given as a parameter by mistake is in nothing that is printed or published")
    func secretParameter() async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer.ion(reports: [.response(Self.body)])
            defer { server.stop() }
            try place.writeConfiguration(service: server.address)
            let pipeline = try place.text(of: "pipelines/export.yaml")
            try place.write(
                "hint.yaml", pipeline.replacing("params:\n", with: "params:\n  hint: { type: text, default: none }\n"))
            let ending = try await place.run(
                ["run", "hint.yaml", "--config", "ion.json", "--json", "--param", "hint=a-refresh-token"]
                    + Workplace.month)
            #expect(ending.code == 0, "\(ending.error)")
            let texts = try place.files(below: "out").filter { !$0.hasSuffix(".gz") }.map {
                try place.text(of: "out/" + $0)
            }
            #expect(texts.contains { $0.contains("<secret>") })
            #expect(!(texts + [ending.output, ending.error]).contains { $0.contains("a-refresh-token") })
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
