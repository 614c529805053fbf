import Formats
import Records

/// Looks at what shows only when all stages are known. What refers to a stage that could not be read is not reported again.
struct StageChecker {
    let stages: [ReadStage]
    /// The stages that could not be read.
    let faulty: Set<String>
    let fanOuts: [FanOut]
    /// The stages that each name stands for: itself, or its legs.
    private let behind: [String: [ReadStage]]

    init(stages: [ReadStage], faulty: Set<String>, fanOuts: [FanOut]) {
        (self.stages, self.faulty, self.fanOuts) = (stages, faulty, fanOuts)
        let byBaseName = Dictionary(grouping: stages, by: \.stage.baseName)
        behind = byBaseName.merging(stages.map { ($0.stage.name, [$0]) }) { all, _ in all }
    }

    /// What a gate can count.
    var breaks: [String] {
        let names = stages.filter(\.stage.isLeg).map { $0.stage.baseName }
        return names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map {
            $0.element + ".breaks"
        }
    }

    /// Whether a text is the breaks of a reconcile stage.
    func hasBreaks(_ name: String) -> Bool {
        breaks.contains(name) || (name.hasSuffix(".breaks") && faulty.contains(String(name.dropLast(".breaks".count))))
    }

    /// The stages that a name stands for; `nil` when there are none.
    func stages(_ name: String) -> [ReadStage]? { behind[name] }

