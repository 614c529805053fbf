import Formats
import Testing

@Suite("The command line")
struct CommandLineTests {
    /// A command line that does not fit, and what is said of it.
    struct Misuse: CustomTestStringConvertible, Sendable {
        let words: [String]
        let message: String

        var testDescription: String { "crossfoot " + words.joined(separator: " ") }
    }

    private static let flags =
        "--param, --config, --sandbox, --out, --state, --as-of, --jobs, --memory-limit, --against, --resume, "
        + "--force, --max-age, --store-limit, --keep-going, --timeout, --allow-effects, --dry-run, "
        + "--verbose, --json, --log-format, --metrics, --fixtures, --scale, --seed, --fault"

    private static func run(_ words: String..., says message: String) -> Misuse {
        Misuse(words: ["run"] + words, message: "crossfoot run: \(message)\nTry: crossfoot help run\n")
    }

    private static func limit(_ size: String) -> Misuse {
        run(
            "a.yaml", "--memory-limit", size,
            says: "--memory-limit must be a whole number of MB or GB, such as 64MB, not \"\(size)\"")
    }

    static let misuses = [
        Misuse(
            words: ["frob"],
            message:
                "crossfoot: there is no command \"frob\"; there are run, plan, lint, test, graph, init, schema, verify, explain, read, clean, sandbox, history, effects, api, completions, man\nTry: crossfoot help\n"
        ),
        Misuse(
            words: ["help", "frob"],
            message:
                "crossfoot: there is no command \"frob\"; there are run, plan, lint, test, graph, init, schema, verify, explain, read, clean, sandbox, history, effects, api, completions, man\nTry: crossfoot help\n"
        ),
        run(says: "expects PIPELINE besides flags, got nothing"),
        run("a.yaml", "b.yaml", says: "expects PIPELINE besides flags, got a.yaml b.yaml"),
        run("a.yaml", "--bogus", says: "there is no flag --bogus; there are \(flags)"),
        run("a.yaml", "-x", says: "there is no flag -x; there are \(flags)"),
        run("a.yaml", "--param", says: "--param needs a value: --param NAME=VALUE"),
        run("a.yaml", "--param", "period", says: "--param wants NAME=VALUE, not \"period\""),
        run("a.yaml", "--param", "=2026-10", says: "--param wants NAME=VALUE, not \"=2026-10\""),
        run("a.yaml", "--as-of", "2026-1-1", says: "--as-of wants a date such as 2026-11-02, not \"2026-1-1\""),
        run("a.yaml", "--as-of", "2026-02-29", says: "--as-of wants a date such as 2026-11-02, not \"2026-02-29\""),
        run("a.yaml", "--jobs", "0", says: "--jobs must be a whole number from 1 to 64, not \"0\""),
        run("a.yaml", "--jobs", "two", says: "--jobs must be a whole number from 1 to 64, not \"two\""),
        limit("64"), limit("64M"), limit("0MB"), limit("-1MB"), limit("1.5GB"), limit("MB"), limit("64 MB"),
        limit("99999999999999999999GB"), limit(""),
        run("a.yaml", "--json=yes", says: "--json takes no value"),
        run("a.yaml", "--json", "--json", says: "--json is given twice"),
        run(
            "a.yaml",
            "--sandbox",
            "--config",
            "ion.json",
            says: "--sandbox has its own credentials; leave out --config"
        ),
        run("a.yaml", "--fault", "GET *: reset", says: "--fault is for a sandbox; give --sandbox too"),
        Misuse(
            words: ["sandbox", "--fault", "GET /: explode"],
            message:
                "crossfoot sandbox: cannot read the fault rule \"GET /: explode\": there is no action \"explode\". "
                + "A rule is 'METHOD PATH-PATTERN: ACTION[, ACTION…]'; actions are 200…599, retry-after N, "
                + "retry-after \"DATE\", slow N, truncate N, reset, reset N, content-type \"TEXT\", body \"TEXT\", "
                + "expire-token, endless, repeat, gzip, bomb, stall, drop-response, late N; and after N, xN. Rules with a "
                + "name are generate-late, generate-refused, generate-unanswered\n"
                + "Try: crossfoot help sandbox\n"
        ),
        Misuse(
            words: ["sandbox", "--port", "99999"],
            message: "crossfoot sandbox: --port must be a whole number from 0 to 65535, not \"99999\"\n"
                + "Try: crossfoot help sandbox\n"
        ),
    ]

    @Test("misuse ends with 64, one line that says what is wrong, and one that says where to look", arguments: misuses)
    func misuse(_ misuse: Misuse) async throws {
        try await withWorkplace { place in
            let ending = try await place.run(misuse.words)
            #expect(ending.code == 64)
            #expect(ending.error == misuse.message)
            #expect(ending.output == "")
            #expect(try place.files(below: ".crossfoot") == [])
        }
    }

    @Test("without a command the overview goes to standard error; asked for, to standard output")
    func overview() async throws {
        try await withWorkplace { place in
            let bare = try await place.run()
            #expect(bare.code == 64 && bare.output == "")
            try Golden.check(bare.error, "help.txt")
            for word in ["help", "--help", "-h"] {
                let asked = try await place.run(word)
                #expect(asked.code == 0 && asked.error == "")
                #expect(asked.output == bare.error)
            }
        }
    }

    @Test("a command's help is the same however it is asked for")
    func commandHelp() async throws {
        try await withWorkplace { place in
            let help = try await place.run("help", "run")
            #expect(help.code == 0 && help.error == "")
            try Golden.check(help.output, "help-run.txt")
            for words in [["run", "--help"], ["run", "-h"], ["run", "a.yaml", "--bogus", "--help"]] {
                #expect(try await place.run(words).output == help.output)
            }
        }
    }

    @Test("--version is one line")
    func version() async throws {
        try await withWorkplace { place in
            let ending = try await place.run("--version")
            #expect(ending.code == 0 && ending.error == "")
            #expect(ending.output.wholeMatch(of: /crossfoot \d+\.\d+\.\d+\n/) != nil)
        }
    }

    @Test("--json prints the exit code, the directory, the files and the summary, and nothing else")
    func resultAsJSON() async throws {
        try await withWorkplace { place in
            let ending = try await place.runMonthEnd("--json")
            #expect(ending.code == 3)
            let result = try JSONValue(parsing: Array(ending.output.utf8))
            #expect(result["exit_code"] == 3)
            #expect(result["directory"]?.string == Workplace.sandboxSet)
            let files = result["files"]?.array?.compactMap(\.string)
            #expect(files == (try place.files(below: Workplace.sandboxSet)))
            #expect(result["summary"] == (try place.json(Workplace.sandboxSet + "/summary.json")))
        }
    }
}
