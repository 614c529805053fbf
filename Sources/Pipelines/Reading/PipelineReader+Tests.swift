import Reconciliation
import Records

extension PipelineReader {
    func readTests(_ node: YAMLNode?, _ checker: StageChecker, _ values: ValueReader) -> [PipelineTest] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content else {
            log.report("tests must be a list, not \(node.kind)", at: node.position)
            return []
        }
        let tests = elements.compactMap { readTest($0, checker, values) }
        for (index, test) in tests.enumerated() where tests[..<index].contains(where: { $0.name == test.name }) {
            log.report("there are two tests of the name \"\(test.name)\"", at: test.position)
        }
        return tests
    }

    private func readTest(_ node: YAMLNode, _ checker: StageChecker, _ values: ValueReader) -> PipelineTest? {
        guard let body = MappingReader(node, Language.test, owner: "a test", log: log) else { return nil }
        let name = values.nonEmptyText(body.take("name"), "name")
        let asOf = values.date(body.take("as_of"), "as_of")
        let parameters = readTestParameters(body.take("params"), values)
        let given = members(of: body.take("given"), "given").compactMap { readGiven($0, checker, values) }
        let expected = readExpectation(body.take("expect"), checker, values)
        body.finish()
        return name.map {
            PipelineTest(
                name: $0, position: node.position, asOf: asOf, parameters: parameters, given: given,
                expected: expected)
        }
    }

    private func readTestParameters(_ node: YAMLNode?, _ values: ValueReader) -> [(name: String, value: String)] {
        let known = values.parameters.map(\.name) + values.faultyParameters
        return members(of: node, "params").compactMap { member in
            if !known.contains(member.name) {
                let hint = Suggestion.text(for: member.name, among: known)
                log.report("the pipeline has no parameter \"\(member.name)\"\(hint)", at: member.position)
            }
            return values.text(member.value, member.name).map { (member.name, $0) }
        }
    }

    private func readGiven(
        _ member: YAMLNode.Member, _ checker: StageChecker, _ values: ValueReader
    ) -> (stage: String, content: PipelineTest.Content)? {
        checker.requireSource(member.name, at: member.position, log)
        let owner = "what is given for \"\(member.name)\""
        guard let body = MappingReader(member.value, Language.given, owner: owner, log: log) else { return nil }
        let file = body.take("file").flatMap { values.path($0, "file") }
        let inline = Language.inlineForms.compactMap { form in
            body.take(form).flatMap { plainText($0, form) }.map { (form, $0) }
        }
        body.finish()
        if let file, inline.isEmpty { return (member.name, .file(file)) }
        if file == nil, inline.count == 1 { return (member.name, .inline(form: inline[0].0, text: inline[0].1)) }
        log.report(
            "\(owner) is one of file, \(Language.inlineForms.joined(separator: ", "))", at: member.position)
        return nil
    }

    /// Text as it stands there: what is given to a test is data, in which nothing refers to anything.
    private func plainText(_ node: YAMLNode, _ what: String) -> String? {
        if case .scalar(let text) = node.content { return text }
        log.report("\(what) must be text, not \(node.kind)", at: node.position)
        return nil
    }

    // MARK: - What is expected

    private func readExpectation(
        _ node: YAMLNode?, _ checker: StageChecker, _ values: ValueReader
    ) -> PipelineTest.Expectation {
        var expected = PipelineTest.Expectation()
        guard let node, let body = MappingReader(node, Language.expectation, owner: "expect", log: log) else {
            return expected
        }
        expected.exitCode = body.take("exit").flatMap { node in
            values.count(node, "exit", in: 0...255).map { PipelineTest.Expected(value: $0, position: node.position) }
        }
        expected.skipped = body.take("skipped").flatMap { node in
            values.list(node, "skipped").map { PipelineTest.Expected(value: $0, position: node.position) }
        }
        expected.records = readCounts(body.take("records"), "records", checker, values)
        expected.rejects = readCounts(body.take("rejects"), "rejects", checker, values)
        expected.breaks = readCounts(body.take("breaks"), "breaks", checker, values)
        expected.codes = members(of: body.take("codes"), "codes").map { readCodes($0, checker, values) }
        expected.totals = members(of: body.take("totals"), "totals").map { readTotals($0, checker, values) }
        body.finish()
        if case .mapping(let members) = node.content, members.isEmpty {
            log.report("a test that expects nothing cannot fail", at: node.position)
        }
        return expected
    }

    private func readCounts(
        _ node: YAMLNode?, _ what: String, _ checker: StageChecker, _ values: ValueReader
    ) -> [PipelineTest.OfStage<Int>] {
        members(of: node, what).compactMap { member in
            checker.require(member.name, what, at: member.position, log)
            return values.count(member.value, member.name).map {
                PipelineTest.OfStage(stage: member.name, value: $0, position: member.position)
            }
        }
    }

    private func readCodes(
        _ member: YAMLNode.Member, _ checker: StageChecker, _ values: ValueReader
    ) -> PipelineTest.OfStage<[OutcomeCode: Int]> {
        checker.require(member.name, "breaks", at: member.position, log)
        var counts: [OutcomeCode: Int] = [:]
        for entry in members(of: member.value, "codes of \"\(member.name)\"") {
            guard let code = OutcomeCode(rawValue: entry.name) else {
                let hint = Suggestion.text(for: entry.name, among: OutcomeCode.allCases.map(\.rawValue))
                log.report("there is no code \"\(entry.name)\"\(hint)", at: entry.position)
                continue
            }
            counts[code] = values.count(entry.value, entry.name)
        }
        return PipelineTest.OfStage(stage: member.name, value: counts, position: member.position)
    }

    private func readTotals(
        _ member: YAMLNode.Member, _ checker: StageChecker, _ values: ValueReader
    ) -> PipelineTest.OfStage<[PipelineTest.CurrencyTotal]> {
        checker.require(member.name, "breaks", at: member.position, log)
        let sums = members(of: member.value, "totals of \"\(member.name)\"").compactMap { entry in
            let currency = Currency(entry.name)
            if currency == nil { log.report("\"\(entry.name)\" is no currency's code such as EUR", at: entry.position) }
            let owner = "the total in \(entry.name)"
            let body = MappingReader(entry.value, Language.total, owner: owner, log: log)
            let billed = values.signedDecimal(body?.take("billed"), "billed")
            let expected = values.signedDecimal(body?.take("expected"), "expected")
            body?.finish()
            return currency.map { PipelineTest.CurrencyTotal(currency: $0, billed: billed, expected: expected) }
        }
        return PipelineTest.OfStage(stage: member.name, value: sums, position: member.position)
    }
}

