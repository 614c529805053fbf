import Formats
import Reconciliation
import Records
import StreamOneIon

/// A stage with the place of its name, for faults that show only when all stages are known.
struct ReadStage {
    let stage: Stage
    let position: TextPosition
    /// The places of the names of its inputs.
    let inputs: [(name: String, position: TextPosition)]
}

extension PipelineReader {
    /// The verbs: the key that says what a stage does.
    private static let verbs = ["fetch", "read", "parse", "reconcile", "write", "generate"]

    /// The stages, and the names of those that could not be read.
    func readStages(_ node: YAMLNode?, _ values: ValueReader) -> (stages: [ReadStage], faulty: Set<String>) {
        guard let node, let section = MappingReader(node, owner: "stages", log: log) else { return ([], []) }
        if section.all.isEmpty { log.report("a pipeline has at least one stage", at: node.position) }
        let stages = section.all.compactMap { readStage($0, values) }
        let faulty = Set(section.all.map(\.name)).subtracting(stages.map(\.stage.name))
        checkInputs(stages, faulty)
        return (chooseReportColumns(stages), faulty)
    }

    private func readStage(_ member: YAMLNode.Member, _ values: ValueReader) -> ReadStage? {
        if !Self.isName(member.name) {
            log.report("a stage's name has lower-case letters, digits, - and _ only", at: member.position)
        }
        guard var body = MappingReader(member.value, owner: "stage \"\(member.name)\"", log: log) else { return nil }
        let present = Self.verbs.filter { verb in body.all.contains { $0.name == verb } }
        guard present.count == 1 else {
            let verbs = Self.verbs.joined(separator: ", ")
            let names = body.all.map(\.name)
            let meant = names.lazy.map { Suggestion.text(for: $0, among: Self.verbs) }.first { !$0.isEmpty } ?? ""
            log.report(
                "stage \"\(member.name)\" needs exactly one of \(verbs)\(present.isEmpty ? meant : "")",
                at: member.position)
            return nil
        }
        var inputs: [(name: String, position: TextPosition)] = []
        let task = readTask(present[0], &body, &inputs, values)
        body.finish()
        return task.map {
            ReadStage(stage: Stage(name: member.name, task: $0), position: member.position, inputs: inputs)
        }
    }

