import Pipelines
import Publication
import Streaming

/// In a test, stands in for a stage that fetches or reads: hands on what is given for it, and nothing else.
struct GivenStage {
    let stage: Stage
    /// By stage, the file that is given for it.
    let given: [String: String]
    let context: RunContext

    func run() async throws -> StageResult {
        if let path = given[stage.name] ?? given[stage.baseName] {
            return try await ReadStage(name: stage.name, task: ReadFiles(path: path), context: context).run()
        }
        guard context.pipeline.lacksInput(stage, given) else {
            context.wiring.files(of: stage.name).finish()
            return .inputs([])
        }
        throw UngivenInput(stage: stage.name)
    }
}

extension Pipeline {
    /// Whether nothing is given for a stage that brings something in, and another takes it.
    func lacksInput(_ stage: Stage, _ given: [String: String]) -> Bool {
        func isGiven(_ stage: Stage) -> Bool { given[stage.name] != nil || given[stage.baseName] != nil }
        guard stage.bringsIn, !isGiven(stage) else { return false }
        return stages.contains { other in
            (other.inputs.contains(stage.name) || other.inputs.contains(stage.baseName)) && !isGiven(other)
        }
    }
}

/// A test that lacks something: no way for the pipeline to end that it could expect.
struct UngivenInput: Error, CustomStringConvertible {
    /// The stage for which nothing is given.
    let stage: String

    var description: String {
        "nothing is given for stage \"\(stage)\", and a test touches no network and no other files; add it to `given`"
    }
}
