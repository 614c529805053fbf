import Records

extension PipelineReader {
    /// A condition, checked against the parameters and the stages of the file; what it asks of stages is looked at when all
    /// of them are known.
    func readCondition(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> Condition? {
        guard let node else { return nil }
        guard case .scalar(let text) = node.content else {
            log.report("\(what) must be a condition, not \(node.kind)", at: node.position)
            return nil
        }
        if text.contains("${") {
            log.report("\(what) is a condition: write params.NAME in it, without ${ }", at: node.textPosition)
            return nil
        }
        do throws(ExpressionFault) {
            let expression = try Expression(parsing: text, at: node.textPosition)
            let faults = expression.check { typeOf($0, values) }
            for fault in faults { log.report(fault.message, at: fault.position) }
            guard faults.isEmpty else { return nil }
            return Condition(
                expression, parameters: values.parameters, each: values.each, legs: values.legs)
        } catch {
            log.report(error.message, at: error.position)
            return nil
        }
    }

    private func typeOf(
        _ reference: Reference, _ values: ValueReader
    ) -> Result<ExpressionType, UnknownReference> {
        let first = reference.steps[0]
        if Condition.namespaces.contains(first) {
            if reference.steps.count > 1 { log.noteUse(ofParameter: reference.steps[1]) }
            return Condition.value(of: reference, values.parameters, values.each).map(\.type)
        }
        let kinds = StageMeasure.Kind.allCases.map(\.rawValue)
        guard reference.steps.count == 2, kinds.contains(reference.steps[1]) else {
            let hint = reference.steps.count == 2 ? Suggestion.text(for: reference.steps[1], among: kinds) : ""
            return .failure(
                UnknownReference(
                    message: "\"\(reference)\" is unknown; of a stage there are "
                        + kinds.map { "STAGE.\($0)" }.joined(separator: ", ") + ", else params.NAME\(hint)"))
        }
        return .success(.number)
    }

    // MARK: - Gates

    func readGates(_ node: YAMLNode?, _ checker: StageChecker, _ values: ValueReader) -> [Gate] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content else {
            log.report("gates must be a list, not \(node.kind)", at: node.position)
            return []
        }
        return elements.compactMap { element in
            guard let members = MappingReader.members(of: element, owner: "a gate", log: log) else { return nil }
            return members.contains { $0.name == "require" }
                ? readRequirement(element, checker, values) : readCount(element, checker, values)
        }
    }

    private func readRequirement(
        _ node: YAMLNode, _ checker: StageChecker, _ values: ValueReader
    ) -> Gate? {
        guard let body = MappingReader(node, Language.requiringGate, owner: "a gate", log: log) else { return nil }
        let condition = readCondition(body.take("require"), "require", values)
        let reason = values.nonEmptyText(body.take("because"), "because")
        let allowsSkipped = word(body.take("skipped"), "skipped", ["allowed"], values) != nil
        body.finish()
        guard let condition else { return nil }
        checker.check(condition, log)
        return Gate(.condition(condition, because: reason), allowsSkipped: allowsSkipped)
    }

    private func readCount(_ node: YAMLNode, _ checker: StageChecker, _ values: ValueReader) -> Gate? {
        guard let body = MappingReader(node, Language.countingGate, owner: "a gate", log: log) else { return nil }
        let limit = values.count(body.take("no_more_than"), "no_more_than")
        let listNode = body.take("of")
        let names = values.list(listNode, "of") ?? []
        let allowsSkipped = word(body.take("skipped"), "skipped", ["allowed"], values) != nil
        body.finish()
        if let listNode, case .sequence(let elements) = listNode.content, elements.isEmpty {
            log.report("a gate counts the breaks of at least one stage", at: listNode.position)
        }
        for name in names where !checker.hasBreaks(name) {
            let hint = Suggestion.text(for: name, among: checker.breaks)
            log.report(
                "\"\(name)\" is not the breaks of a reconcile stage\(hint)", at: listNode?.position ?? node.position)
        }
        return limit.map {
            Gate(
                .breaks(limit: $0, of: names.map { String($0.dropLast(".breaks".count)) }), allowsSkipped: allowsSkipped
            )
        }
    }
}