    private func readTask(
        _ verb: String, _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)],
        _ values: ValueReader
    ) -> Stage.Task? {
        switch verb {
        case "fetch": return readFetch(&body, &inputs, values)
        case "read": return values.path(body.take("read"), "read").map { .read(ReadFiles(path: $0)) }
        case "parse": return readParse(&body, &inputs, values)
        case "reconcile": return readReconcile(&body, &inputs, values)
        case "generate": return readGenerate(&body, &inputs, values)
        default: return readWrite(&body, &inputs, values)
        }
    }

    private func readWrite(
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let input = readInput(body.take("write"), "write", &inputs, values)
        let nameNode = body.require("to")
        let levelNode = body.take("level")
        let level = readLevel(levelNode, values)
        let safeNode = body.take("spreadsheet_safe")
        let isSafe = values.truth(safeNode, "spreadsheet_safe") ?? false
        guard let input, let nameNode, let name = values.nonEmptyText(nameNode, "to") else { return nil }
        checkFileName(name, at: nameNode.position)
        let write = Write(input: input, fileName: name, level: level, isSpreadsheetSafe: isSafe)
        if let levelNode, !write.isCompressed {
            log.report("\"level\" is for files that are compressed, whose names end with .gz", at: levelNode.position)
        }
        if let safeNode, write.recordFormat != .csv {
            log.report("\"spreadsheet_safe\" is for records that are written as CSV", at: safeNode.position)
        }
        return .write(write)
    }

    private func checkFileName(_ name: String, at position: TextPosition) {
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            log.report("\"to\" has a control character in it", at: position)
        }
        if name.contains("/") || name.hasPrefix(".") {
            log.report("\"to\" is a file's name, without a directory: \"\(name)\"", at: position)
        }
        if Write.reservedNames.contains(name) || name.hasPrefix("rejects-") {
            log.report("\"\(name)\" is written by every run; choose another name", at: position)
        }
    }

    private func readLevel(_ node: YAMLNode?, _ values: ValueReader) -> Int {
        guard let node, let level = values.count(node, "level") else { return Write.usualLevel }
        if !(1...9).contains(level) { log.report("\"level\" goes from 1 (fast) to 9 (small)", at: node.position) }
        return level
    }

    /// The name of a stage that this one takes its data from.
    func readInput(
        _ node: YAMLNode?, _ what: String, _ inputs: inout [(name: String, position: TextPosition)],
        _ values: ValueReader
    ) -> String? {
        guard let node, let name = values.nonEmptyText(node, what) else { return nil }
        inputs.append((name, node.position))
        return name
    }

    // MARK: - What shows only when all stages are known

    /// What refers to a stage that could not be read is not reported again.
    private func checkInputs(_ stages: [ReadStage], _ faulty: Set<String>) {
        let names = stages.map(\.stage.name)
        var written: [String: String] = [:]
        for stage in stages {
            for input in stage.inputs {
                guard let source = stages.first(where: { $0.stage.name == input.name }) else {
                    if faulty.contains(input.name) { continue }
                    let hint = Suggestion.text(for: input.name, among: names)
                    log.report("there is no stage \"\(input.name)\"\(hint)", at: input.position)
                    continue
                }
                checkInput(of: stage.stage, source.stage, at: input.position)
            }
            if case .write(let task) = stage.stage.task,
                let other = written.updateValue(stage.stage.name, forKey: task.fileName)
            {
                log.report("\"\(task.fileName)\" is written by stage \"\(other)\" already", at: stage.position)
            }
            switch stage.stage.task {
            case .reconcile(let task): checkColumns(of: task, stages, at: stage.position)
            case .tie(let task): checkColumns(of: task, stages, at: stage.position)
            case .agreements(let task): checkColumns(of: task, stages, at: stage.position)
            default: break
            }
        }
    }

    private func checkInput(of stage: Stage, _ source: Stage, at position: TextPosition) {
        let kind = SourceKind(source)
        switch stage.task {
        case .parse where kind == .records || kind == .outcomes:
            log.report("parse takes what a fetch or read stage has; \"\(source.name)\" is neither", at: position)
        case .fetchInvoiceFiles where kind != .invoices:
            log.report("\"invoices\" is a stage that fetches invoices; \"\(source.name)\" is none", at: position)
        case .reconcile where kind != .records, .tie where kind != .records, .agreements where kind != .records:
            log.report("reconcile takes the records of a parse stage; \"\(source.name)\" is none", at: position)
        case .generate where !source.isLeg:
            log.report("\"when\" asks for the breaks of a reconcile stage; \"\(source.name)\" is none", at: position)
        case .write where kind == .outcomes:
            log.report(
                "the outcomes of \"\(source.name)\" are published by every run; there is no need to write them",
                at: position)
        case .write(let task) where kind == .records && task.recordFormat == nil:
            log.report("records are written to a name that ends with .csv, .csv.gz, .jsonl or .jsonl.gz", at: position)
        case .write(let task) where kind == .bytes && task.isSpreadsheetSafe:
            log.report(
                "\"\(source.name)\" is written as it is; parse it first to write it as spreadsheet_safe", at: position)
        case .write where kind == .pages || kind == .invoices:
            log.report("write takes a report or records; parse \"\(source.name)\" first", at: position)
        default: break
        }
    }

    private func checkColumns(of task: Reconcile, _ stages: [ReadStage], at position: TextPosition) {
        let keys = Set(task.plan.levels.joined())
        let ofCharges = keys.flatMap { ColumnRole.columns(for: $0, ofCharges: true) }
        let ofEntitlements = keys.flatMap { ColumnRole.columns(for: $0, ofCharges: false) }
        checkColumns(
            of: task.charges, ofCharges + ColumnRole.requiredOfCharges.map { [$0] }, stages, at: position)
        checkColumns(
            of: task.entitlements, ofEntitlements + ColumnRole.requiredOfEntitlements.map { [$0] }, stages,
            at: position)
        if let earlier = task.earlier {
            checkColumns(of: earlier, ColumnRole.requiredOfCharges.map { [$0] }, stages, at: position)
        }
        checkColumns(of: task.aliases, stages, at: position)
    }

    private func checkColumns(of aliases: [AliasInput], _ stages: [ReadStage], at position: TextPosition) {
        for alias in aliases {
            checkColumns(of: alias.stage, ColumnRole.requiredOfAliases.map { [$0] }, stages, at: position)
        }
    }

    private func checkColumns(of task: Agreements, _ stages: [ReadStage], at position: TextPosition) {
        let needed = (task.plan.keys.map(\.rawValue) + ColumnRole.requiredOfAgreements).map { [$0] }
        for name in [task.entitlements, task.agreements] { checkColumns(of: name, needed, stages, at: position) }
        checkColumns(of: task.aliases, stages, at: position)
    }

    private func checkColumns(of task: Tie, _ stages: [ReadStage], at position: TextPosition) {
        let needed = (task.plan.keys.map(\.rawValue) + ColumnRole.requiredOfDocuments).map { [$0] }
        for name in [task.stated, task.explaining] { checkColumns(of: name, needed, stages, at: position) }
    }

    /// Reports the columns that a parse stage lacks; of each list of names one must be there.
    private func checkColumns(
        of name: String, _ needed: [[String]], _ stages: [ReadStage], at position: TextPosition
    ) {
        guard case .parse(let parse)? = stages.first(where: { $0.stage.name == name })?.stage.task else { return }
        let present = parse.columns?.map(\.column.name) ?? []
        for choices in Set(needed).sorted(by: { $0[0] < $1[0] }) where !choices.contains(where: present.contains) {
            let wanted = choices.map { "\"\($0)\"" }.joined(separator: " or ")
            let hint = Suggestion.text(for: choices[0], among: present)
            log.report("reconcile needs a column \(wanted) in stage \"\(name)\"\(hint)", at: position)
        }
    }

    /// A report stage that names no columns fetches those that the stages behind it use.
    private func chooseReportColumns(_ stages: [ReadStage]) -> [ReadStage] {
        stages.map { read in
            guard case .fetchReport(var task) = read.stage.task, task.query.columns == nil else { return read }
            let parses = stages.compactMap { if case .parse(let parse) = $0.stage.task { parse } else { nil } }
            let users = parses.filter { $0.input == read.stage.name }
            let isWritten = stages.contains {
                if case .write(let write) = $0.stage.task { write.input == read.stage.name } else { false }
            }
            guard !isWritten, !users.isEmpty, users.allSatisfy({ $0.columns != nil }) else { return read }
            var names: [String] = []
            for mapping in users.flatMap({ $0.columns ?? [] }) {
                let name = mapping.headingBeforeCurrency ?? mapping.source
                if !names.contains(name) { names.append(name) }
            }
            task.query.columns = names
            let stage = Stage(name: read.stage.name, task: .fetchReport(task))
            return ReadStage(stage: stage, position: read.position, inputs: read.inputs)
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
        case .reconcile, .tie, .agreements, .write, .generate: self = .outcomes
        }
    }
}
