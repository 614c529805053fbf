import Pipelines
import Reconciliation
import Records
import Reports

/// Holds how a run has ended against what its test expects.
struct TestComparison {
    let test: PipelineTest
    let ending: TestEnding

    private var expected: PipelineTest.Expectation { test.expected }

    /// Everything that differs, in the order of the file.
    var differences: [TestDifference] {
        let found =
            switch ending {
            case .untried(let message): [TestDifference(at: test.position, "the test cannot be tried: \(message)")]
            case .failed(let code, let message): exitCode(code, because: message) + uncounted(because: code)
            case .ran(let result, let pipeline, let skipped):
                exitCode(result.exitCode, because: result.summary.verdict) + self.skipped(skipped, pipeline)
                    + CountComparison(pipeline: pipeline, summary: result.summary, skipped: skipped).differences(
                        expected)
            }
        return found.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
    }

    // MARK: - The exit code

    /// Codes with which a run has come to its end.
    private static let goodEnds: [ExitCode] = [.clean, .doesNotTieOut, .provisional]

    private func exitCode(_ code: ExitCode, because message: String) -> [TestDifference] {
        if let wanted = expected.exitCode {
            if wanted.value == Int(code.rawValue) { return [] }
            return [
                TestDifference(
                    at: wanted.position, "exit: expected \(wanted.value), found \(code.rawValue): \(message)")
            ]
        }
        if Self.goodEnds.contains(code) { return [] }
        return [TestDifference(at: test.position, "the run ends with \(code.rawValue): \(message)")]
    }

    /// Of a run that failed there is nothing to count.
    private func uncounted(because code: ExitCode) -> [TestDifference] {
        let counts = expected.records + expected.rejects + expected.breaks
        let places =
            counts.map { ($0.stage, $0.position) } + expected.codes.map { ($0.stage, $0.position) }
            + expected.totals.map { ($0.stage, $0.position) }
        return places.map { stage, position in
            TestDifference(
                at: position, "\(stage): there is nothing to look at, since the run ends with \(code.rawValue)")
        }
    }

    // MARK: - What was skipped

    /// Stages by their names in the file: where every leg was skipped, the stage was.
    private func skipped(_ skipped: [String: String], _ pipeline: Pipeline) -> [TestDifference] {
        guard let wanted = expected.skipped else { return [] }
        let missing = wanted.value.filter { name in
            let stages = pipeline.stages(behind: name)
            return skipped[name] == nil && (stages.isEmpty || stages.contains { skipped[$0.name] == nil })
        }
        let covered = Set(wanted.value.flatMap { name in [name] + pipeline.stages(behind: name).map(\.name) })
        let surplus = skipped.filter { !covered.contains($0.key) }.sorted { $0.key < $1.key }
        return missing.map {
            TestDifference(at: wanted.position, "skipped: expected \"\($0)\" to be skipped, and it was not")
        }
            + surplus.map { stage, reason in
                TestDifference(
                    at: wanted.position, "skipped: \"\(stage)\" was skipped, which is not expected: \(reason)")
            }
    }
}
