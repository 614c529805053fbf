import Formats
import Reconciliation
import Records

extension StageChecker {
    /// What a reconcile stage needs of the stages whose records it takes.
    func checkColumns(of stage: ReadStage) {
        switch stage.stage.task {
        case .reconcile(let task): checkColumns(of: task, stage)
        case .tie(let task):
            let needed = task.plan.keys.map(\.rawValue) + ColumnRole.requiredOfDocuments
            for name in [task.stated, task.explaining] { checkColumns(of: name, needed.map { [$0] }, stage) }
        case .agreements(let task):
            let needed = task.plan.keys.map(\.rawValue) + ColumnRole.requiredOfAgreements
            for name in [task.entitlements, task.agreements] { checkColumns(of: name, needed.map { [$0] }, stage) }
            checkColumns(of: task.aliases, stage)
        case .carry(let task):
            guard let decisions = task.decisions else { break }
            checkColumns(
                of: decisions, ColumnRole.requiredOfDecisions.map { [$0] }, stage, "decisions need")
        default: break
        }
    }

    /// A misspelt column would be one that reconciling does not look at: what has ended would be held, and nobody told.
    func checkDoubtfulColumns() {
        let ofLegs = Set(stages.filter(\.stage.isLeg).flatMap(\.stage.inputs))
        let ofDecisions = Set(stages.filter(\.stage.carries).flatMap(\.stage.inputs))
        for stage in firstLegs where ofLegs.union(ofDecisions).contains(stage.stage.name) {
            let subject = ofLegs.contains(stage.stage.name) ? "reconcile knows" : "decisions know"
            for column in stage.doubtfulColumns {
                stage.log.report(
                    "\(subject) no column \"\(column.name)\"; did you mean \"\(column.meant)\"? If not, say its type: "
                        + "{ column: …, type: text }", at: column.position)
            }
        }
    }

    private func checkColumns(of task: Reconcile, _ stage: ReadStage) {
        let keys = Set(task.plan.levels.joined())
        let ofCharges = keys.flatMap { ColumnRole.columns(for: $0, ofCharges: true) }
        let ofEntitlements = keys.flatMap { ColumnRole.columns(for: $0, ofCharges: false) }
        checkColumns(of: task.charges, ofCharges + ColumnRole.requiredOfCharges.map { [$0] }, stage)
        checkColumns(of: task.entitlements, ofEntitlements + ColumnRole.requiredOfEntitlements.map { [$0] }, stage)
        if let prices = task.prices { checkColumns(of: prices, ColumnRole.requiredOfPrices, stage) }
        if let earlier = task.earlier { checkColumns(of: earlier, ColumnRole.requiredOfCharges.map { [$0] }, stage) }
        checkColumns(of: task.aliases, stage)
    }

    private func checkColumns(of aliases: [AliasInput], _ stage: ReadStage) {
        for alias in aliases { checkColumns(of: alias.stage, ColumnRole.requiredOfAliases.map { [$0] }, stage) }
    }

    /// Reports the columns that a parse stage lacks; of each list of names one must be there.
    ///
    /// - Parameter subject: Who needs them, as the beginning of a sentence.
    private func checkColumns(
        of name: String, _ needed: [[String]], _ stage: ReadStage, _ subject: String = "reconcile needs"
    ) {
        guard let source = stages(name)?.first, case .parse(let parse) = source.stage.task else { return }
        let present = parse.columns?.map(\.column.name) ?? []
        // What is misspelt is told in its own place.
        let known = present + source.doubtfulColumns.map(\.meant)
        let missing = Set(needed).sorted { $0[0] < $1[0] }.filter { !$0.contains(where: known.contains) }
        guard !missing.isEmpty else { return }
        let names = missing.map { $0.map { "\"\($0)\"" }.joined(separator: " or ") }
        let base = source.stage.baseName
        guard parse.columns != nil else {
            if source.misspeltKeys.contains("columns") { return }
            stage.log.report(
                "\(subject) `columns` in stage \"\(base)\": \(names.joined(separator: ", "))", at: stage.position)
            return
        }
        let hints = missing.map { Suggestion.text(for: $0[0], among: present) }
        for (name, hint) in zip(names, hints) where !hint.isEmpty {
            stage.log.report("\(subject) a column \(name) in stage \"\(base)\"\(hint)", at: stage.position)
        }
        let others = zip(names, hints).filter(\.1.isEmpty).map(\.0)
        guard !others.isEmpty else { return }
        let words = others.count == 1 ? "a column" : "the columns"
        stage.log.report(
            "\(subject) \(words) \(others.joined(separator: ", ")) in stage \"\(base)\"", at: stage.position)
    }
}
