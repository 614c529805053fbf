import Foundation
import Records
import StreamOneIon
import Streaming
import Synchronization
import TestSupport
import Testing

@Suite("Tokens", .timeLimit(.minutes(15)))
struct TokenTests {
    @Test("A token that is good is used, and asked about once")
    func good() async throws {
        try await withService(accepts: ["access-1"]) { service in
            for _ in 0..<3 { _ = try await service.client.reports() }
            #expect(
                service.server.requests.map(\.target) == [
                    "POST /oauth/validateAccess", Service.list, Service.list, Service.list,
                ])
        }
    }

    @Test("An expired token is renewed once, however many calls wait for it")
    func concurrentRenewal() async throws {
        try await withService(accepts: []) { service in
            let client = service.client
            try await withThrowingTaskGroup { group in
                for _ in 0..<16 { group.addTask { _ = try await client.reports() } }
                try await group.waitForAll()
            }
            let targets = service.server.requests.map(\.target)
            #expect(targets.filter { $0 == "POST /oauth/token" }.count == 1)
            #expect(targets.filter { $0 == Service.list }.count == 16)
            let saved = try service.file.tokens
            #expect(saved == ["access-2", "refresh-2"])
            let exchange = try #require(service.server.requests.first { $0.target == "POST /oauth/token" })
            #expect(
                String(decoding: exchange.body, as: UTF8.self) == "grant_type=refresh_token&refresh_token=refresh-1")
        }
    }

    @Test("A token that is refused in the middle is renewed, and the call made again")
    func refusedLater() async throws {
        try await withService(accepts: ["access-1"], revoked: ["access-1"]) { service in
            _ = try await service.client.reports()
            #expect(
                service.server.requests.map(\.target) == [
                    "POST /oauth/validateAccess", Service.list, "POST /oauth/token", Service.list,
                ])
        }
    }

    @Test("A call that is refused with a new token too is refused")
    func refusedTwice() async throws {
        try await withService(accepts: ["access-1"], revoked: ["access-1", "access-2"]) { service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .refused)
            #expect(service.server.requests.count == 4)
        }
    }

    @Test("Newer tokens that another process has put into the file are used, and theirs is not spent")
    func otherProcess() async throws {
        try await withService(accepts: ["access-9"]) { service in
            _ = try ConfigurationFile(
                service.file.path, baseURL: service.server.baseURL, access: "access-9", refresh: "refresh-9")
            _ = try await service.client.reports()
            #expect(!service.server.requests.map(\.target).contains("POST /oauth/token"))
            #expect(service.server.requests.last?.header("Authorization") == "Bearer access-9")
            let saved = try service.file.tokens
            #expect(saved == ["access-9", "refresh-9"])
        }
    }

    @Test("New tokens lie on the disk before they are used, and the redactor knows them")
    func savedFirst() async throws {
        try await withService(accepts: []) { service in
            _ = try await service.client.reports()
            #expect(service.log.withLock { $0.tokensOnDiskAtFirstUse } == ["access-2", "refresh-2"])
            #expect(service.redactor.redact("x access-2 refresh-2 access-1 y").contains("-") == false)
        }
    }

    @Test(
        "A refresh token that is refused is lost, and the message says where a new one is", arguments: [400, 401, 403])
    func lost(_ status: Int) async throws {
        try await withService(accepts: [], renewal: [.response(status, #"{"error": "invalid refresh-1"}"#)]) {
            service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .tokenLost)
            #expect(error?.message.contains("Settings > Users > Edit > Request New Credentials") == true)
            #expect(error?.message.contains("refresh-1") == false)
        }
    }

    @Test(
        "A service in trouble may have used the token up: it is not asked again, and the message says so",
        arguments: [429, 500, 503])
    func trouble(_ status: Int) async throws {
        try await withService(accepts: [], renewal: [.response(status, "")]) { service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("nobody can tell whether this one is used up") == true)
            let saved = try service.file.tokens
            #expect(saved == ["access-1", "refresh-1"])
            #expect(service.server.requests.filter { $0.target == "POST /oauth/token" }.count == 1)
        }
    }

    @Test(
        "A renewal without an answer may have used the token up: it is not asked again, and the message says so",
        arguments: [
            [.reset], [], [.hold], [.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")],
            [.text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx")],
            [.response(200, String(repeating: " ", count: 70_000))],
        ] as [[ScriptedStep]])
    func unanswered(_ renewal: [ScriptedStep]) async throws {
        let http = #"{"retry_wait": 0, "idle_timeout": 1}"#
        try await withService(accepts: [], renewal: renewal, http: http) { service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .tokenLost)
            #expect(error?.message.contains("may have been used up") == true)
            #expect(error?.message.contains("Settings > Users > Edit > Request New Credentials") == true)
            #expect(service.server.requests.filter { $0.target == "POST /oauth/token" }.count == 1)
        }
    }

    @Test("Whether a token is good may be asked again")
    func validationAgain() async throws {
        let answers = ReplyCounter()
        try await withService(
            accepts: ["access-1"], beforeValidation: { answers.next() < 2 ? .response(503, "") : nil },
            http: #"{"retry_wait": 0}"#
        ) { service in
            _ = try await service.client.reports()
            #expect(
                service.server.requests.map(\.target) == [String](repeating: "POST /oauth/validateAccess", count: 3) + [
                    Service.list
                ])
        }
    }

    @Test("Where no lock can be made, that shows before the refresh token is used")
    func noLock() async throws {
        try await withService(accepts: []) { service in
            // A directory in the lock's place: nobody can open that for writing, whoever runs the test.
            try Directory.create(service.file.path + ".lock")
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.contains("the refresh token is still good") == true, "\(error?.message ?? "")")
            #expect(service.server.requests.map(\.target) == ["POST /oauth/validateAccess"])
        }
    }

    @Test("Tokens that lie in files are renewed there, and the configuration keeps its references")
    func tokenFiles() async throws {
        try await withService(accepts: []) { service in
            let directory = Directory.parent(of: service.file.path)
            for name in ["access", "refresh"] {
                try File.replace("\(directory)/\(name).token", with: Array("\(name)-1\n".utf8), mode: 0o600)
            }
            let file = try ConfigurationFile(
                service.file.path, baseURL: service.server.baseURL, access: "file:access.token",
                refresh: "file:refresh.token")
            let before = try File.contents(of: file.path)
            let client = IonClient(try IonConfiguration.load(file.path), redactor: Redactor())
            _ = try await client.reports()
            for name in ["access", "refresh"] {
                let token = try File.contents(of: "\(directory)/\(name).token")
                #expect(String(decoding: token, as: UTF8.self) == "\(name)-2\n")
                #expect(try File.open("\(directory)/\(name).token").attributes().mode == 0o600)
            }
            #expect(try File.contents(of: file.path) == before)
            #expect(Directory.exists("\(directory)/refresh.token.lock"))
        }
    }

    @Test("What is noted: a line a request, renewals, and no secret")
    func notes() async throws {
        try await withService(accepts: []) { service in
            let notes = Mutex<[IonNote]>([])
            let client = IonClient(try IonConfiguration.load(service.file.path), redactor: service.redactor) { note in
                notes.withLock { $0.append(note) }
            }
            _ = try await client.reports()
            let texts = notes.withLock { $0.map(\.text) }
            try #require(texts.count == 5)
            #expect(texts[0].contains("/oauth/validateAccess answered 401"))
            #expect(texts[1] == "renewing the token")
            #expect(texts[2].contains("/oauth/token answered 200"))
            #expect(texts[3] == "the token is renewed, and the new pair saved")
            #expect(texts[4].contains("/reports?module=REPORTS_MODULE_UNSPECIFIED answered 200"))
            #expect(!texts.joined().contains("access-2"))
        }
    }

    @Test(
        "An answer without tokens, or with what would read as something else in the file",
        arguments: [
            "{}", "", #"{"access_token": "a"}"#, #"{"access_token": "a", "refresh_token": ""}"#,
            #"{"access_token": "a", "refresh_token": "file:/etc/hostname"}"#,
            #"{"access_token": "env:HOME", "refresh_token": "b"}"#, #"{"access_token": "a\nb", "refresh_token": "c"}"#,
        ])
    func noTokens(_ answer: String) async throws {
        try await withService(accepts: [], renewal: [.response(200, answer)]) { service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .tokenLost)
            let saved = try service.file.tokens
            #expect(saved == ["access-1", "refresh-1"])
        }
    }

    @Test("A service that cannot say whether the token is good is not asked for a new one")
    func validationInTrouble() async throws {
        try await withService(accepts: [], validation: .response(503, "")) { service in
            let error = await #expect(throws: IonError.self) { try await service.client.reports() }
            #expect(error?.code == .unavailable)
            #expect(service.server.requests.count == 1)
        }
    }

    @Test("A renewal that the caller no longer waits for is still saved")
    func cancelledRenewal() async throws {
        let (asked, signal) = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let hold: @Sendable () -> Void = {
            signal.finish()
            gate.wait()
        }
        try await withService(accepts: [], beforeRenewal: hold) { service in
            let client = service.client
            let call = Task { try await client.reports() }
            for await _ in asked {}
            call.cancel()
            gate.signal()
            _ = await call.result
            let saved = try service.file.tokens
            #expect(saved == ["access-2", "refresh-2"])
        }
    }

    @Test(
        "A certificate of an unknown authority: the message names what to put into the configuration",
        .enabled(if: TLSServer.isPossible, "there is no openssl"))
    func untrusted() async throws {
        try await withTemporaryDirectory { directory in
            let server = try TLSServer(in: directory.path)
            defer { server.stop() }
            let file = try ConfigurationFile(
                directory("ion.json"), baseURL: "https://127.0.0.1:\(server.port)", http: #"{"retry_wait": 0}"#)
            let client = IonClient(try IonConfiguration.load(file.path), redactor: Redactor())
            let error = await #expect(throws: IonError.self) { try await client.reports() }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("\"http.ca_file\"") == true, "\(error?.message ?? "")")
            #expect(error?.message.contains("attempts") == false)
        }
    }

    @Test("A file without tokens cannot make calls")
    func noCredentials() async throws {
        try await withTemporaryDirectory { directory in
            let file = try ConfigurationFile(directory("ion.json"), #"{"accountid": "1"}"#)
            let client = IonClient(try IonConfiguration.load(file.path), redactor: Redactor())
            let error = await #expect(throws: IonError.self) { try await client.reports() }
            #expect(error?.code == .invalidConfiguration)
        }
    }
}

/// A service that hands out `access-2` for `refresh-1`, a file with `access-1`, and a client between them.
private struct Service {
    static let list = "GET /api/v3/accounts/17017/reports?module=REPORTS_MODULE_UNSPECIFIED"

    struct Log {
        var tokensOnDiskAtFirstUse: [String]?
    }

    final class SharedLog: Sendable {
        private let log = Mutex(Log())

        func withLock<Result: Sendable>(_ body: (inout sending Log) -> sending Result) -> Result { log.withLock(body) }
    }

    let server: ScriptedServer
    let file: ConfigurationFile
    let client: IonClient
    let redactor: Redactor
    let log: SharedLog
}

private final class ReplyCounter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

/// Runs a test with a service and a client of its own.
///
/// - Parameters:
///   - accepts: The access tokens, beside `access-2`, that the service calls valid.
///   - revoked: Those that it refuses when they are used.
private func withService(
    accepts: [String], revoked: [String] = [], validation: ScriptedStep? = nil,
    renewal: [ScriptedStep] = [
        .response(200, #"{"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 7200}"#)
    ],
    beforeRenewal: @escaping @Sendable () -> Void = {},
    beforeValidation: @escaping @Sendable () -> ScriptedStep? = { nil },
    http: String = #"{"attempts": 1}"#,
    _ body: nonisolated(nonsending) (Service) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let path = directory("ion.json")
        let log = Service.SharedLog()
        let server = try ScriptedServer { request in
            switch request.target {
            case "POST /oauth/validateAccess":
                let token = String(decoding: request.body, as: UTF8.self).dropFirst("access_token=".count)
                if let validation = beforeValidation() ?? validation { return [validation] }
                return [
                    accepts.contains(String(token))
                        ? .response(200, #"{"access_expires_in": 3600}"#) : .response(401, "")
                ]
            case "POST /oauth/token":
                beforeRenewal()
                return renewal
            default:
                let token = request.header("Authorization").map { String($0.dropFirst("Bearer ".count)) } ?? ""
                let onDisk = try? ConfigurationFile(reading: path).tokens
                log.withLock { $0.tokensOnDiskAtFirstUse = $0.tokensOnDiskAtFirstUse ?? onDisk }
                return [revoked.contains(token) ? .response(401, "") : .response(200, #"{"reports": []}"#)]
            }
        }
        let file = try ConfigurationFile(path, baseURL: server.baseURL, http: http)
        let redactor = Redactor()
        let client = IonClient(try IonConfiguration.load(path), redactor: redactor)
        try await body(Service(server: server, file: file, client: client, redactor: redactor, log: log))
    }
}
