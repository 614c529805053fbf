import Formats
import Testing

@Suite("A sandbox with faults")
struct SandboxFaultTests {
    @Test("a run meets the faults that it was given, and publishes nothing")
    func run() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--fault", "GET */subscriptions: reset")
            #expect(ending.code == 69)
            #expect(ending.error.contains("/subscriptions"))
            #expect(try place.files(below: "out") == [])
        }
    }

    @Test("a sandbox of its own has them too, and tells its clients the key of version 1")
    func ownProcess() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox(
                "--fault", "POST */reportDataCsv: content-type \"text/html\", body \"no\"")
            let configuration = try place.json(sandbox.configuration)
            let version3 = configuration["v3"]?["base_url"]?.string ?? ""
            #expect(configuration["v1"]?["base_url"]?.string == version3 + "/api/v1")
            for member in ["api_key", "api_secret"] {
                #expect(configuration["v1"]?[member]?.string?.isEmpty == false)
            }
            let ending = try await place.run(
                ["run", "pipelines/export.yaml", "--config", sandbox.configuration] + Workplace.month)
            #expect(ending.code != 0 && ending.code != 3)
            #expect(try place.files(below: "out") == [])
            #expect(try await sandbox.stop().code == 0)
        }
    }
}
