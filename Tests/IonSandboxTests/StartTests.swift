import IonSandbox
import Records
import Streaming
import Testing

@Suite struct StartTests {
    @Test("the sandbox answers on loopback and nowhere else")
    func loopbackOnly() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        defer { sandbox.stop() }
        #expect(sandbox.baseURL == "http://127.0.0.1:\(sandbox.port)")
        #expect(try HTTPClient(port: sandbox.port).send("GET", "/").status == 404)
        // The whole of 127/8 is this machine: what listens on every address answers here, too.
        #expect(throws: ClientFailure.self) {
            try HTTPClient(port: sandbox.port, address: "127.0.0.2").send("GET", "/")
        }
    }

    @Test("another address is listened on when it is given")
    func otherAddress() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path, address: "0.0.0.0"))
        defer { sandbox.stop() }
        #expect(try HTTPClient(port: sandbox.port, address: "127.0.0.2").send("GET", "/").status == 404)
    }

    @Test("after stop nobody answers, and stopping twice is fine")
    func stop() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        let port = sandbox.port
        sandbox.stop()
        sandbox.stop()
        #expect(throws: ClientFailure.self) { try HTTPClient(port: port).send("GET", "/") }
    }

    @Test("a port that is taken, and an address that is none, are said to be so")
    func address() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        defer { sandbox.stop() }
        let taken = #expect(throws: SandboxError.self) {
            try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path, port: sandbox.port))
        }
        #expect(taken?.code == .address)
        #expect(taken?.message.contains("127.0.0.1:\(sandbox.port): Address already in use; choose another") == true)
        let wrong = #expect(throws: SandboxError.self) {
            try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path, address: "localhost"))
        }
        #expect(wrong?.message.contains("\"localhost\" is not an IPv4 address") == true)
    }

    @Test(
        "a fixture that is missing is named",
        arguments: ["sandbox.json", "subscriptions.json", "reports/49038.json", "reports/49038.csv"])
    func missing(_ name: String) throws {
        let fixtures = try TemporaryFixtures()
        try Directory.removeTree(fixtures.path + "/" + name)
        let error = #expect(throws: SandboxError.self) {
            try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        }
        #expect(error?.code == .fixture)
        #expect(error?.message.contains(name) == true)
    }

    @Test(
        "a fixture that cannot be used is named",
        arguments: [
            ("sandbox.json", "{}"), ("sandbox.json", "{"), ("subscriptions.json", "[]"), ("reports/49038.csv", ""),
            ("reports/49038.json", ""), ("invoices.json", ""), ("invoices.json", "{}"),
            ("invoices.json", #"{"data":{"invoice":[{"id":"1"}"#),
            ("invoices.json", #"{"data":{"invoice":[{"id":}]}}"#),
        ])
    func broken(_ name: String, _ contents: String) throws {
        let fixtures = try TemporaryFixtures()
        try File.replace(fixtures.path + "/" + name, with: Array(contents.utf8))
        let error = #expect(throws: SandboxError.self) {
            try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        }
        #expect(error?.message.contains(name) == true)
    }
}