    /// The names of the stages as the file has them.
    private var names: [String] {
        var names: [String] = []
        for stage in stages {
            let name = stage.stage.baseName
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    // MARK: - Everything

    func check() {
        for stage in firstLegs {
            for input in stage.inputs { check(input, of: stage) }
            for need in stage.needs where stages(need.name) == nil && !faulty.contains(need.name) {
                reportMissing(need.name, at: need.position, stage.log)
            }
            if let condition = stage.stage.condition { check(condition, stage.log) }
            checkCaution(of: stage)
            checkColumns(of: stage)
            checkHeadings(of: stage)
        }
        checkDoubtfulColumns()
        checkFileNames()
        checkCarrying()
        checkPrices()
        checkFanOuts()
        checkCycles()
        warnOfUnused()
        warnOfUnreachable()
    }

    /// What is wrong with a stage is wrong with all of its legs, and told of the first.
    var firstLegs: [ReadStage] {
        var seen: Set<String> = []
        return stages.filter { $0.stage.leg.map { seen.insert($0.stage).inserted } ?? true }
    }

    private func reportMissing(_ name: String, at position: TextPosition, _ log: DiagnosticLog) {
        log.report("there is no stage \"\(name)\"\(Suggestion.text(for: name, among: names))", at: position)
    }

    /// What a condition asks must be something that its stages have.
    func check(_ condition: Condition, _ log: DiagnosticLog) {
        for reference in condition.expression.references {
            guard let measure = condition.measure(reference) else { continue }
            guard let asked = stages(measure.stage) else {
                if faulty.contains(measure.stage) { continue }
                reportMissing(measure.stage, at: reference.position, log)
                continue
            }
            let isOfSource = measure.kind == .records || measure.kind == .rejects
            let isSource = if case .parse = asked[0].stage.task { true } else { false }
            guard isOfSource ? !isSource : !asked[0].stage.isLeg else { continue }
            log.report(
                "only a \(isOfSource ? "parse" : "reconcile") stage has \(measure.kind.rawValue); \"\(measure.stage)\" is none",
                at: reference.position)
        }
    }

    /// Invoices may be made only on books that were held against something.
    private func checkCaution(of stage: ReadStage) {
        guard case .generate = stage.stage.task, let condition = stage.stage.condition,
            !condition.measures.contains(where: { $0.kind == .breaks })
        else { return }
        stage.log.report(
            "the `when` of generate must ask for the breaks of a reconcile stage, such as tie_out.breaks == 0",
            at: stage.position)
    }

    // MARK: - Inputs

    private func check(_ input: (name: String, position: TextPosition), of stage: ReadStage) {
        guard let sources = stages(input.name) else {
            if !faulty.contains(input.name) { reportMissing(input.name, at: input.position, stage.log) }
            return
        }
        check(stage.stage, takes: sources[0].stage, at: input.position, stage.log)
        guard let leg = sources[0].stage.leg, leg.stage == input.name else { return }
        if case .parse = stage.stage.task { return }
        stage.log.report(
            "\"\(input.name)\" runs once for each \(leg.name); take it in a stage with for_each: { from: \(input.name) }, or "
                + "let one parse stage read the files of all", at: input.position)
    }

    private func check(_ stage: Stage, takes source: Stage, at position: TextPosition, _ log: DiagnosticLog) {
        let kind = SourceKind(source)
        let name = source.baseName
        switch stage.task {
        case .parse where kind == .records || kind == .outcomes:
            log.report("parse takes what a fetch or read stage has; \"\(name)\" is neither", at: position)
        case .fetchInvoiceFiles where kind != .invoices:
            log.report("\"invoices\" is a stage that fetches invoices; \"\(name)\" is none", at: position)
        case .reconcile where kind != .records, .tie where kind != .records, .agreements where kind != .records:
            log.report("reconcile takes the records of a parse stage; \"\(name)\" is none", at: position)
        case .carry where kind != .records:
            log.report("decisions are the records of a parse stage; \"\(name)\" is none", at: position)
        case .write where kind == .outcomes:
            log.report(
                "the outcomes of \"\(name)\" are published by every run; there is no need to write them", at: position)
        case .write(let task) where kind == .records && task.recordFormat == nil:
            log.report("records are written to a name that ends with .csv, .csv.gz, .jsonl or .jsonl.gz", at: position)
        case .write(let task) where kind == .bytes && task.isSpreadsheetSafe:
            log.report("\"\(name)\" is written as it is; parse it first to write it as spreadsheet_safe", at: position)
        case .write where kind == .pages || kind == .invoices:
            log.report("write takes a report or records; parse \"\(name)\" first", at: position)
        default: break
        }
    }

    private func checkFileNames() {
        var written: [String: ReadStage] = [:]
        for stage in stages {
            guard case .write(let task) = stage.stage.task,
                let other = written.updateValue(stage, forKey: task.fileName)
            else { continue }
            if let leg = stage.stage.leg, leg.stage == other.stage.leg?.stage {
                if leg.item == FanOuts.unknownItem { continue }
                stage.log.report(
                    "every leg of \"\(leg.stage)\" would write \"\(task.fileName)\"; put ${each.\(leg.name)} into the name",
                    at: stage.position)
                break
            }
            stage.log.report(
                "\"\(task.fileName)\" is written by stage \"\(other.stage.name)\" already", at: stage.position)
        }
    }

    /// A run has one list of open items, so one stage carries them over.
    private func checkCarrying() {
        var first: ReadStage?
        for stage in firstLegs {
            guard case .carry = stage.stage.task else { continue }
            if stage.stage.leg != nil {
                stage.log.report("open items are carried over once, and not for each of a list", at: stage.position)
            }
            if let first {
                stage.log.report(
                    "open items are carried over by stage \"\(first.stage.baseName)\" already", at: stage.position)
            }
            first = first ?? stage
        }
    }

    /// Prices are read before anything else of a reconciliation, so nothing else may come with them.
    private func checkPrices() {
        let others = Set(stages.flatMap(\.stage.sides))
        for stage in firstLegs {
            guard case .reconcile(let task) = stage.stage.task, let prices = task.prices, others.contains(prices) else {
                continue
            }
            stage.log.report(
                "\"\(prices)\" has the prices, which are read first, and charges, entitlements or aliases of a reconciliation "
                    + "too; give it two parse stages", at: stage.position)
        }
    }

    /// Items come from a column of records that do not depend on them.
    private func checkFanOuts() {
        for fanOut in fanOuts {
            guard case .column(let column, let source) = fanOut.items,
                let stage = stages.first(where: { $0.stage.leg?.stage == fanOut.stage }),
                let parse = stages(source)?.first
            else { continue }
            guard case .parse(let task) = parse.stage.task, parse.stage.leg == nil else {
                stage.log.report(
                    "the items of for_each come from a parse stage that runs once; \"\(source)\" is none",
                    at: stage.position)
                continue
            }
            let names = task.columns?.map(\.column.name) ?? []
            if task.columns != nil, !names.contains(column) {
                let hint = Suggestion.text(for: column, among: names)
                stage.log.report("stage \"\(source)\" has no column \"\(column)\"\(hint)", at: stage.position)
            }
        }
    }

    // MARK: - Order

    private func checkCycles() {
        var done: Set<String> = []
        for stage in stages {
            var path: [String] = []
            guard let cycle = cycle(from: stage.stage.name, &path, &done) else { continue }
            stage.log.report(
                "no stage of these can begin, since each waits for the next: \(cycle.joined(separator: " → "))",
                at: stage.position)
            return
        }
    }

    /// Stages that wait for each other in a circle, the first of them also last.
    private func cycle(from name: String, _ path: inout [String], _ done: inout Set<String>) -> [String]? {
        if let start = path.firstIndex(of: name) { return path[start...] + [name] }
        guard !done.contains(name), path.count < 2_000 else { return nil }
        path.append(name)
        defer {
            path.removeLast()
            done.insert(name)
        }
        for stage in stages(name) ?? [] {
            let items: [String] = if let leg = stage.stage.leg { itemSources(of: leg.stage) } else { [] }
            for other in waits(of: stage.stage) + items {
                if let found = cycle(from: other, &path, &done) { return found }
            }
        }
        return nil
    }

    /// The stages that a stage waits for; data of the wrong kind is told elsewhere.
    private func waits(of stage: Stage) -> [String] {
        // What is open is known when all legs have ended.
        let legs = stage.carries ? stages.filter(\.stage.isLeg).map(\.stage.name) : []
        let isParse = if case .parse = stage.task { true } else { false }
        let inputs = stage.inputs.filter { name in
            stages(name)?.first.map { $0.stage.bringsIn == isParse } ?? false
        }
        return inputs + stage.needs + (stage.condition?.stages ?? []) + legs
    }

    private func itemSources(of stage: String) -> [String] {
        guard case .column(_, let source)? = fanOuts.first(where: { $0.stage == stage })?.items else { return [] }
        return [source]
    }

    /// A stage whose condition is false whatever happens never runs, and neither does what takes its data.
    private func warnOfUnreachable() {
        var unreachable: Set<String> = []
        for stage in firstLegs where stage.stage.condition?.isNever == true {
            let name = stage.stage.baseName
            unreachable.insert(name)
            stage.log.warn("stage \"\(name)\" never runs: its condition is never true", at: stage.position)
        }
        var known = -1
        while known != unreachable.count {
            known = unreachable.count
            for stage in firstLegs where !unreachable.contains(stage.stage.baseName) {
                let name = stage.stage.baseName
                let waits = (stage.stage.inputs + stage.stage.needs + itemSources(of: name)).map(baseName)
                guard let other = waits.first(where: unreachable.contains) else { continue }
                unreachable.insert(name)
                stage.log.warn("stage \"\(name)\" never runs, since \"\(other)\" does not", at: stage.position)
            }
        }
    }

    /// The name that the file has for a stage, or for the stage that a leg belongs to.
    private func baseName(_ name: String) -> String { stages(name)?.first?.stage.baseName ?? name }

    private func warnOfUnused() {
        let taken = Set(
            stages.flatMap(\.stage.upstream)
                + fanOuts.compactMap { if case .column(_, let source) = $0.items { source } else { nil } })
        for stage in firstLegs {
            let name = stage.stage.baseName
            guard stage.stage.handsOn, !taken.contains(name), !taken.contains(stage.stage.name) else { continue }
            stage.log.warn("nothing takes what stage \"\(name)\" has, so that it comes to nothing", at: stage.position)
        }
    }
}

/// What a stage hands on.
private enum SourceKind {
    case bytes
    case pages
    case invoices
    case records
    case outcomes

    init(_ stage: Stage) {
        switch stage.task {
        case .fetchReport, .fetchBillingReport, .read: self = .bytes
        case .fetch(let task) where task.object == PipelineReader.invoices: self = .invoices
        case .fetch, .fetchInvoiceFiles: self = .pages
        case .parse: self = .records
        case .reconcile, .tie, .agreements, .carry, .write, .generate, .notify: self = .outcomes
        }
    }
}

extension Stage {
    /// The parse stages that it takes in while or after it takes prices: what it holds against each other, and aliases.
    fileprivate var sides: [String] {
        switch task {
        case .reconcile(let task):
            [task.charges, task.entitlements] + [task.earlier].compactMap(\.self) + task.aliases.map(\.stage)
        case .tie, .agreements: inputs
        default: []
        }
    }

    /// Whether the stage is there for others only.
    fileprivate var handsOn: Bool {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read, .parse: true
        case .reconcile, .tie, .agreements, .carry, .write, .generate, .notify: false
        }
    }
}
