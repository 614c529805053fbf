import Formats
import Foundation
import Testing

@Suite("Secrets in what a failing run leaves behind")
struct RedactionTests {
    /// Where the service echoes what it was sent, and the status that it does it with.
    struct Echo: Sendable, CustomTestStringConvertible {
        let request: String
        let status: String
        let code: Int32

        var testDescription: String { "\(request), \(status)" }
    }

    static let echoes = [
        Echo(request: "/reportDataCsv", status: "400 Bad Request", code: 1),
        Echo(request: "/reports/49038", status: "503 Service Unavailable", code: 69),
        Echo(request: "/invoices/myinvoices?", status: "400 Bad Request", code: 1),
        Echo(request: "/invoices/myinvoices?", status: "401 Unauthorized", code: 77),
        Echo(request: "/oauth/token", status: "400 Bad Request", code: 77),
        Echo(request: "/oauth/token", status: "500 Internal Server Error", code: 69),
    ]

    private static let secrets = [
        "access+token/with=signs", "refresh+token/with=signs", "a-key-of-version-one", "a-secret&of version one",
    ]

    @Test(
        "Complaint 12: a service that echoes all it was sent: no output of a verbose run has a secret in it",
        arguments: echoes)
    func echoed(_ echo: Echo) async throws {
        try await withWorkplace { place in
            let server = try ScriptedServer(reading: { (try? Self.reply(to: $0, echo)) ?? .silence })
            defer { server.stop() }
            try place.writeConfiguration(service: server.address, access: Self.secrets[0], refresh: Self.secrets[1])
            var configuration = try place.json("ion.json")
            configuration["v1"] = ["api_key": .string(Self.secrets[2]), "api_secret": .string(Self.secrets[3])]
            try place.write("ion.json", configuration.indentedText, mode: 0o600)
            let words = ["run", "pipelines/month-end.yaml", "--config", "ion.json", "--verbose"] + Workplace.month
            let ending = try await place.run(words)
            #expect(ending.code == echo.code)
            // Of a refused refresh token the service's words are not shown at all.
            if echo.code != 77 || echo.request != "/oauth/token" { #expect(ending.error.contains("<secret>")) }
            var texts = ["output": ending.output, "error": ending.error]
            for directory in ["out", ".crossfoot"] {
                for (name, bytes) in try place.contents(below: directory) {
                    texts["\(directory)/\(name)"] = String(decoding: bytes, as: UTF8.self)
                }
            }
            for (name, text) in texts {
                for form in Self.forms where text.contains(form) { Issue.record("\(form) is in \(name): \(text)") }
            }
        }
    }

    /// Every form in which a secret may turn up.
    private static let forms: [String] = {
        let pair = Data("\(secrets[2]):\(secrets[3])".utf8).base64EncodedString()
        return secrets + secrets.compactMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) } + [pair]
    }()

    private static func reply(to request: ArrivedRequest, _ echo: Echo) throws -> Reply {
        if request.target.contains(echo.request) {
            let told: JSONValue = ["message": .string("you said: \(request.head) \(request.body)")]
            return .response(told.compactText, status: echo.status)
        }
        if request.target.hasSuffix("validateAccess") {
            let seconds = echo.request == "/oauth/token" ? 5 : 7000
            return .response(#"{"access_expires_in":\#(seconds),"refresh_expires_in":700000}"#)
        }
        if request.target.hasSuffix("/reports/49038") {
            let path = Workplace.packageRoot + "/fixtures/month-end/reports/49038.json"
            return .response(try String(contentsOfFile: path, encoding: .utf8))
        }
        // Whatever else is asked for stays open: one failure is to be told.
        return .silence
    }
}
