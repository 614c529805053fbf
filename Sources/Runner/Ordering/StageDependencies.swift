import Pipelines

/// What can be told of the order of stages before any of them begins.
struct StageDependencies: Sendable {
    private let waits: [String: Set<String>]
    private let certain: Set<String>

    /// The dependencies of a pipeline's stages, which were checked to be without circles.
    init(_ pipeline: Pipeline) {
        var reading = Reading(pipeline)
        for stage in pipeline.stages { reading.visit(stage.name) }
        (waits, certain) = (reading.waits, reading.certain)
    }

    /// The stages that must have ended before a stage can begin, through those whose data it takes, too.
    func waits(of stage: String) -> Set<String> { waits[stage] ?? [] }

    /// Whether a stage begins, whatever comes of the others.
    func isCertain(_ stage: String) -> Bool { certain.contains(stage) }

    /// Whether a stage can take the records of a parse stage while that reads them.
    ///
    /// Otherwise the parse stage would wait for a taker that waits for others, which may need the very same records. Legs
    /// do not all run at once, and so do not take the records of a stage that runs once either.
    func takesAlong(_ taker: Stage, from parse: Stage) -> Bool {
        (taker.leg == nil || parse.leg != nil) && waits(of: taker.name).isSubset(of: waits(of: parse.name))
    }

    private struct Reading {
        var waits: [String: Set<String>] = [:]
        var certain: Set<String> = []
        private let stages: [String: [Stage]]

        init(_ pipeline: Pipeline) {
            var stages = Dictionary(grouping: pipeline.stages, by: \.name)
            for (name, legs) in Dictionary(
                grouping: pipeline.stages.filter { $0.leg != nil }, by: { $0.leg?.stage ?? "" })
            {
                stages[name] = legs
            }
            self.stages = stages
        }

        mutating func visit(_ name: String) {
            for stage in stages[name] ?? [] where waits[stage.name] == nil {
                var own = Set(stage.needs + (stage.condition?.stages ?? []))
                var isCertain = stage.condition == nil && stage.needs.isEmpty
                for input in stage.inputs {
                    visit(input)
                    for source in stages[input] ?? [] {
                        own.formUnion(waits[source.name] ?? [])
                        isCertain = isCertain && certain.contains(source.name)
                    }
                }
                waits[stage.name] = own
                if isCertain { certain.insert(stage.name) }
            }
        }
    }
}
