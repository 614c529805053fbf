import Publication
import Testing

@testable import Runner

@Suite("How stages end")
struct StageEndTests {
    private static func output(_ name: String) -> StageEnd {
        .done(.output(ManifestEntry(name: name, bytes: 1, rows: nil, digest: "", contentDigest: "")))
    }

    private func failure(_ ends: [(Int, StageEnd)], _ names: [String]) -> StagesFailed? {
        var all = StageEnds(names)
        for (index, end) in ends { all.take(end, of: names[index]) }
        do {
            _ = try all.results()
            return nil
        } catch {
            return error as? StagesFailed
        }
    }

    @Test(
        "Complaint 13: the root cause is the first failure and comes last; failed, cancelled and skipped are told apart"
    )
    func rootCause() {
        let failed = failure(
            [
                (3, .skipped("stage \"b\" failed, on which it depends")),
                (1, .failed(RunFailure(.unavailable, "stage \"b\": the service answered 503"))),
                (2, .failed(RunFailure(.badInput, "stage \"c\": no column"))), (4, .cancelled), (0, Self.output("a")),
            ], ["a", "b", "c", "d", "e"])
        #expect(failed?.root.exitCode == .unavailable)
        let told = failed?.ofRunThatKeptGoing
        #expect(told?.exitCode == .partial)
        #expect(
            told?.message == """
                of 5 stages 2 failed, 1 cancelled, 1 skipped. Nothing was published.
                  b: failed: the service answered 503
                  c: failed: no column
                  d: skipped: stage "b" failed, on which it depends
                  e: cancelled
                Root cause: stage "b": the service answered 503
                """)
    }

    @Test("Where nothing came of any stage, a run that kept going ends as one that did not")
    func nothing() {
        let failed = failure(
            [(0, .failed(RunFailure(.refused, "stage \"a\": no"))), (1, .skipped("so")), (2, .done(.inputs([])))],
            ["a", "b", "c"])
        #expect(failed?.ofRunThatKeptGoing.exitCode == .refused)
    }

    @Test("Each stage has its own result, whichever ended first")
    func order() throws {
        var ends = StageEnds(["a", "b"])
        ends.take(Self.output("second"), of: "b")
        ends.take(Self.output("first"), of: "a")
        let results = try ends.results()
        let names = ["a", "b"].map { if case .output(let entry)? = results[$0] { entry.name } else { "" } }
        #expect(names == ["first", "second"])
    }
}
