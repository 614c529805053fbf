/// What a pipeline is drawn as: its stages and gates, and what leads from one to another.
package struct PipelineGraph: Sendable {
    /// Something that is drawn as a box.
    struct Node: Sendable {
        /// What kind of thing it is, for its shape.
        enum Kind: Sendable {
            case source
            case records
            case books
            case output
            case effect
            case gate
        }

        /// Its name in the drawing's text: no text of the pipeline is in it.
        let id: String
        let kind: Kind
        /// What stands in it, line by line.
        let lines: [String]
        /// Whether it stands for several.
        let isFannedOut: Bool
    }

    /// Something that leads from one node to another.
    struct Edge: Sendable, Hashable {
        let from: String
        let to: String
        /// What it is, where it is not data.
        let label: String?
    }

    /// The pipeline's name.
    let name: String
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []

    /// The drawing of a pipeline. A stage that runs once for each item of a list is one node.
    package init(_ pipeline: Pipeline) {
        name = pipeline.name
        var ids: [String: String] = [:]
        let firsts = pipeline.stages.filter { stage in
            ids.updateValue(ids[stage.baseName] ?? "stage\(ids.count + 1)", forKey: stage.baseName) == nil
        }
        for stage in firsts {
            guard let id = ids[stage.baseName] else { continue }
            let fanOut = pipeline.fanOuts.first { $0.stage == stage.baseName }
            nodes.append(
                Node(
                    id: id, kind: stage.kind, lines: Self.lines(of: stage, fanOut), isFannedOut: fanOut != nil))
            connect(stage, fanOut, as: id) { name in
                pipeline.stages(behind: name).first.flatMap { ids[$0.baseName] }
            }
        }
        for (index, gate) in (pipeline.gates + [pipeline.usualGate].compactMap(\.self)).enumerated() {
            let id = "gate\(index + 1)"
            nodes.append(Node(id: id, kind: .gate, lines: gate.lines, isFannedOut: false))
            for stage in gate.stages.flatMap(pipeline.stages(behind:)) { connect(ids[stage.baseName], id, nil) }
        }
    }

    private mutating func connect(
        _ stage: Stage, _ fanOut: FanOut?, as id: String, _ idOf: (String) -> String?
    ) {
        for input in stage.inputs { connect(idOf(input), id, nil) }
        for need in stage.needs { connect(idOf(need), id, "needs") }
        for asked in stage.condition?.stages ?? [] { connect(idOf(asked), id, "when") }
        if case .column(let column, let source)? = fanOut?.items { connect(idOf(source), id, "each \(column)") }
    }

    private mutating func connect(_ from: String?, _ to: String, _ label: String?) {
        guard let from else { return }
        let edge = Edge(from: from, to: to, label: label)
        if !edges.contains(edge) { edges.append(edge) }
    }

    private static func lines(of stage: Stage, _ fanOut: FanOut?) -> [String] {
        var lines = [stage.baseName, stage.leg == nil ? stage.verb : stage.task.kindName]
        if let fanOut { lines.append(fanOut.summary) }
        if let condition = stage.condition { lines.append("when \(condition.expression)") }
        return lines
    }
}

extension Stage {
    fileprivate var kind: PipelineGraph.Node.Kind {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read: .source
        case .parse: .records
        case .reconcile, .tie, .agreements, .carry: .books
        case .write: .output
        case .generate, .notify: .effect
        }
    }
}

extension Stage.Task {
    /// What it does, without what is different from leg to leg.
    fileprivate var kindName: String {
        switch self {
        case .fetch(let task): "fetch \(task.object)"
        case .fetchReport: "fetch report"
        case .fetchBillingReport: "fetch billing report"
        case .fetchInvoiceFiles: "fetch invoice files"
        case .read: "read"
        case .parse: "parse"
        case .reconcile, .tie, .agreements: "reconcile"
        case .carry: "carry open items"
        case .write: "write"
        case .generate: "generate invoices"
        case .notify: "notify"
        }
    }
}

extension FanOut {
    /// For what the stage runs, in words: `for each provider: aws, gcp`.
    package var summary: String {
        switch items {
        case .listed(let items): "for each \(name): \(items.joined(separator: ", "))"
        case .column(let column, let stage): "for each \(name) in column \(column) of \(stage)"
        case .along(let stage): "for each \(name), along with \(stage)"
        }
    }
}

extension Gate {
    /// What must hold, line by line.
    fileprivate var lines: [String] {
        switch demand {
        case .breaks(let limit, _): ["no more than \(limit) \(limit == 1 ? "break" : "breaks")"]
        case .condition(let condition, let reason): ["\(condition.expression)", reason].compactMap(\.self)
        }
    }
}
