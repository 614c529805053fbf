import Formats
import Records

/// A stage with the places of its names, for faults that show only when all stages are known.
struct ReadStage {
    var stage: Stage
    let position: TextPosition
    /// The places of the names of its inputs.
    let inputs: [(name: String, position: TextPosition)]
    /// The places of the names of the stages that it waits for.
    let needs: [(name: String, position: TextPosition)]
    /// Where the headings of a parse stage's columns stand, by the columns' names.
    let columnPositions: [String: TextPosition]
    /// The columns whose names are free, and near one that reconciling knows.
    let doubtfulColumns: [DoubtfulColumn]
    /// The keys that were probably meant by unknown ones: that they are not there is told already.
    let misspeltKeys: Set<String>
    /// Where its faults are told: the log of the file that it stands in.
    let log: DiagnosticLog
}

extension PipelineReader {
    /// A stage, or one leg of it.
    func readStage(_ member: YAMLNode.Member, as leg: StageLeg?, _ values: ValueReader) -> ReadStage? {
        if !Self.isName(member.name) {
            log.report("a stage's name has lower-case letters, digits, - and _ only", at: member.position)
        }
        let owner = "stage \"\(member.name)\""
        guard let members = MappingReader.members(of: member.value, owner: owner, log: log),
            let verb = verb(of: member, members), let definition = definition(of: verb, members, values),
            let body = MappingReader(member.value, definition, owner: owner, log: log)
        else { return nil }
        var inputs: [(name: String, position: TextPosition)] = []
        let task = readTask(definition, body, &inputs, values)
        var needs: [(name: String, position: TextPosition)] = []
        let names = body.take("needs").map { readNeeds($0, &needs, values) } ?? []
        let condition = readCondition(body.take("when"), "when", values)
        let timeout = values.duration(body.take("timeout"), "timeout") ?? values.defaults.timeout
        let retry = definition["retry"].flatMap { readRetry(body.take($0.name), values) ?? values.defaults.retry }
            .flatMap { $0.times == 0 ? nil : $0 }
        _ = body.take("for_each")
        let misspelt = body.finish()
        return task.map {
            var stage = Stage(name: leg?.stageName ?? member.name, task: $0)
            (stage.needs, stage.condition, stage.timeout, stage.leg) = (names, condition, timeout, leg)
            stage.retry = retry
            return ReadStage(
                stage: stage, position: member.position, inputs: inputs, needs: needs,
                columnPositions: columnPositions(of: task, body),
                doubtfulColumns: doubtfulColumns(of: task, body), misspeltKeys: misspelt, log: log)
        }
    }

    private func verb(of member: YAMLNode.Member, _ members: [YAMLNode.Member]) -> String? {
        let present = Language.verbs.filter { verb in members.contains { $0.name == verb } }
        if present.count == 1 { return present[0] }
        let verbs = Language.verbs.joined(separator: ", ")
        let meant =
            members.lazy.map { Suggestion.text(for: $0.name, among: Language.verbs) }.first { !$0.isEmpty } ?? ""
        log.report(
            "stage \"\(member.name)\" needs exactly one of \(verbs)\(present.isEmpty ? meant : "")", at: member.position
        )
        return nil
    }

    /// Which kind of stage it is: what is fetched, and what is reconciled, decide too.
    private func definition(
        of verb: String, _ members: [YAMLNode.Member], _ values: ValueReader
    ) -> MappingDefinition? {
        guard let node = members.first(where: { $0.name == verb })?.value else { return nil }
        switch verb {
        case "fetch": return definition(ofFetch: node, values)
        case "reconcile": return definition(ofReconcile: node)
        default: return Language.stages.first { $0.name == verb }
        }
    }

    private func definition(ofFetch node: YAMLNode, _ values: ValueReader) -> MappingDefinition? {
        guard let object = values.nonEmptyText(node, "fetch") else { return nil }
        if let definition = Language.stages.first(where: { $0.name == "fetch \(object)" }) { return definition }
        let names = Language.stages.map(\.name).filter { $0.hasPrefix("fetch ") }.map { String($0.dropFirst(6)) }
        let hint = Suggestion.text(for: object, among: names)
        log.report("fetch must be one of \(names.joined(separator: ", ")), not \"\(object)\"\(hint)", at: node.position)
        return nil
    }

    private func definition(ofReconcile node: YAMLNode) -> MappingDefinition {
        guard case .mapping(let sides) = node.content else { return Language.reconcileCharges }
        let names = sides.map(\.name)
        if names.contains("invoices") { return Language.tieInvoices }
        if names.contains("lines") { return Language.tieLines }
        return names.contains("agreements") ? Language.reconcileAgreements : Language.reconcileCharges
    }

    private func readTask(
        _ definition: MappingDefinition, _ body: MappingReader,
        _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        switch definition.name {
        case "read": values.path(body.take("read"), "read").map { .read(ReadFiles(path: $0)) }
        case "parse": readParse(body, &inputs, values)
        case "carry": readCarry(body, &inputs, values)
        case "write": readWrite(body, &inputs, values)
        case "generate": readGenerate(body, values)
        case "notify": readNotify(body, values)
        case Language.reconcileCharges.name: readReconcile(body, &inputs, values)
        case Language.reconcileAgreements.name: readAgreements(body, &inputs, values)
        case Language.tieInvoices.name: readTie(body, isOfHeaders: true, &inputs, values)
        case Language.tieLines.name: readTie(body, isOfHeaders: false, &inputs, values)
        default: readFetch(body, &inputs, values)
        }
    }

    private func readNeeds(
        _ node: YAMLNode, _ needs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> [String] {
        guard case .sequence(let elements) = node.content else {
            log.report("needs must be a list of stages, not \(node.kind)", at: node.position)
            return []
        }
        return elements.compactMap { readInput($0, "an element of needs", &needs, values) }
    }

    /// The name of a stage that this one takes its data from, or waits for. In a leg, a stage that is fanned out with it
    /// stands for its leg.
    func readInput(
        _ node: YAMLNode?, _ what: String, _ inputs: inout [(name: String, position: TextPosition)],
        _ values: ValueReader
    ) -> String? {
        guard let node, let text = values.nonEmptyText(node, what) else { return nil }
        let name = values.legs[text] ?? text
        inputs.append((name, node.position))
        return name
    }

    // MARK: - Carrying over

    private func readCarry(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let node = body.take("carry")
        let decisions = readInput(body.take("decisions"), "decisions", &inputs, values)
        let period = values.parameters.first { $0.name == "period" }?.value
        guard case .month(let period)? = period else {
            log.report(
                "carry belongs to a pipeline that closes a month: one with a parameter `period` of type month",
                at: body.position)
            return nil
        }
        guard let path = values.path(node, "carry") else { return nil }
        let isLastMonth = values.text(node, "carry") == Carry.lastMonth
        return .carry(Carry(source: isLastMonth ? .lastMonth : .directory(path), period: period, decisions: decisions))
    }

    // MARK: - Writing

    private func readWrite(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let input = readInput(body.take("write"), "write", &inputs, values)
        let nameNode = body.take("to")
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
        guard let node else { return values.defaults.level ?? Write.usualLevel }
        guard let level = values.count(node, "level") else { return Write.usualLevel }
        if !(1...9).contains(level) { log.report("\"level\" goes from 1 (fast) to 9 (small)", at: node.position) }
        return level
    }
}
