import Ledger
import Records
import TestSupport
import Testing

@Suite("Runs in the ledger")
struct RunTests {
    @Test("A run is read as it was written, and one that never ended has no end")
    func roundTrip() throws {
        try withTemporaryDirectory { directory in
            let ledger = try Ledger(state: directory.path)
            let killed = try ledger.begin(Self.begun())
            let id = try ledger.begin(Self.begun())
            let run = try Self.ended()
            try ledger.end(id, run)
            #expect(try ledger.run(id).run == run)
            #expect(try ledger.run(killed).run.endedAt == nil)
            #expect(try ledger.runs(limit: 10).map(\.id) == [id, killed])
            #expect(try ledger.runs(ofPipeline: "month-end", limit: 1).map(\.id) == [id])
            #expect(try ledger.runs(ofPipeline: "another", limit: 10) == [])
            let error = #expect(throws: LedgerError.self) { try ledger.run(99) }
            #expect(error?.code == .unknownEntry)
        }
    }

    @Test("A run does not differ from itself, and every change has its line")
    func difference() throws {
        let before = try Self.ended()
        #expect(RunDifference(before, before).lines == [])
        var after = try Self.ended(billed: "12.50", period: "2026-11", breaks: 3)
        after.exitCode = 3
        after.stages[0].milliseconds = 900
        after.sources = [.init(stage: "charges", records: 1250, rejected: 0)]
        let lines = RunDifference(before, after).lines.map {
            "\($0.kind) \($0.name): \($0.before ?? "-") \($0.after ?? "-")"
        }
        #expect(
            lines == [
                "run exit code: 0 3", "parameter period: 2026-10 2026-11", "records charges: 1240 1250",
                "breaks tie_out: 0 3", "breaks tie_out V1: - 3", "billed tie_out EUR: 10.5 12.5",
                "duration charges: 1200 ms 900 ms",
            ])
    }

    @Test(
        "A moment is written in world time",
        arguments: [(0, "1970-01-01T00:00:00Z"), (1_794_916_800 + 3723, "2026-11-17T13:02:03Z")])
    func moment(_ seconds: Int, _ text: String) {
        #expect(Moment(secondsSinceEpoch: seconds).description == text)
    }

    static func begun(period: String = "2026-10") -> RunRecord {
        RunRecord(
            pipeline: "month-end", period: "2026-10", toolVersion: "0.1.0", startedAt: .noon,
            parameters: [.init(name: "period", value: period), .init(name: "report", value: "49038")])
    }

    static func ended(billed: String = "10.50", period: String = "2026-10", breaks: Int = 0) throws -> RunRecord {
        var run = begun(period: period)
        run.endedAt = Moment(secondsSinceEpoch: run.startedAt.secondsSinceEpoch + 4)
        run.exitCode = 0
        run.message = "The books tie out."
        run.directory = "out/month-end/2026-10"
        run.manifestDigest = "abc"
        var stage = RunRecord.Stage(name: "charges", verb: "parse report")
        stage.milliseconds = 1200
        stage.amount = 1240
        stage.unit = "records"
        stage.result = "1240 records"
        run.stages = [stage, RunRecord.Stage(name: "late", verb: "write charges.csv")]
        run.sources = [.init(stage: "charges", records: 1240, rejected: 0)]
        let outcomes =
            [RunRecord.Leg.Outcome(code: "M0", isBreak: false, count: 141)]
            + (breaks == 0 ? [] : [RunRecord.Leg.Outcome(code: "V1", isBreak: true, count: breaks)])
        run.legs = [
            .init(
                name: "tie_out", breaks: breaks, outcomes: outcomes,
                totals: [
                    .init(
                        currency: "EUR", billed: try ExactDecimal(parsing: billed),
                        expected: try ExactDecimal(parsing: "10.50"))
                ])
        ]
        return run
    }
}
