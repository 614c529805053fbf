import Pipelines
import Records
import Reports
import Streaming

/// Which stages have begun, were skipped, and have ended: stages that depend on others wait here, and for nothing else.
///
/// Nobody polls: whether a stage begins, and how it ended, are each told once.
struct StageOrder: Sendable {
    /// How a stage ended; without a result it was skipped.
    private struct End: Sendable {
        let result: StageResult?

        var counts: StageCounts? { result.map(StageCounts.init) }
    }

    private let beginnings: [String: GrowingList<Bool>]
    private let ends: [String: GrowingList<End>]
    /// The stages behind a name: itself, or its legs.
    private let legs: [String: [String]]

    /// The order of a pipeline's stages.
    ///
    /// - Parameter earlier: What is known of stages that have ended already.
    init(_ pipeline: Pipeline, after earlier: StageOrder? = nil) {
        let names = pipeline.stages.map(\.name)
        beginnings = Dictionary(uniqueKeysWithValues: names.map { ($0, earlier?.beginnings[$0] ?? GrowingList()) })
        ends = Dictionary(uniqueKeysWithValues: names.map { ($0, earlier?.ends[$0] ?? GrowingList()) })
        var legs = Dictionary(uniqueKeysWithValues: names.map { ($0, [$0]) })
        for stage in pipeline.stages { if let leg = stage.leg { legs[leg.stage, default: []].append(stage.name) } }
        self.legs = legs
    }

    /// The stages behind a name: itself, or its legs, in their order.
    func stages(behind name: String) -> [String] { legs[name] ?? [] }

    // MARK: - Telling

    /// Says that a stage begins to work.
    func begin(_ stage: String) {
        beginnings[stage]?.append(true)
        beginnings[stage]?.finish()
    }

    /// Says that a stage has ended well.
    func end(_ stage: String, _ result: StageResult) {
        ends[stage]?.append(End(result: result))
        ends[stage]?.finish()
    }

    /// Says that a stage does not begin at all.
    func skip(_ stage: String) {
        beginnings[stage]?.append(false)
        beginnings[stage]?.finish()
        ends[stage]?.append(End(result: nil))
        ends[stage]?.finish()
    }

    /// Says that a stage has come to its end without having done its work.
    func fail(_ stage: String, _ failure: InputFailure) {
        beginnings[stage]?.finish(throwing: failure)
        ends[stage]?.finish(throwing: failure)
    }

    // MARK: - Waiting

    /// Why a stage is not to begin; `nil` when it is. Waits until that can be told.
    ///
    /// - Throws: ``RunFailure`` when its condition cannot be reckoned; `CancellationError`.
    func reasonToSkip(_ stage: Stage) async throws -> String? {
        for input in stage.inputs where try await !hasBegun(input) { return "its input \"\(input)\" was skipped" }
        for need in stage.needs where try await wasSkipped(need) {
            return "stage \"\(need)\", which it needs, was skipped"
        }
        guard let condition = stage.condition else { return nil }
        var skipped: [String] = []
        var counts: [StageMeasure: Int] = [:]
        for measure in condition.measures {
            if let count = try await count(measure) {
                counts[measure] = count
            } else if !skipped.contains(measure.stage) {
                skipped.append(measure.stage)
            }
        }
        let evaluation = condition.evaluate { counts[$0] }
        switch evaluation.outcome {
        case .holds: return nil
        case .fails: return evaluation.explanation
        case .unknown: return "\(condition.expression) cannot be told, since \(Self.words(skipped)) skipped"
        case .fault(let fault):
            throw RunFailure(
                .stageFailed, "stage \"\(stage.name)\": line \(fault.position.line): `when`: \(fault.message)")
        }
    }

    /// `"a" was`, `"a" and "b" were`
    static func words(_ names: [String]) -> String {
        "\(names.map { "\"\($0)\"" }.joined(separator: " and ")) \(names.count == 1 ? "was" : "were")"
    }

    /// Waits until stages have ended, or were skipped.
    ///
    /// - Throws: ``InputFailure`` when one of them has failed; `CancellationError`.
    func waitForAll(of stages: [String]) async throws {
        for stage in stages { _ = try await ends[stage]?.element(at: 0) }
    }

    /// The last day from which on what some stages found is final; `nil` where nothing says. Waits until they have ended.
    func settlement(of names: [String]) async throws -> CivilDate? {
        let results = try await results(of: names.flatMap(stages(behind:)))
        return results.compactMap { if case .leg(let leg, _) = $0 { leg.settlesOn } else { nil } }.max()
    }

    /// The results of stages, in their order, but for those that were skipped. Waits until they have ended.
    ///
    /// - Throws: ``InputFailure`` when one of them has failed; `CancellationError`.
    func results(of stages: [String]) async throws -> [StageResult] {
        var results: [StageResult] = []
        for stage in stages {
            if let result = try await ends[stage]?.element(at: 0)?.result { results.append(result) }
        }
        return results
    }

    /// Whether anything of an input begins: of a stage that is fanned out, one leg is enough.
    private func hasBegun(_ name: String) async throws -> Bool {
        for stage in stages(behind: name) {
            if try await beginnings[stage]?.element(at: 0) ?? false { return true }
        }
        return false
    }

    /// Whether nothing of a stage ran, once all of it has ended.
    private func wasSkipped(_ name: String) async throws -> Bool {
        var isSkipped = true
        for stage in stages(behind: name) {
            if try await ends[stage]?.element(at: 0)?.result != nil { isSkipped = false }
        }
        return isSkipped
    }

    /// A count, over all legs where the stage has several. It is not known where one of them was skipped: what was not
    /// looked at is not nought.
    private func count(_ measure: StageMeasure) async throws -> Int? {
        var sum: Int? = 0
        for stage in stages(behind: measure.stage) {
            let count = try await ends[stage]?.element(at: 0)?.counts?[measure.kind]
            sum = sum.flatMap { sum in count.map { sum + $0 } }
        }
        return sum
    }
}
