import Formats
import Testing

@Suite("Stages run when their conditions say so, and wait for nothing else")
struct ConditionTests {
    private static let stages = """
        copy: { write: charges, to: copy.csv.gz, when: CONDITION }
        """

    @Test(
        "a stage whose condition is false is skipped, and says why",
        arguments: [
            ("tie_out.breaks == 0", "tie_out.breaks == 0 is false: tie_out.breaks is 1"),
            ("tie_out.breaks == 1", nil),
            ("tie_out.matches == 1 and tie_out.outcomes == 2", nil),
            (
                "charges.records > 2 or charges.rejects > 0",
                "charges.records > 2 is false: charges.records is 2; charges.rejects > 0 is false: charges.rejects is 0"
            ),
            ("params.go", nil),
            ("not params.go", "not params.go is false: params.go is true"),
            ("params.period >= 2026-11", "params.period >= 2026-11 is false: params.period is 2026-10"),
        ] as [(String, String?)]
    )
    func conditions(_ condition: String, _ reason: String?) async throws {
        try await withWorkplace { place in
            try place.writeSmallBooks(stages: Self.stages.replacing("CONDITION", with: condition))
            let ending = try await place.runSmallBooks()
            #expect(ending.code == 3, "\(ending.error)")
            #expect(try place.smallFiles().contains("copy.csv.gz") == (reason == nil))
            #expect(try await place.run("verify", Workplace.smallSet).code == 0)
            let skipped = try place.json(Workplace.smallSet + "/summary.json")["skipped"]?.array ?? []
            #expect(skipped.map { $0["reason"]?.string } == [reason].compactMap(\.self))
            guard let reason else { return }
            #expect(ending.errorLines.contains("copy: skipped: \(reason)"), "\(ending.error)")
            #expect(ending.output.contains("copy: skipped: \(reason)"))
            #expect(try place.text(of: Workplace.smallSet + "/summary.md").contains("Skipped:\n\n- copy: "))
        }
    }

    @Test("what takes from a stage that is skipped is skipped too, and nothing waits for it")
    func cascade() async throws {
        try await withWorkplace { place in
            try place.writeSmallBooks(
                stages: """
                    more: { read: missing.csv, when: tie_out.breaks == 0 }
                    more_rows: { parse: more }
                    more_out: { write: more_rows, to: more.csv.gz }
                    after: { write: charges, to: after.csv.gz, needs: [more_out] }
                    counted: { write: charges, to: counted.csv.gz, when: more_rows.records == 0 }
                    ended: { write: charges, to: ended.csv.gz, needs: [tie_out] }
                    """)
            let ending = try await place.runSmallBooks()
            #expect(ending.code == 3, "\(ending.error)")
            let lines = [
                "more: skipped: tie_out.breaks == 0 is false: tie_out.breaks is 1",
                "more_rows: skipped: its input \"more\" was skipped",
                "more_out: skipped: its input \"more_rows\" was skipped",
                "after: skipped: stage \"more_out\", which it needs, was skipped",
                "counted: skipped: more_rows.records == 0 cannot be told, since \"more_rows\" was skipped",
            ]
            for line in lines { #expect(ending.errorLines.contains(line), "\(ending.error)") }
            #expect(ending.errorLines.filter { $0.contains("skipped:") }.count == lines.count)
            #expect(try place.smallFiles().contains("ended.csv.gz"))
        }
    }

    @Test("a local file is digested also when the only stage that would read it is skipped")
    func unread() async throws {
        try await withWorkplace { place in
            try place.writeSmallBooks(
                stages: """
                    extra: { read: held.csv }
                    extra_rows: { parse: extra, when: not params.go }
                    extra_out: { write: extra_rows, to: extra.csv.gz }
                    """)
            #expect(try await place.runSmallBooks().code == 3)
            let inputs = try place.json(Workplace.smallSet + "/manifest.json")["inputs"]?.array
            #expect(inputs?.count == 3)
        }
    }

    /// A parse stage holds few batches; one that could only send on would wait for a taker that waits for the end of another
    /// taker's work on the same records.
    @Test("a stage that waits for what is made of its own records gets them all", arguments: [1, 4])
    func sameRecords(_ jobs: Int) async throws {
        try await withWorkplace { place in
            try place.writeSmallBooks(
                stages: """
                    plain: { write: charges, to: plain.csv.gz }
                    late: { write: charges, to: late.csv.gz, when: tie_out.breaks > 0 }
                    later: { write: charges, to: later.csv.gz, needs: [late] }
                    never: { write: charges, to: never.csv.gz, when: tie_out.breaks < 0 }
                    again:
                      reconcile: { charges: charges, entitlements: held }
                      period: ${params.period}
                      match: [[customer]]
                      when: tie_out.breaks > 0
                    """)
            let rows = (0..<40_000).map { "S\($0),C\($0),1,10,EUR,2026-10-01,2026-11-01\n" }
            try place.write("charges.csv", Workplace.chargeHeading + rows.joined())
            #expect(try await place.runSmallBooks("--jobs", "\(jobs)").code == 3)
            let plain = try place.bytes(of: Workplace.smallSet + "/plain.csv.gz")
            #expect(try place.bytes(of: Workplace.smallSet + "/late.csv.gz") == plain)
            #expect(try place.bytes(of: Workplace.smallSet + "/later.csv.gz") == plain)
            #expect(try !place.smallFiles().contains("never.csv.gz"))
            #expect(try await place.run("verify", Workplace.smallSet).code == 0)
        }
    }

    @Test("a skipped taker keeps nobody from reading on, however many rows there are")
    func skippedTaker() async throws {
        try await withWorkplace { place in
            try place.writeSmallBooks(
                stages: """
                    rows: { parse: report }
                    none: { write: rows, to: none.csv.gz, when: not params.go }
                    """)
            let rows = (0..<40_000).map { "S\($0),C\($0),1,10,EUR,2026-10-01,2026-11-01\n" }
            try place.write("charges.csv", Workplace.chargeHeading + rows.joined())
            let ending = try await place.runSmallBooks()
            #expect(ending.code == 3, "\(ending.error)")
            #expect(ending.output.contains("rows: 40,000 records"))
        }
    }
}
