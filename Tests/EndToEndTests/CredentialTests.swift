import Foundation
import Formats
import Testing

@Suite("Credentials")
struct CredentialTests {
    /// A configuration that cannot be used, and what is said of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The file; `nil` for none.
        let text: String?
        var mode = 0o600
        let message: String
    }

    static let cases = [
        Case(
            testDescription: "missing",
            text: nil,
            message: "the configuration is not readable: cannot open ion.json: No such file or directory"
        ),
        Case(
            testDescription: "readable by others",
            text: #"{"accountid":"17017"}"#,
            mode: 0o644,
            message: "configuration ion.json: others than you may read it; run: chmod 600 ion.json"
        ),
        Case(
            testDescription: "readable by the group",
            text: #"{"accountid":"17017"}"#,
            mode: 0o640,
            message: "configuration ion.json: others than you may read it; run: chmod 600 ion.json"
        ),
        Case(
            testDescription: "broken JSON",
            text: "{\n",
            message: "configuration ion.json: the JSON text is cut off after 2 bytes"
        ),
        Case(
            testDescription: "no account",
            text: "{}",
            message:
                "configuration ion.json: \"accountid\" is missing; it is the number of your account in StreamOne Ion"
        ),
        Case(
            testDescription: "half a pair",
            text: #"{"accountid":"17017","v3":{"access_token":"a"}}"#,
            message: "configuration ion.json: \"v3.refresh_token\" is missing"
        ),
        Case(
            testDescription: "no tokens",
            text: #"{"accountid":"17017"}"#,
            message:
                "stage \"report\": configuration ion.json: \"v3.access_token\" and \"v3.refresh_token\" are missing"
        ),
    ]

    @Test("a configuration that cannot be used ends the run with 78", arguments: cases)
    func configuration(_ example: Case) async throws {
        try await withWorkplace { place in
            if let text = example.text { try place.write("ion.json", text, mode: example.mode) }
            let ending = try await place.run("run", "pipelines/export.yaml", "--config", "ion.json")
            #expect(ending.code == 78)
            #expect(ending.message == "crossfoot run: \(example.message)\n")
            #expect(place.unfinishedRuns() == [])
        }
    }

    @Test("a pipeline that fetches asks for a configuration")
    func noConfiguration() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("run", "pipelines/export.yaml")
            #expect(ending.code == 78)
            #expect(
                ending.message == "crossfoot run: this pipeline fetches from the service; say where its credentials "
                    + "are with --config FILE, or try it with --sandbox\n"
            )
        }
    }

    @Test("tokens that the service does not know: 77, and the way through the portal")
    func wrongTokens() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox()
            let address = try #require(try place.json(sandbox.configuration)["v3"]?["base_url"]?.string)
            try place.writeConfiguration(service: address, access: "bogus-access-token", refresh: "bogus-refresh-token")
            let before = try place.json("ion.json")
            let ending = try await place.run("run", "pipelines/export.yaml", "--config", "ion.json")
            #expect(ending.code == 77)
            #expect(
                ending.message == "crossfoot run: stage \"report\": the service does not accept the refresh token "
                    + "(status 400); it is good for one use and 32 days. In the StreamOne Ion portal open Settings > "
                    + "Users > Edit > Request New Credentials, and put the access token and refresh token shown there "
                    + "into the configuration.\n"
            )
            #expect(try place.json("ion.json") == before)
            #expect(try await sandbox.stop().code == 0)
        }
    }

    @Test("new tokens are put into the configuration, for its owner alone, and the rest of it stays")
    func newTokensAreKept() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox()
            let old = try place.json(sandbox.configuration)["v3"]
            let (access, refresh) = (old?["access_token"]?.string ?? "", old?["refresh_token"]?.string ?? "")
            let words = try place.serviceRun(old?["base_url"]?.string ?? "", access: access, refresh: refresh)
            let before = try place.json("ion.json")
            for run in 1...2 {
                #expect(try await place.run(words).code == 3, "run \(run)")
            }
            let after = try place.json("ion.json")
            #expect(after["v3"]?["access_token"] != before["v3"]?["access_token"])
            #expect(after["v3"]?["refresh_token"] != before["v3"]?["refresh_token"])
            var restored = after
            restored["v3"]?["access_token"] = .string(access)
            restored["v3"]?["refresh_token"] = .string(refresh)
            #expect(restored == before)
            let attributes = try FileManager.default.attributesOfItem(atPath: place.path("ion.json"))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try await sandbox.stop().code == 0)
        }
    }

    @Test("Complaint 12: no token is in anything that is published or printed")
    func noSecretIsShown() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox()
            let file = sandbox.configuration
            var tokens = try Self.tokens(in: place.json(file))
            let words = ["run", "pipelines/month-end.yaml", "--config", file, "--json"] + Workplace.month
            let ending = try await place.run(words)
            #expect(ending.code == 3)
            tokens += try Self.tokens(in: place.json(file))
            #expect(Set(tokens).count == 4)
            var texts = [ending.output, ending.error]
            for name in try place.files(below: "out") {
                let bytes =
                    name.hasSuffix(".gz") ? try place.expanded("out/" + name) : try place.bytes(of: "out/" + name)
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
            #expect(texts.count == 11)
            for token in tokens { #expect(!texts.contains { $0.contains(token) }) }
            #expect(try await sandbox.stop().code == 0)
        }
    }

    private static func tokens(in configuration: JSONValue) throws -> [String] {
        let pair = configuration["v3"]
        return [try #require(pair?["access_token"]?.string), try #require(pair?["refresh_token"]?.string)]
    }
}
