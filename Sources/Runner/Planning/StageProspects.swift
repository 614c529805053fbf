import Pipelines

/// Which stages of a pipeline will run, as far as that can be told from its parameters.
struct StageProspects: Sendable {
    /// The stages, each behind those that it depends on; otherwise in the order of the file.
    private(set) var order: [Stage] = []
    private var prospects: [String: RunPlan.Prospect] = [:]
    private let pipeline: Pipeline

    /// The prospects of a pipeline's stages, which were checked to be without circles.
    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
        var visited: Set<String> = []
        for stage in pipeline.stages { visit(stage, &visited) }
    }

    /// Whether a stage runs.
    subscript(stage: String) -> RunPlan.Prospect { prospects[stage] ?? .certain }

    private mutating func visit(_ stage: Stage, _ visited: inout Set<String>) {
        guard visited.insert(stage.name).inserted else { return }
        for name in stage.upstream + itemSource(of: stage) {
            for other in pipeline.stages(behind: name) { visit(other, &visited) }
        }
        prospects[stage.name] = prospect(of: stage)
        order.append(stage)
    }

    /// The stage whose records say for what a stage is fanned out.
    private func itemSource(of stage: Stage) -> [String] {
        guard let fanOut = pipeline.fanOuts.first(where: { $0.stage == stage.leg?.stage }) else { return [] }
        switch fanOut.items {
        case .column(_, let source): return [source]
        case .along(let other): return [other]
        case .listed: return []
        }
    }

    // MARK: - Judging

    private func prospect(of stage: Stage) -> RunPlan.Prospect {
        var unknown: [String] = []
        for (name, role) in stage.inputs.map({ ($0, "its input") }) + stage.needs.map({ ($0, "stage") }) {
            switch together(name) {
            case .certain: continue
            case .skipped:
                return .skipped(because: "\(role) \"\(name)\"\(role == "stage" ? ", which it needs," : "") is skipped")
            case .unknown: unknown.append("whether \"\(name)\" runs")
            }
        }
        for source in itemSource(of: stage) where !together(source).isPossible {
            return .skipped(because: "its items would come from \"\(source)\", which is skipped")
        }
        if let condition = stage.condition {
            switch prospect(of: condition) {
            case .certain: break
            case .skipped(let reason): return .skipped(because: reason)
            case .unknown(let measures): unknown.insert(measures, at: 0)
            }
        }
        return unknown.isEmpty ? .certain : .unknown(until: unknown.joined(separator: ", "))
    }

    /// Whether anything of a stage runs; of one that is fanned out, one leg is enough.
    private func together(_ name: String) -> RunPlan.Prospect {
        let all = pipeline.stages(behind: name).map { self[$0.name] }
        return all.first(of: .certain) ?? all.first(where: \.isPossible) ?? all.first ?? .certain
    }

    /// Whether a condition holds: what it asks of stages that are skipped is never known.
    private func prospect(of condition: Condition) -> RunPlan.Prospect {
        let evaluation = condition.evaluate { _ in nil }
        switch evaluation.outcome {
        case .holds: return .certain
        case .fails: return .skipped(because: evaluation.explanation)
        case .fault(let fault): return .unknown(until: "the run fails here: \(fault.message)")
        case .unknown:
            let skipped = condition.stages.filter { !together($0).isPossible }
            if skipped.count == condition.stages.count {
                let names = skipped.map { "\"\($0)\"" }.joined(separator: ", ")
                return .skipped(because: "\(condition.expression) cannot be told, since \(names) is skipped")
            }
            return .unknown(until: condition.measures.map { "\($0.stage).\($0.kind.rawValue)" }.joined(separator: ", "))
        }
    }

    /// Whether a gate will hold; it does not where a stage that it asks about is skipped, unless it says that this is fine.
    func prospect(of gate: Gate) -> RunPlan.Prospect {
        let stages = gate.stages.flatMap { pipeline.stages(behind: $0).map(\.name) }
        if !gate.allowsSkipped, let stage = stages.first(where: { !self[$0].isPossible }) {
            return .skipped(because: "\"\(stage)\" is skipped")
        }
        switch gate.demand {
        case .breaks(_, let names):
            let asked = names.filter { together($0).isPossible }.map { "\($0).breaks" }
            return asked.isEmpty ? .certain : .unknown(until: asked.joined(separator: ", "))
        case .condition(let condition, _): return prospect(of: condition)
        }
    }
}

extension [RunPlan.Prospect] {
    fileprivate func first(of prospect: RunPlan.Prospect) -> RunPlan.Prospect? { contains(prospect) ? prospect : nil }
}
