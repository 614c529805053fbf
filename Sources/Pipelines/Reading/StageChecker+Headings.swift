import Formats
import Records
import StreamOneIon

extension StageChecker {
    /// The columns of a parse stage must be such that its contract promises, and such that the stage before it brings.
    func checkHeadings(of stage: ReadStage) {
        guard case .parse(let parse) = stage.stage.task else { return }
        for mapping in parse.columns ?? [] where mapping.enclosing == nil {
            // The currency that a heading carries is a column that nobody has written.
            guard let position = stage.columnPositions[mapping.column.name] else { continue }
            if let contract = parse.contract { check(mapping, contract, at: position, stage.log) }
            check(mapping, broughtBy: parse.input, at: position, stage.log)
        }
    }

    private func check(
        _ mapping: ColumnMapping, _ contract: Contract, at position: TextPosition, _ log: DiagnosticLog
    ) {
        let (heading, name) = (mapping.source, mapping.column.name)
        guard let promise = contract[heading] else {
            if contract.allowsOthers { return }
            let hint = Suggestion.text(for: heading, among: contract.columns.map(\.heading))
            log.report(
                "contract \"\(contract.name)\" has no column \"\(heading)\", and refuses others\(hint)", at: position)
            return
        }
        let types = [promise.type, mapping.column.type]
        guard !types.contains(.text), types[0] != types[1] else { return }
        log.report(
            "\"\(name)\" is \(types[1].rawValue), and contract \"\(contract.name)\" promises that \"\(heading)\" is "
                + "\(types[0].rawValue)", at: position)
    }

    private func check(
        _ mapping: ColumnMapping, broughtBy input: String, at position: TextPosition, _ log: DiagnosticLog
    ) {
        guard let source = stages(input)?.first?.stage, let headings = source.headings else { return }
        let heading = mapping.headingBeforeCurrency ?? mapping.source
        guard !headings.contains(heading) else { return }
        let hint = Suggestion.text(for: heading, among: headings)
        let list = hint.isEmpty ? "; it has \(headings.joined(separator: ", "))" : hint
        log.report("stage \"\(input)\" brings no column \"\(heading)\"\(list)", at: position)
    }
}

extension Stage {
    /// The headings of what the stage brings, where the file says them or they are always the same.
    fileprivate var headings: [String]? {
        switch task {
        case .fetchReport(let task): task.query.columns
        case .fetchBillingReport: BillingRow.columns
        default: nil
        }
    }
}
