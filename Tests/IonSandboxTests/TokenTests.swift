import Dispatch
import Formats
import Records
import Synchronization
import Testing

@testable import IonSandbox

@Suite struct TokenTests {
    @Test("a refresh token is good for one use, and the one that it buys for another")
    func rotation() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        defer { sandbox.stop() }
        let client = HTTPClient(port: sandbox.port)
        let first = sandbox.credentials.refreshToken.revealed
        let answer = try client.refresh(first)
        let pair = try JSONValue(parsing: answer.body)
        #expect(answer.status == 200)
        #expect(pair["expires_in"] == 7200 && pair["token_type"] == "Bearer")
        let second = try #require(pair["refresh_token"]?.string)
        for token in [first, "unknown", ""] {
            let refusal = try client.refresh(token)
            #expect(refusal.status == 400)
            #expect(refusal.text == #"{"error":"cannot validate token: redis: nil"}"#)
        }
        #expect(try client.refresh(second).status == 200)
    }

    @Test("of sixteen threads with one refresh token, exactly one wins")
    func race() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        defer { sandbox.stop() }
        let (port, token) = (sandbox.port, sandbox.credentials.refreshToken.revealed)
        let statuses = Mutex<[Int]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            let status = (try? HTTPClient(port: port).refresh(token))?.status ?? 0
            statuses.withLock { $0.append(status) }
        }
        #expect(statuses.withLock { $0.sorted() } == [200] + Array(repeating: 400, count: 15))
    }

    @Test("the first access token has expired already")
    func firstAccessToken() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        defer { sandbox.stop() }
        let client = HTTPClient(port: sandbox.port)
        let token = sandbox.credentials.accessToken.revealed
        let answer = try client.send(
            "GET", Session.account + "/reports", headers: ["Authorization: Bearer \(token)"])
        #expect(answer.status == 401)
        let form = Array("access_token=\(token)".utf8)
        #expect(try client.send("POST", "/oauth/validateAccess", body: form).status == 400)
    }

    @Test("validateAccess tells how long a pair still lives")
    func validation() throws {
        let session = try Session()
        let form = Array("access_token=\(session.accessToken)".utf8)
        let answer = try session.client.send("POST", "/oauth/validateAccess", body: form)
        let lifetimes = try JSONValue(parsing: answer.body)
        let access = try #require(lifetimes["access_expires_in"]?.integer)
        let refresh = try #require(lifetimes["refresh_expires_in"]?.integer)
        #expect((7100...7200).contains(access))
        #expect((2_764_700...2_764_800).contains(refresh))
    }

    @Test("tokens die when their time is over")
    func expiry() throws {
        var issuer = TokenIssuer(accessTokenLifetime: .seconds(60))
        let start = ContinuousClock.now
        let first = issuer.issueExpired(now: start)
        #expect(issuer.remainingLifetimes(of: first.accessToken, now: start) == nil)
        let refreshed = issuer.refresh(first.refreshToken, now: start)
        let second = try #require(refreshed)
        #expect(issuer.remainingLifetimes(of: second.accessToken, now: start + .seconds(59))?.access == .seconds(1))
        #expect(issuer.remainingLifetimes(of: second.accessToken, now: start + .seconds(60)) == nil)
        let late = issuer.refresh(second.refreshToken, now: start + .seconds(32 * 24 * 3600))
        #expect(late == nil)
    }
}
