import Formats
import TestSupport
import Testing

@Suite("The service behind TLS, HTTP/2 and a proxy", .timeLimit(.minutes(15)))
struct FrontTests {
    /// A configuration that leads to a sandbox by another way.
    private func detour(_ place: Workplace, _ sandbox: SandboxProcess, to address: String, _ http: JSONValue) throws {
        var configuration = try place.json(sandbox.configuration)
        configuration["v3"]?["base_url"] = .string(address)
        configuration["v1"]?["base_url"] = .string(address + "/api/v1")
        configuration["http"] = http
        try place.write("ion.json", configuration.indentedText, mode: 0o600)
    }

    private func port(_ place: Workplace, _ sandbox: SandboxProcess) throws -> Int {
        let address = try place.json(sandbox.configuration)["v3"]?["base_url"]?.string ?? ""
        return Int(address.split(separator: ":").last ?? "") ?? 0
    }

    @Test("a month closes through them as it does without")
    func month() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox("--as-of", "2026-11-23")
            let front = try HTTP2Front(before: try port(place, sandbox), in: place.path("front"))
            defer { front.stop() }
            let proxy = try ConnectProxy(to: front.port)
            defer { proxy.stop() }
            let direct = try await place.run(
                ["run", "pipelines/month-end.yaml", "--config", sandbox.configuration, "--out", "direct"]
                    + Workplace.month)
            #expect(direct.code == 3)
            for (name, address, http) in [
                ("front", "https://127.0.0.1:\(front.port)", ["ca_file": .string(front.authority)]),
                (
                    "proxy", "https://\(HTTP2Front.hostName):8443",
                    ["ca_file": .string(front.authority), "proxy": .string("http://127.0.0.1:\(proxy.port)")]
                ),
            ] as [(String, String, JSONValue)] {
                try detour(place, sandbox, to: address, http)
                let ending = try await place.run(
                    ["run", "pipelines/month-end.yaml", "--config", "ion.json", "--out", name, "--verbose"]
                        + Workplace.month)
                #expect(ending.code == 3, "\(ending.error)")
                #expect(ending.error.contains("answered 200 by HTTP/2"))
                for file in ["breaks.csv.gz", "matches.csv.gz", "summary.json"] {
                    let set = "month-end/2026-10/\(file)"
                    #expect(try place.bytes(of: "\(name)/\(set)") == place.bytes(of: "direct/\(set)"), "\(file)")
                }
            }
            #expect(!proxy.requests.isEmpty && proxy.requests.allSatisfy { $0.hasPrefix("CONNECT ") })
            #expect(try await sandbox.stop().code == 0)
        }
    }
}
