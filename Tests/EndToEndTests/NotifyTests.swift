import Formats
import Synchronization
import Testing

@Suite("Others hear how a run ended")
struct NotifyTests {
    /// A webhook on this machine, and what has come to it.
    private final class Hook: Sendable {
        let server: ScriptedServer
        private let bodies: Received

        private final class Received: Sendable {
            let all = Mutex<[(target: String, body: String)]>([])
        }

        init(status: String = "200 OK") throws {
            let bodies = Received()
            self.bodies = bodies
            server = try ScriptedServer(reading: { request in
                bodies.all.withLock { $0.append((request.target, request.body)) }
                return .response("", status: status)
            })
        }

        var received: [(target: String, body: String)] { bodies.all.withLock { $0 } }
    }

    private static func write(
        _ target: String, more: String = "", file: String = "charges.csv", in place: Workplace
    ) throws {
        try place.writeSmallBooks(
            price: 20,
            stages:
                "tell: { notify: \(target)\(more) }\nother: { read: \(file) }\nrows: { parse: other }\nrows_out: { write: rows, to: rows.csv }",
            rest: "secrets: { hook: { file: hook.txt } }\nhosts: [127.0.0.1]\n")
    }

    @Test("only a run that may have effects tells anybody, and what it would say is told otherwise")
    func effects() async throws {
        try await withWorkplace { place in
            let hook = try Hook()
            defer { hook.server.stop() }
            try Self.write("\(hook.server.address)/a/hook", in: place)
            let withheld = try await place.runSmallBooks()
            #expect(
                withheld.code == 0
                    && withheld.error.contains("tell: nothing was sent to 127.0.0.1; with --allow-effects"))
            let rehearsed = try await place.runSmallBooks("--allow-effects", "--dry-run")
            #expect(
                rehearsed.code == 0 && rehearsed.error.contains("tell: nothing was sent to 127.0.0.1. It would be: {"))
            #expect(hook.received.isEmpty)
            let sent = try await place.runSmallBooks("--allow-effects", "--json")
            #expect(sent.code == 0 && sent.error.contains("tell: told 127.0.0.1"), "\(sent.error)")
            #expect(hook.received.map(\.target) == ["POST /a/hook"])
            let body = try JSONValue(parsing: Array((hook.received.first?.body ?? "").utf8))
            #expect(
                body == [
                    "schema_version": .number("1"), "text": "small 2026-10: The books tie out.", "pipeline": "small",
                    "period": "2026-10", "exit_code": .number("0"), "verdict": "The books tie out.",
                    "breaks": ["tie_out": .number("0")], "directory": "out/small/2026-10",
                ])
            let result = try JSONValue(parsing: Array(sent.output.utf8))
            #expect(result["notifications"]?.array?.map { $0["outcome"]?.string } == ["sent"])
        }
    }

    @Test(
        "a notification that is not taken is told, and counts only where all else is clean",
        arguments: [("302 Found", 20, 69), ("404 Not Found", 20, 69), ("404 Not Found", 25, 3)]
            as [(String, Int, Int32)]
    )
    func refusals(_ status: String, _ price: Int, _ code: Int32) async throws {
        try await withWorkplace { place in
            let hook = try Hook(status: status)
            defer { hook.server.stop() }
            try Self.write("\(hook.server.address)/hook", in: place)
            try place.write(
                "held.csv",
                "id,customer,seats,price,currency,start\nS1,C1,1,10,EUR,2026-01-01\nS2,C2,1,\(price),EUR,2026-01-01\n")
            let ending = try await place.runSmallBooks("--allow-effects")
            #expect(ending.code == code, "\(ending.error)")
            #expect(
                ending.error.contains("tell: 127.0.0.1 was not told: it answered \(status.prefix(3))"),
                "\(ending.error)")
            #expect(hook.received.count == 1)
            #expect(try await place.run("verify", Workplace.smallSet).code == 0)
        }
    }

    @Test(
        "each occasion has its endings; a failure is told without what it says of rows",
        arguments: [
            (", on: ended", "missing.csv", 1), (", on: failed", "missing.csv", 1),
            (", on: published", "missing.csv", 0),
            (", on: failed", "charges.csv", 0), (", on: published", "charges.csv", 1),
            (", when: tie_out.breaks > 0", "charges.csv", 0), (", when: tie_out.breaks == 0", "charges.csv", 1),
            (", when: not params.go", "missing.csv", 0),
        ]
    )
    func occasions(_ more: String, _ file: String, _ count: Int) async throws {
        try await withWorkplace { place in
            let hook = try Hook()
            defer { hook.server.stop() }
            try Self.write("\(hook.server.address)/hook", more: more, file: file, in: place)
            let ending = try await place.runSmallBooks("--allow-effects")
            #expect(ending.code == (file == "charges.csv" ? 0 : 65), "\(ending.error)")
            #expect(hook.received.count == count)
            guard file == "missing.csv", let body = hook.received.first?.body else { return }
            #expect(
                body.contains(#""exit_code":65"#) && body.contains(#""directory":null"#) && !body.contains("missing"))
        }
    }

    @Test("an address that is a secret is found in a file that nobody else may read, and shown nowhere")
    func secrets() async throws {
        try await withWorkplace { place in
            let hook = try Hook()
            defer { hook.server.stop() }
            try Self.write("\"${secrets.hook}\"", in: place)
            let missing = try await place.runSmallBooks("--allow-effects")
            #expect(missing.code == 78 && missing.error.contains("secret \"hook\""), "\(missing.error)")
            let address = "\(hook.server.address)/services/T0PS3CR3T/more"
            try place.write("hook.txt", address + "\n", mode: 0o644)
            let open = try await place.runSmallBooks("--allow-effects")
            #expect(open.code == 78 && open.error.contains("chmod 600 hook.txt"), "\(open.error)")
            try place.write("hook.txt", "https://elsewhere.example.test/x\n", mode: 0o600)
            let elsewhere = try await place.runSmallBooks("--allow-effects")
            #expect(elsewhere.code == 78 && elsewhere.error.contains("`hosts` does not name"), "\(elsewhere.error)")
            #expect(!elsewhere.error.contains("elsewhere"))
            try place.write("hook.txt", address + "\n", mode: 0o600)
            let sent = try await place.runSmallBooks("--allow-effects", "--json", "--verbose")
            #expect(sent.code == 0 && hook.received.map(\.target) == ["POST /services/T0PS3CR3T/more"], "\(sent.error)")
            #expect(!(sent.error + sent.output).contains("T0PS3CR3T"))
        }
    }
}
