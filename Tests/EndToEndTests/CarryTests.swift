import Formats
import Foundation
import Testing

@Suite("Open items that are carried over")
struct CarryTests {
    /// Gives a test two months, of which September is closed.
    private static func withSeptember(
        _ change: (String) -> String = { $0 }, _ body: (Workplace) async throws -> Void
    ) async throws {
        try await withWorkplace { place in
            try place.writeTwoMonths(change)
            let ending = try await place.close("2026-09")
            #expect(ending.code == 0, "\(ending.error)")
            try await body(place)
        }
    }

    @Test("the first month has none before it, and says that T6 was not tested")
    func firstMonth() async throws {
        try await Self.withSeptember { place in
            let reason = "no set of 2026-08 is published beside this one"
            let ending = try await place.close("2026-09")
            #expect(ending.output.contains("not tested, T6: \(reason)"))
            #expect(try place.text(of: Workplace.september + "/junit.xml").contains(reason))
            #expect(try place.text(of: Workplace.september + "/summary.md").contains("Not tested, T6: \(reason)."))
            #expect(try !place.files(below: Workplace.september).contains("cleared-items.jsonl.gz"))
            #expect(
                try place.items("open-items.jsonl.gz", of: Workplace.september) == [
                    "S1 V1 10 NEW", "S2 V3 2 NEW", "S9 B1 5 NEW", "S5 S3 -14 NEW", "S6 S3 -14 NEW",
                ])
        }
    }

    @Test("what is taken back ends, on both sides, and what is not stays open")
    func takenBack() async throws {
        try await Self.withSeptember { place in
            let ending = try await place.close("2026-10")
            #expect(ending.code == 0, "\(ending.error)")
            #expect(
                ending.output.contains(
                    """
                    Open items, from 2026-09 to 2026-10, carried over since 2026-09
                                   items       amount
                      opening          5  EUR  -11.00
                      new              4  EUR   20.00
                      cleared          6  EUR    0.00
                      written off      0  EUR    0.00
                      -------------------------------
                      closing          3  EUR    9.00
                    """), "\(ending.output)")
            #expect(!ending.output.contains("not tested, T6"))
            #expect(
                try place.items("open-items.jsonl.gz") == ["S2 V3 2 NEW", "S2 V3 2 CARRIED", "S9 B1 5 CARRIED"])
            #expect(
                try place.items("cleared-items.jsonl.gz") == [
                    "S5 V6 14 NEW taken-back", "S6 V6 14 NEW taken-back", "S1 B6 -10 NEW taken-back",
                    "S1 V1 10 CARRIED taken-back", "S5 S1 -14 CARRIED taken-back", "S6 S1 -14 CARRIED taken-back",
                ])
            let verified = try await place.run("verify", Workplace.october)
            #expect(verified.code == 0, "\(verified.output)")
            #expect(verified.output.contains("5 + 4 − 6 − 0 = 3 items; EUR 9 open"))
            #expect(try place.text(of: Workplace.october + "/junit.xml").contains("name=\"T6 EUR: 9 = 9\""))
            #expect(
                try place.text(of: Workplace.october + "/summary.md").contains("| closing | 3 | EUR | 9.00 |"))
        }
    }

    @Test("a decision ends an item or says where it stands, and one about nothing is counted")
    func decisions() async throws {
        try await Self.withSeptember { place in
            let (unknown, dear) = (
                try place.item("S9", of: Workplace.september), try place.item("S2", of: Workplace.september)
            )
            try place.writeDecisions(["\(unknown),written-off,small", "\(dear),disputed,ticket 7", "ffff,cleared,"])
            let ending = try await place.close("2026-10")
            #expect(
                ending.output.contains("  decisions about what is not open: ffff"))
            #expect(ending.output.contains("  written off      1  EUR    5.00"))
            #expect(try place.items("open-items.jsonl.gz") == ["S2 V3 2 NEW", "S2 V3 2 DISPUTED"])
            #expect(try place.items("cleared-items.jsonl.gz").contains("S9 B1 5 CARRIED written-off"))
            #expect(try await place.run("verify", Workplace.october).code == 0)
        }
    }

    @Test("explain tells the items of a key with their names, also those that have ended and those of earlier months")
    func explained() async throws {
        try await Self.withSeptember { place in
            let (unknown, many) = (
                try place.item("S9", of: Workplace.september), try place.item("S1", of: Workplace.september)
            )
            try place.writeDecisions(["\(try place.item("S2", of: Workplace.september)),disputed,ticket 7"])
            _ = try await place.close("2026-10")
            let nobody = try await place.run("explain", "S9", "--run", Workplace.october)
            #expect(
                nobody.output == """
                    S9: no outcome in books 2026-10 (out/books/2026-10)

                    1 open item, with those that have ended:
                      \(unknown): tie_out B1 NO_SUBSCRIPTION of 2026-09, 5.00 EUR: open, carried over once

                    """)
            let dear = try await place.run("explain", "S2", "--run", Workplace.october)
            #expect(dear.output.contains("2 open items, with those that have ended:\n"))
            #expect(dear.output.contains(" of 2026-10, 2.00 EUR: open\n"))
            #expect(dear.output.contains(" of 2026-09, 2.00 EUR: disputed (ticket 7), carried over once\n"))
            let ended = try await place.run("explain", many, "--run", Workplace.october)
            #expect(ended.output.contains("\(many): tie_out V1 QTY_OVER of 2026-09, 10.00 EUR: taken back by "))
            #expect(try await place.run("explain", "S77", "--run", Workplace.october).code == 1)
        }
    }

    @Test("a month whose set is missing between two others ends the run")
    func gap() async throws {
        try await Self.withSeptember { place in
            try place.write("2026-11.csv", try place.text(of: "2026-10.csv"))
            let ending = try await place.close("2026-11", asOf: "2026-12-20")
            #expect(ending.code == 65)
            #expect(
                ending.error.contains(
                    "there is a set of 2026-09 in out/books, and none of 2026-10: what is open would be lost on the way. Close "
                        + "2026-10 first"), "\(ending.error)")
        }
    }

    @Test("a month that was closed without the stage begins the chain anew, and that is seen")
    func brokenChain() async throws {
        try await Self.withSeptember { place in
            try place.writeTwoMonths {
                $0.replacing("decisions: decisions }", with: "decisions: decisions, when: params.period > 2026-10 }")
            }
            let october = try await place.close("2026-10")
            #expect(october.output.contains("not tested, T6: stage \"carried\" was skipped: "), "\(october.output)")
            try place.write("2026-11.csv", try place.text(of: "2026-10.csv"))
            let november = try await place.close("2026-11", asOf: "2026-12-20")
            #expect(
                november.output.contains("from 2026-10 to 2026-11, carried over since 2026-10"), "\(november.error)")
        }
    }

    @Test("items of a leg that is gone stay open, and are told")
    func renamedLeg() async throws {
        try await Self.withSeptember { place in
            try place.writeTwoMonths { $0.replacing("tie_out", with: "tie") }
            let ending = try await place.close("2026-10")
            let note = "nothing can take back the items of legs that the pipeline does not have: tie_out"
            #expect(ending.output.contains(note), "\(ending.output)\(ending.error)")
            #expect(try place.items("open-items.jsonl.gz").count == 9)
            #expect(try await place.run("verify", Workplace.october).code == 0)
        }
    }

    @Test("amounts beyond what can be added end the run, with the months and the stage")
    func overflow() async throws {
        try await withWorkplace { place in
            try place.writeTwoMonths()
            let row = "S9,K,renew,2026-09-01,2026-09-30,1,100000000000000000000,EUR\n"
            try place.write("2026-09.csv", "id,sku,type,start,last_day,seats,amount,currency\n" + row)
            try place.write("2026-10.csv", "id,sku,type,start,last_day,seats,amount,currency\n" + row)
            _ = try await place.close("2026-09")
            let ending = try await place.close("2026-10")
            #expect(ending.code == 65)
            #expect(
                ending.error.contains("stage \"carried\": the open items of 2026-09 and 2026-10 cannot be added: "),
                "\(ending.error)")
        }
    }

    @Test("where nothing is reconciled, what was open stays open")
    func skippedLeg() async throws {
        try await Self.withSeptember { place in
            try place.writeTwoMonths {
                $0.replacing("    cutoff_days: 2", with: "    cutoff_days: 2\n    when: params.period < 2026-10")
            }
            let ending = try await place.close("2026-10")
            #expect(ending.output.contains("  closing          5  EUR  -11.00"), "\(ending.output)\(ending.error)")
            #expect(try place.items("open-items.jsonl.gz").count == 5)
            #expect(try place.items("cleared-items.jsonl.gz") == [])
            #expect(try place.rows(of: Workplace.october + "/breaks.csv.gz") == [])
            let verified = try await place.run("verify", Workplace.october)
            #expect(verified.code == 0, "\(verified.output)")
        }
    }

    @Test("a third month carries on what the second did")
    func thirdMonth() async throws {
        try await Self.withSeptember { place in
            _ = try await place.close("2026-10")
            let heading = "id,sku,type,start,last_day,seats,amount,currency\n"
            try place.write(
                "2026-11.csv",
                heading + "S1,K,renew,2026-11-01,2026-11-30,3,30.00,EUR\nS2,K,renew,2026-11-01,2026-11-30,1,10.00,EUR\n"
                    + "S6,K,renew,2026-11-29,2026-12-28,2,14.00,EUR\nS9,K,correction,2026-09-01,2026-09-30,-1,-5.00,EUR\n"
            )
            let ending = try await place.close("2026-11", asOf: "2026-12-20")
            #expect(ending.code == 0, "\(ending.error)")
            #expect(ending.output.contains("Open items, from 2026-10 to 2026-11, carried over since 2026-09"))
            let november = "out/books/2026-11"
            #expect(
                try place.items("open-items.jsonl.gz", of: november) == ["S2 V3 2 CARRIED", "S2 V3 2 CARRIED"])
            #expect(
                try place.items("cleared-items.jsonl.gz", of: november) == [
                    "S9 B7 -5 NEW taken-back", "S9 B1 5 CARRIED taken-back",
                ])
            #expect(try await place.run("verify", november).code == 0)
        }
    }

    @Test("the bytes are the same in every run, and with a limit of memory")
    func sameBytes() async throws {
        try await Self.withSeptember { place in
            let (first, second) = (try await place.close("2026-10"), try await place.close("2026-10", "--jobs", "1"))
            let limited = try await place.close("2026-10", "--memory-limit", "64MB", "--out", "limited")
            #expect(limited.code == 0 && limited.output.contains("not tested, T6"))
            try FileManager.default.copyItem(
                atPath: place.path(Workplace.september), toPath: place.path("limited/books/2026-09"))
            _ = try await place.close("2026-10", "--memory-limit", "64MB", "--out", "limited")
            #expect(first.output == second.output)
            let manifests = try ["out", "limited"].map { try place.text(of: "\($0)/books/2026-10/manifest.json") }
            #expect(manifests[0] == manifests[1])
            #expect(manifests[0].contains("\"name\": \"2026-09/open-items.jsonl.gz\""))
        }
    }

    @Test("a directory may be named instead, and must then be there")
    func directory() async throws {
        try await withWorkplace { place in
            try place.writeTwoMonths()
            _ = try await place.close("2026-09")
            try place.writeTwoMonths { $0.replacing("carry: last-month", with: "carry: kept") }
            let missing = try await place.close("2026-10")
            #expect(missing.code == 65)
            #expect(missing.error.contains("stage \"carried\": there is no directory kept; name the directory"))
            try FileManager.default.moveItem(atPath: place.path(Workplace.september), toPath: place.path("kept"))
            let ending = try await place.close("2026-10")
            #expect(ending.code == 0 && ending.output.contains("Open items, from 2026-09 to 2026-10"))
        }
    }

    @Test("a set that is not final, not the month before or not as it was published is not carried on")
    func unfitSets() async throws {
        try await Self.withSeptember { place in
            try place.copy("out", to: "kept")
            for unfit in Unfit.all {
                try await unfit.make(place)
                let ending = try await place.close("2026-10")
                #expect(ending.code == 65, "\(unfit.name): \(ending.output)")
                #expect(ending.error.contains("stage \"carried\": \(unfit.fault)"), "\(unfit.name): \(ending.error)")
                #expect(try !place.files(below: "out/books").contains { $0.hasPrefix("2026-10/") }, "\(unfit.name)")
                try FileManager.default.removeItem(atPath: place.path("out"))
                try place.copy("kept", to: "out")
            }
        }
    }

    /// A set of September that cannot be carried on, and what is said of it.
    struct Unfit: Sendable {
        let name: String
        let fault: String
        let make: @Sendable (Workplace) async throws -> Void

        private static let set = Workplace.september

        static let all: [Unfit] = [
            Unfit(
                name: "provisional",
                fault:
                    "the set of 2026-09 in \(set) is provisional: its bill is final from 2026-10-08 on. Close that month"
            ) { _ = try await $0.close("2026-09", asOf: "2026-10-02") },
            Unfit(
                name: "of another month",
                fault: "\(set) is the set of books 2026-08, and what is carried over is that of books 2026-09"
            ) { place in
                try place.write("2026-08.csv", try place.text(of: "2026-09.csv"))
                _ = try await place.close("2026-08")
                try FileManager.default.removeItem(atPath: place.path(set))
                try FileManager.default.moveItem(
                    atPath: place.path("out/books/2026-08"), toPath: place.path(set))
            },
            Unfit(
                name: "with a changed amount",
                fault: "\(set) cannot be carried on: open-items.jsonl.gz, bytes: are not those of the manifest"
            ) { place in
                try Forgery(place: place, set: set).editText("open-items.jsonl.gz") {
                    $0 = $0.replacing("\"amount\":\"10\"", with: "\"amount\":\"100000\"")
                }
            },
            Unfit(
                name: "with a changed amount and a manifest that fits it, but for its own digest",
                fault: "\(set) cannot be carried on: manifest.json, manifest_sha256: is not that of the rest"
            ) { place in
                let forgery = Forgery(place: place, set: set)
                try forgery.editText("open-items.jsonl.gz") { $0 = $0.replacing("\"10\"", with: "\"11\"") }
                try forgery.reseal()
                try forgery.editText("manifest.json") {
                    $0 = $0.replacing("\"version\": \"0", with: "\"version\": \"9")
                }
            },
            Unfit(
                name: "without open items",
                fault: "\(set) cannot be carried on: open-items.jsonl.gz: is missing; the manifest names it"
            ) { try Forgery(place: $0, set: set).remove("open-items.jsonl.gz") },
            Unfit(
                name: "with an item that stands there twice",
                fault: "\(set) cannot be carried on: open-items.jsonl.gz, row 6, item: stands there twice"
            ) { place in
                let forgery = Forgery(place: place, set: set)
                try forgery.editText("open-items.jsonl.gz") { text in
                    text += text.split(separator: "\n").prefix(1).joined() + "\n"
                }
                try forgery.reseal()
            },
            Unfit(
                name: "with an item that has no amount",
                fault: "\(set) cannot be carried on: open-items.jsonl.gz, row 1, amount: is no number: found ten"
            ) { place in
                let forgery = Forgery(place: place, set: set)
                try forgery.editText("open-items.jsonl.gz") { $0 = $0.replacing("\"10\"", with: "\"ten\"") }
                try forgery.reseal()
            },
        ]
    }

    private static let faultyRows = [
        (["x,paid,"], "row 1 of the decisions: \"paid\" is none of cleared, written-off, disputed, credit-expected"),
        (["x,cleared,", " ,cleared,"], "row 2 of the decisions: names no item"),
        (
            ["x,cleared,", "x,disputed,"],
            "row 2 of the decisions: item x stands in a row before, where it is cleared, and disputed in this one"
        ),
        (
            ["x,cleared,a", " x ,cleared,b"],
            "row 2 of the decisions: item x stands in a row before, where it has another note"
        ),
    ]

    @Test("decisions that cannot be understood end the run")
    func faultyDecisions() async throws {
        try await Self.withSeptember { place in
            for (rows, fault) in Self.faultyRows {
                try place.writeDecisions(rows)
                let ending = try await place.close("2026-10")
                #expect(ending.code == 65 && ending.error.contains("stage \"carried\": \(fault)"), "\(ending.error)")
            }
        }
    }

    @Test("a forged roll-forward is told from the run's")
    func forged() async throws {
        try await Self.withSeptember { place in
            try place.writeDecisions(["\(try place.item("S9", of: Workplace.september)),written-off,small"])
            _ = try await place.close("2026-10")
            for (name, file, text, other, fault) in Self.forgeries {
                let set = "forged/\(name)"
                try place.copy(Workplace.october, to: set)
                let forgery = Forgery(place: place, set: set)
                try forgery.editText(file) { whole in
                    #expect(whole.contains(text), "\(name)")
                    whole = whole.replacing(text, with: other, maxReplacements: 1)
                }
                try forgery.reseal()
                let ending = try await place.run("verify", set)
                #expect(ending.code == 1 && ending.output.contains(fault), "\(name): \(ending.output)")
            }
        }
    }

    private static let (open, ended) = ("open-items.jsonl.gz", "cleared-items.jsonl.gz")
    private static let forgeries = [
        (
            "less was carried over", open,
            "\"amount\":\"2\",\"expected_currency\":null,\"expected_amount\":null,\"status\":\"CARRIED\"",
            "\"amount\":\"1\",\"expected_currency\":null,\"expected_amount\":null,\"status\":\"CARRIED\"",
            "summary.json, roll_forward.opening EUR: the files come to another sum: expected -11, found -12"
        ),
        (
            "an old item is new", open, "\"CARRIED\",\"carried\":1", "\"NEW\",\"carried\":1",
            "status: is not that of an item that was carried over"
        ),
        (
            "of a later month", open, "\"period\":\"2026-09\"", "\"period\":\"2026-11\"",
            "period: is not before the set's"
        ),
        (
            "written off, not cleared", ended, "\"ending\":\"written-off\"", "\"ending\":\"cleared\"",
            "summary.json, roll_forward.cleared: items: the files have others"
        ),
        (
            "taken back by nobody", ended, "\"taken_back_by\":\"", "\"taken_back_by\":\"0",
            "taken_back_by: is no item that takes this one back"
        ),
        (
            "ended somehow", ended, "\"ending\":\"taken-back\"", "\"ending\":\"gone\"",
            "ending: is no way for an item to end"
        ),
        (
            "another closing", "summary.json", "\"EUR\": \"4.00\"", "\"EUR\": \"3.00\"",
            "summary.json, roll_forward.closing EUR"
        ),
        (
            "another month before", "summary.json", "\"from\": \"2026-09\"", "\"from\": \"2026-08\"",
            "roll_forward.from: is not the month before"
        ),
    ]

    @Test("a new break that is dropped from both lists is missed")
    func dropped() async throws {
        try await Self.withSeptember { place in
            _ = try await place.close("2026-10")
            let forgery = Forgery(place: place, set: Workplace.october)
            for name in [Self.open, Self.ended] {
                try forgery.editText(name) { text in
                    text = text.split(separator: "\n").dropFirst().map { $0 + "\n" }.joined()
                }
                try forgery.reseal()
                let ending = try await place.run("verify", Workplace.october)
                #expect(ending.code == 1 && ending.output.contains("FAILS  open items"), "\(name): \(ending.output)")
            }
        }
    }

    @Test("a carried item that is dropped, or the whole roll-forward, is missed")
    func droppedOld() async throws {
        try await Self.withSeptember { place in
            _ = try await place.close("2026-10")
            let forgery = Forgery(place: place, set: Workplace.october)
            // S9's, with all sums made right.
            try forgery.editText(Self.open) { text in
                text = text.split(separator: "\n").filter { !$0.contains("\"S9\"") }.map { $0 + "\n" }.joined()
            }
            try forgery.editText("summary.json") { text in
                for (one, other) in [("-11.00", "-16.00"), ("\"9.00\"", "\"4.00\""), ("\"9\"", "\"4\"")] {
                    text = text.replacing(one, with: other)
                }
                text = text.replacing("\"items\": 5", with: "\"items\": 4").replacing(
                    "\"items\": 3", with: "\"items\": 2")
                text = text.replacing("\"3\"", with: "\"2\"")
            }
            try forgery.editText("summary.md") { text in
                text = text.replacing("| 5 | EUR | -11.00", with: "| 4 | EUR | -16.00")
                text = text.replacing("| 3 | EUR | 9.00", with: "| 2 | EUR | 4.00")
            }
            try forgery.reseal()
            let ending = try await place.run("verify", Workplace.october)
            #expect(ending.code == 1)
            #expect(
                ending.output.contains(
                    "manifest.json, inputs, 2026-09/open-items.jsonl.gz: items: those that were carried or have ended are others: "
                        + "expected 4, found 5"), "\(ending.output)")
        }
    }

    @Test("a pipeline's own tests may give what was open before")
    func given() async throws {
        try await withWorkplace { place in
            try place.writeTwoMonths { text in
                text + """
                    tests:
                      - name: a credit takes back
                        as_of: 2026-12-01
                        given: { carried: { file: before.jsonl }, report: { file: 2026-10.csv }, list: { file: held.csv }, decided: { file: decisions.csv } }
                        expect: { exit: 0, breaks: { tie_out: 4 } }
                      - name: a file that is none
                        as_of: 2026-12-01
                        given: { carried: { file: held.csv }, report: { file: 2026-10.csv }, list: { file: held.csv }, decided: { file: decisions.csv } }
                        expect: { exit: 65 }

                    """
            }
            _ = try await place.close("2026-09")
            try place.write("before.jsonl", try place.expanded(Workplace.september + "/open-items.jsonl.gz"))
            let ending = try await place.run("test", "books.yaml")
            #expect(ending.code == 0, "\(ending.output)\(ending.error)")
        }
    }
}
