import Formats
import Foundation
import Testing

@Suite("Sources that are held against those of an earlier set")
struct AgainstTests {
    /// Gives a test a month that is closed, and whose set is kept in `kept`.
    private static func withKeptSet(asOf day: String = "2026-12-01", _ body: (Workplace) async throws -> Void)
        async throws
    {
        try await withWorkplace { place in
            try place.writeTwoMonths()
            _ = try await place.close("2026-09", asOf: day)
            try place.copy(Workplace.september, to: "kept")
            try await body(place)
        }
    }

    private static func change(_ name: String, in place: Workplace) throws {
        try place.write(name, try place.text(of: name) + "S7,K,renew,2026-09-01,2026-09-30,1,5.00,EUR\n")
    }

    @Test("what has not changed is said to be so")
    func unchanged() async throws {
        try await Self.withKeptSet { place in
            let ending = try await place.close("2026-09", "--against", "kept")
            #expect(ending.code == 0, "\(ending.error)")
            #expect(ending.output.contains(": 3 inputs unchanged, 0 changed\n"))
            #expect(!ending.output.contains("not tested, D5"))
            let summary = try place.json(Workplace.september + "/summary.json")
            #expect(summary["source_changes"]?["holds"] == true)
            #expect(try await place.run("verify", Workplace.september).code == 0)
        }
    }

    @Test("a source that has changed since a final set is a break, whatever the gates say")
    func changed() async throws {
        try await Self.withKeptSet { place in
            try Self.change("2026-09.csv", in: place)
            let ending = try await place.close("2026-09", "--against", "kept")
            #expect(ending.code == 3)
            #expect(ending.output.contains(": 2 inputs unchanged, 1 changed\n  2026-09.csv: content was "))
            #expect(ending.output.contains("The books do not tie out: 1 source is not what it was (D5)."))
            #expect(
                try place.text(of: Workplace.september + "/junit.xml").contains(
                    "<failure message=\"2026-09.csv: content"))
            let verified = try await place.run("verify", Workplace.september)
            #expect(verified.code == 0, "\(verified.output)")
            #expect(verified.output.contains("2 inputs are said to be what they were, and 1 are not"))
        }
    }

    @Test("a set that was changed since it was published proves nothing")
    func changedSet() async throws {
        try await Self.withKeptSet { place in
            let forgery = Forgery(place: place, set: "kept")
            try forgery.editText("summary.json") {
                $0 = $0.replacing("\"provisional\": false", with: "\"provisional\": true")
            }
            let ending = try await place.close("2026-09", "--against", "kept")
            #expect(ending.code == 65 && ending.error.contains("--against kept: summary.json, "), "\(ending.error)")
        }
    }

    @Test("where a source has changed, no invoices are ordered")
    func orders() async throws {
        try await withWorkplace { place in
            let sandbox = try await place.startSandbox([])
            let words = try place.generationRun()
            _ = try await place.run(words)
            try place.copy("out/orders/2026-10", to: "kept")
            try place.write("charges.csv", "subscription,amount,currency\nS-1,10.000,EUR\n")
            let changed = try await place.run(words + ["--allow-effects", "--against", "kept"])
            #expect(changed.code == 3, "\(changed.error)")
            #expect(
                changed.output.contains("orders: skipped: 1 source is not what it was (D5); nothing was ordered"),
                "\(changed.output)")
            let (none, same) = (try await place.effectStates(), try place.generationRun())
            #expect(none == [])
            let ordered = try await place.run(same + ["--allow-effects", "--against", "kept"])
            let states = try await place.effectStates()
            #expect(ordered.code == 0 && states == ["done"], "\(ordered.output)\(ordered.error)")
            _ = try await sandbox.stop()
        }
    }

    @Test("what a provisional set had read was to change")
    func provisional() async throws {
        try await Self.withKeptSet(asOf: "2026-10-02") { place in
            try Self.change("2026-09.csv", in: place)
            let ending = try await place.close("2026-09", "--against", "kept")
            #expect(ending.code == 0, "\(ending.output)")
            #expect(ending.output.contains(", which was provisional: 2 inputs unchanged, 1 changed"))
            #expect(try await place.run("verify", Workplace.september).code == 0)
        }
    }

    @Test("an input that is new, and one that is gone, have changed")
    func others() async throws {
        try await Self.withKeptSet { place in
            try place.writeTwoMonths { $0.replacing("read: held.csv", with: "read: other.csv") }
            try place.write("other.csv", try place.text(of: "held.csv"))
            let ending = try await place.close("2026-09", "--against", "kept")
            #expect(ending.code == 3)
            #expect(
                ending.output.contains("  other.csv: the earlier run had none\n  held.csv: is no more among the inputs")
            )
            #expect(ending.output.contains("2 sources are not what they were (D5)"))
            #expect(try await place.run("verify", Workplace.september).code == 0)
        }
    }

    @Test("only a set of the same pipeline and period can be compared")
    func otherSets() async throws {
        try await Self.withKeptSet { place in
            let other = try await place.close("2026-10", "--against", "kept")
            #expect(other.code == 65)
            #expect(
                other.error.contains(
                    "--against kept: that is the set of books 2026-09, and this run is books 2026-10; only the sources of one "
                        + "period can be compared"))
            let none = try await place.close("2026-09", "--against", "nowhere")
            #expect(none.code == 65 && none.error.contains("--against nowhere: there is no directory nowhere"))
        }
    }

    private static let forgeries = [
        ("\"after\": \"", "\"after\": \"0", "source_changes, 2026-09.csv: is not the manifest's"),
        ("\"unchanged\": 2", "\"unchanged\": 3", "source_changes.unchanged: inputs: the manifest has others"),
        (
            "\"against_provisional\": false", "\"against_provisional\": true",
            "source_changes.holds: is not what the changes say"
        ),
    ]

    @Test("a forged comparison is told from the run's")
    func forged() async throws {
        try await Self.withKeptSet { place in
            try Self.change("2026-09.csv", in: place)
            _ = try await place.close("2026-09", "--against", "kept")
            for (number, (text, other, fault)) in Self.forgeries.enumerated() {
                let set = "forged/\(number)"
                try place.copy(Workplace.september, to: set)
                let forgery = Forgery(place: place, set: set)
                try forgery.editText("summary.json") { $0 = $0.replacing(text, with: other) }
                try forgery.reseal()
                let ending = try await place.run("verify", set)
                #expect(ending.code == 1 && ending.output.contains(fault), "\(ending.output)")
            }
        }
    }
}
