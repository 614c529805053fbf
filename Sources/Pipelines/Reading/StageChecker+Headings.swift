import Formats
import Records
import StreamOneIon

extension StageChecker {
    /// What is wrong with a heading, and where it stands.
    private typealias Fault = (message: String, position: TextPosition)

    /// The columns of a parse stage must be such that its contract promises, and such that the stage before it brings.
    ///
    /// Headings may differ from leg to leg. What is wrong with one leg is told, once; those whose item only a run knows are
    /// left to the run.
    func checkHeadings(of stage: ReadStage) {
        let legs = (stages(stage.stage.baseName) ?? []).filter { $0.stage.leg?.item != FanOuts.unknownItem }
        let faults = legs.lazy.map(headingFaults).first { !$0.isEmpty } ?? []
        for fault in faults { stage.log.report(fault.message, at: fault.position) }
    }

    private func headingFaults(of stage: ReadStage) -> [Fault] {
        guard case .parse(let parse) = stage.stage.task else { return [] }
        var faults: [Fault] = []
        for mapping in parse.columns ?? [] where mapping.enclosing == nil {
            // The currency that a heading carries is a column that nobody has written.
            guard let position = stage.columnPositions[mapping.column.name] else { continue }
            let messages = [parse.contract.flatMap { fault(mapping, $0) }, fault(mapping, broughtBy: parse.input)]
            faults += messages.compactMap(\.self).map { ($0, position) }
        }
        return faults
    }

    private func fault(_ mapping: ColumnMapping, _ contract: Contract) -> String? {
        let (heading, name) = (mapping.source, mapping.column.name)
        guard let promise = contract[heading] else {
            if contract.allowsOthers { return nil }
            let hint = Suggestion.text(for: heading, among: contract.columns.map(\.heading))
            return "contract \"\(contract.name)\" has no column \"\(heading)\", and refuses others\(hint)"
        }
        let (promised, wanted) = (promise.type, mapping.column.type)
        guard promised != .text, wanted != .text, promised != wanted else { return nil }
        return "\"\(name)\" is \(wanted.rawValue), and contract \"\(contract.name)\" promises that \"\(heading)\" is "
            + promised.rawValue
    }

    private func fault(_ mapping: ColumnMapping, broughtBy input: String) -> String? {
        guard let source = stages(input)?.first?.stage, source.leg?.item != FanOuts.unknownItem,
            let headings = source.headings
        else { return nil }
        let heading = mapping.headingBeforeCurrency ?? mapping.source
        // A heading may carry a currency that the column's name has not, on either side.
        let isBrought = headings.contains { ReportHeading($0).name == ReportHeading(heading).name }
        guard !isBrought else { return nil }
        let hint = Suggestion.text(for: heading, among: headings)
        let list = hint.isEmpty ? "; it has \(headings.joined(separator: ", "))" : hint
        return "stage \"\(input)\" brings no column \"\(heading)\"\(list)"
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
