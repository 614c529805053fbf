import Formats
import Foundation
import Synchronization
import Testing

/// The service's token endpoints, as strict as it: a refresh token is good for one use.
private final class TokenService: Sendable {
    private struct State {
        var lastNumber = 0
        var refresh = "refresh-0"
        var accessTokens: Set<String> = []
        var usedTwice: [String] = []
    }

    private let state = Mutex(State())

    /// Refresh tokens that came a second time, or never were any.
    var usedTwice: [String] { state.withLock { $0.usedTwice } }
    /// How often tokens were renewed.
    var renewals: Int { state.withLock { $0.lastNumber } }
    /// The one refresh token that is good.
    var refresh: String { state.withLock { $0.refresh } }

    func reply(to request: ArrivedRequest) -> Reply {
        switch request.target {
        case "POST /oauth/validateAccess":
            // Good for a moment only, so every run has to renew it.
            return .response(#"{"access_expires_in":30,"refresh_expires_in":700000}"#)
        case "POST /oauth/token": return renew(request.body)
        default:
            let token = request.header("Authorization")?.replacing("Bearer ", with: "") ?? ""
            guard state.withLock({ $0.accessTokens.contains(token) }) else {
                return .response(#"{"error":"UNAUTHENTICATED","code":401}"#, status: "401 Unauthorized")
            }
            return .response(#"{"items":[],"paginationResponse":{"totalSize":0}}"#)
        }
    }

    private func renew(_ form: String) -> Reply {
        state.withLock { state in
            let token = form.split(separator: "&").last.map { $0.replacing("refresh_token=", with: "") } ?? ""
            guard token == state.refresh else {
                state.usedTwice.append(String(token))
                return .response(#"{"error":"invalid_grant"}"#, status: "400 Bad Request")
            }
            state.lastNumber += 1
            state.refresh = "refresh-\(state.lastNumber)"
            let access = "access-\(state.lastNumber)"
            state.accessTokens.insert(access)
            return .response(
                #"{"access_token":"\#(access)","refresh_token":"\#(state.refresh)","expires_in":30,"token_type":"Bearer"}"#
            )
        }
    }
}

@Suite("Processes that share their tokens")
struct TokenSharingTests {
    private static let pipeline = """
        version: 1
        name: holdings
        stages:
          subscriptions: { fetch: subscriptions }
          records: { parse: subscriptions, records: items, columns: { id: id } }
          out: { write: records, to: subscriptions.jsonl }

        """

    @Test("200 rounds of two processes lose no token and use none twice", .timeLimit(.minutes(15)))
    func twoProcesses() async throws {
        try await withWorkplace { place in
            let service = TokenService()
            let server = try ScriptedServer(reading: { service.reply(to: $0) })
            defer { server.stop() }
            try place.write("holdings.yaml", Self.pipeline)
            try place.writeConfiguration(service: server.address, access: "access-none", refresh: "refresh-0")
            for round in 1...200 {
                async let first = place.run(
                    "run", "holdings.yaml", "--config", "ion.json", "--state", "a", "--out", "a")
                async let second = place.run(
                    "run", "holdings.yaml", "--config", "ion.json", "--state", "b", "--out", "b")
                let endings = try await [first, second]
                #expect(endings.map(\.code) == [0, 0], "round \(round): \(endings.map(\.message))")
                let configuration = try place.json("ion.json")
                #expect(configuration["v3"]?["refresh_token"]?.string == service.refresh, "round \(round)")
                let attributes = try FileManager.default.attributesOfItem(atPath: place.path("ion.json"))
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            #expect(service.usedTwice == [])
            #expect(service.renewals >= 200)
        }
    }
}
