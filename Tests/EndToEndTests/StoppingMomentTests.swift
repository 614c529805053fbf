import Formats
import Foundation
import Glibc
import Synchronization
import Testing

@Suite("A signal at any moment")
struct StoppingMomentTests {
    /// A request, and what the service does from then on: it falls silent, or asks to come back much later.
    struct Moment: Sendable, CustomTestStringConvertible {
        let request: String
        let isSilent: Bool
        let signal: Int32

        var testDescription: String { "\(request), \(isSilent ? "silence" : "a wait"), signal \(signal)" }
    }

    static let moments: [Moment] = [
        "/oauth/validateAccess", "/reports/49038", "/reportDataCsv", "/subscriptions?",
        "/invoices/myinvoices?", "offset=1",
    ].flatMap { request in
        [(true, SIGINT), (false, SIGINT), (true, SIGTERM), (false, SIGTERM)].map { isSilent, signal in
            Moment(request: request, isSilent: isSilent, signal: signal)
        }
    }

    @Test(
        "Complaint 14: it is told at once, the run ends, and the published set is as it was", .timeLimit(.minutes(15)),
        arguments: moments)
    func stops(at moment: Moment) async throws {
        try await withWorkplace { place in
            try place.write("out/month-end/2026-10/manifest.json", "published before")
            let server = try Self.service(stuckAt: moment)
            defer { server.stop() }
            try place.writeConfiguration(service: server.address, http: #"{"attempts": 5}"#)
            var configuration = try place.json("ion.json")
            configuration["v1"] = ["api_key": "a-key-of-v1", "api_secret": "a-secret-of-v1"]
            try place.write("ion.json", configuration.indentedText, mode: 0o600)
            let pipeline = try place.text(of: "pipelines/month-end.yaml")
            try place.write("short.yaml", Self.shortPages(of: pipeline))
            let program = try place.start(["run", "short.yaml", "--config", "ion.json"] + Workplace.month)
            _ = await server.requests.first { $0.contains(moment.request) }
            program.send(moment.signal)
            let ending = try await program.ending()
            #expect(ending.code == 128 + moment.signal)
            #expect(ending.errorLines.contains("stopping; once more to stop at once"))
            #expect(ending.errorLines.last == "crossfoot run: stopped; what was published before is untouched")
            #expect(
                try place.contents(below: "out") == ["month-end/2026-10/manifest.json": Array("published before".utf8)])
            #expect(place.unfinishedRuns() == [])
        }
    }

    /// The pipeline with one invoice a page.
    private static func shortPages(of pipeline: String) -> String {
        pipeline.replacing("    accept: ${params.accept}\n", with: "    accept: json\n    page_size: 1\n")
    }

    private static func service(stuckAt moment: Moment) throws -> ScriptedServer {
        let path = Workplace.packageRoot + "/fixtures/month-end/reports/49038.json"
        let description = try String(contentsOfFile: path, encoding: .utf8)
        return try ScriptedServer { request in
            if request.contains(moment.request) {
                let later = Reply.response(
                    "busy", status: "503 Service Unavailable\r\nRetry-After: 100", type: "text/plain")
                return moment.isSilent ? .silence : later
            }
            return Self.reply(to: request, description)
        }
    }

    private static func reply(to request: String, _ description: String) -> Reply {
        if request.hasSuffix("validateAccess") {
            return .response(#"{"access_expires_in":7000,"refresh_expires_in":700000}"#)
        }
        if request.hasSuffix("/reports/49038") { return .response(description) }
        if request.contains("/invoices/myinvoices?"), request.contains("offset=0") {
            return .response(
                #"{"data":{"invoice":[{"id":"1","total":"0","tax":"0","adjustments":"0","currency":"EUR","#
                    + #""cloudProviderId":"30","lines":[]}]}}"#)
        }
        // Whatever else is asked for stays open, so that the run cannot end before the signal.
        return .silence
    }
}