extension StageChecker {
    /// Only stages that bring something in can be given something instead.
    fileprivate func requireSource(_ name: String, at position: TextPosition, _ log: DiagnosticLog) {
        let sources = stages.filter { $0.stage.mayBeGiven }.map { $0.stage.baseName }
        guard !sources.contains(name), !stages.contains(where: { $0.stage.name == name && $0.stage.mayBeGiven }),
            !faulty.contains(name), !isUnknownLeg(name)
        else { return }
        log.report(
            "\"\(name)\" is not a fetch, read or carry stage\(Suggestion.text(for: name, among: sources))", at: position
        )
    }

    /// Whether a name may be that of a leg whose item only a run will tell: there may be such a leg in one test and none in
    /// another.
    private func isUnknownLeg(_ name: String) -> Bool {
        name.hasSuffix("]") && fanOuts.contains { name.hasPrefix($0.stage + "[") && isOfColumn($0) }
    }

    private func isOfColumn(_ fanOut: FanOut) -> Bool {
        switch fanOut.items {
        case .listed: false
        case .column: true
        case .along(let other): fanOuts.first { $0.stage == other }.map(isOfColumn) ?? false
        }
    }

    /// A stage of which something is expected must be one that has it.
    fileprivate func require(_ name: String, _ what: String, at position: TextPosition, _ log: DiagnosticLog) {
        let isOfLeg = what == "breaks"
        let fitting = stages.filter { isOfLeg ? $0.stage.isLeg : $0.stage.isParse }
        let names = fitting.flatMap { [$0.stage.name, $0.stage.leg?.stage].compactMap(\.self) }
        guard !names.contains(name), !faulty.contains(name), !isUnknownLeg(name) else { return }
        log.report(
            "\"\(name)\" is not a \(isOfLeg ? "reconcile" : "parse") stage\(Suggestion.text(for: name, among: names))",
            at: position)
    }
}

extension Stage {
    /// Whether it brings bytes into the run.
    package var bringsIn: Bool {
        switch task {
        case .fetch, .fetchReport, .fetchBillingReport, .fetchInvoiceFiles, .read: true
        case .parse, .reconcile, .tie, .agreements, .carry, .write, .generate, .notify: false
        }
    }

    /// Whether a test may give something for it.
    fileprivate var mayBeGiven: Bool { if case .carry = task { true } else { bringsIn } }

    fileprivate var isParse: Bool { if case .parse = task { true } else { false } }
}
