import Publication
import Records
import Runner
import Streaming

/// `crossfoot clean`: removes what runs have left behind and nothing needs any more.
enum CleanCommand {
    static let definition = CommandDefinition(
        name: "clean",
        summary: "Removes what was fetched and is not needed any more, and what killed runs have left behind.",
        operands: [],
        flags: [
            Flag(name: "state", value: "DIR", summary: "where fetched files and locks lie (.crossfoot)"),
            Flag(
                name: "older-than", value: "TIME", summary: "forget what was fetched or published before, such as 90d"),
            Flag(
                name: "max-size", value: "SIZE",
                summary: "forget the oldest until no more is left, such as 500MB or 2GB"),
            Flag(name: "dry-run", value: nil, summary: "only say what would be removed"),
        ],
        examples: [
            ("crossfoot clean --dry-run", "see what is not needed any more"),
            ("crossfoot clean --older-than 90d --max-size 2GB", "keep what this quarter needs, and little else"),
        ],
        notes: """
            Published sets are never touched. A set that is forgotten is still good, and `crossfoot verify` still proves
            it; only `crossfoot explain` can no longer read its rows. Rejects that a failed run has kept go too.

            Exit codes: 0 done · 1 something cannot be removed · 64 usage · 75 a run is under way
            """,
        run: run
    )

    private static func run(_ arguments: Arguments) async -> ExitCode {
        do {
            let state = arguments.value("state") ?? ".crossfoot"
            let age = try arguments.seconds("older-than")
            let limits = StoreCleaning.Limits(
                size: try arguments.bytes("max-size"), since: age.map { WallClock.secondsSinceEpoch - $0 })
            let isDryRun = arguments.has("dry-run")
            for state in [state, state + "/sandbox"] where Directory.exists(state) {
                try clean(state, limits, isDryRun: isDryRun)
            }
            return .clean
        } catch let error as OutputFault {
            if let reason = error.reason { Terminal.error.writeMessage("crossfoot clean: \(reason)\n") }
            return .stageFailed
        } catch let error as StreamingError where error.code == .locked {
            Terminal.error.writeMessage("crossfoot clean: a run is under way: \(error); clean when it has ended\n")
            return .locked
        } catch {
            return CommandFailure.tell(error, of: "clean")
        }
    }

    private static func clean(_ state: String, _ limits: StoreCleaning.Limits, isDryRun: Bool) throws {
        let lock = try StoreLock(alone: state)
        defer { withExtendedLifetime(lock) {} }
        let leftovers = try RunDirectory.leftovers(state: state)
        let outcome = try StoreCleaning(state: state, limits: limits).run(isDryRun: isDryRun)
        if !isDryRun { for leftover in leftovers { try Directory.removeTree(leftover.path) } }
        var words = outcome.words(isDryRun: isDryRun)
        if !leftovers.isEmpty {
            let verb = isDryRun ? "would be removed" : "removed"
            words += "; directories of \(leftovers.count) unfinished runs \(verb)"
        }
        try Terminal.output.writeWhole(Array("\(state): \(words)\n".printable(keepsNewlines: true).utf8))
    }
}
